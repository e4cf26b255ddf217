"""The evidence per officer: a list by unit and name, and the search by NIP.

A NIP is sent in the body of a POST, never in an address.
"""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.appraisal.records_queries import (
    extract_of_nip,
    listed_records,
    record_months,
    record_units,
    trial_words,
)
from portal.documents.appraisal_words import status_words
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.month import Month
from portal.organisation.rules.identity import parse_nip
from portal.web.actors import current_actor
from portal.web.fields import INVALID, StaffForm
from portal.web.figures import period_name
from portal.web.filters import Filter
from portal.web.paging import asked_for
from portal.web.results.appraisal_record import READ, terms, this_day
from portal.web.results.door import results
from portal.web.results.month_asked import asked_month, month_links
from portal.web.templating import page_url

LONGEST_NIP = 40


class FindByNipForm(StaffForm):
    """A NIP or NI PPPK, spaces and dots allowed; `extract` is the record it leads to."""

    month: str
    extract = ""

    nip = StringField(later("NIP atau NI PPPK"), validators=[InputRequired()])

    def validate_nip(self, field: Field) -> None:
        try:
            nip = parse_nip((field.data or "")[:LONGEST_NIP]).digits
        except RuleBroken as error:
            raise ValidationError(error.message) from error
        self.extract = extract_of_nip(current_actor(), self.month, nip) or ""
        if not self.extract:
            raise ValidationError(
                _("Tidak ada bukti dukung untuk NIP ini dalam bulan ini di unit yang Anda baca.")
            )


@results.page("/appraisals", needs=READ, methods=("GET", "POST"))
def appraisals() -> ResponseReturnValue:
    """The records of one closed month."""
    months = [Month.parse(month) for month in record_months(current_actor())]
    month = asked_month() or (months[0] if months else None)
    if month is None or month not in months:
        return _nothing(month, months)
    find = FindByNipForm()
    find.month = str(month)
    if find.validate_on_submit():
        return redirect(page_url("results.appraisal_record", extract_id=find.extract), 303)
    page = render_template("results/appraisals.html", find=find, **_list(month, months))
    return page, INVALID if find.errors else 200


def _nothing(month: Month | None, months: list[Month]) -> ResponseReturnValue:
    before, after = month_links("results.appraisals", sorted(months), month) if month else ("", "")
    page = render_template(
        "results/appraisals_none.html",
        name=period_name(str(month)) if month else "",
        before=before,
        after=after,
    )
    return page, 404 if month else 200


def _list(month: Month, months: list[Month]) -> dict[str, object]:
    actor, name = current_actor(), str(month)
    filters = [Filter("unit", _("Unit"), record_units(actor, name))]
    asked = asked_for(filters=filters)
    trial = trial_words(name, terms())
    before, after = month_links("results.appraisals", sorted(months), month)
    return {
        "month": name,
        "name": period_name(name),
        "before": before,
        "after": after,
        "filters": filters,
        "asked": asked,
        "trial": trial,
        "part": {"unit": asked.chose("unit")} if asked.chose("unit") else {},
        "listed": None
        if trial
        else listed_records(actor, name, asked, today=this_day(), terms=terms()),
        "status_words": status_words,
    }
