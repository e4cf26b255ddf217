"""The evidence per officer: a list by unit and name, and the search by NIP.

A NIP is sent in the body of a POST, never in an address.
"""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired

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
from portal.web.fields import StaffForm
from portal.web.figures import period_name
from portal.web.filters import Filter
from portal.web.paging import asked_for
from portal.web.results.appraisal_record import READ, terms, this_day
from portal.web.results.door import results
from portal.web.results.month_asked import asked_month, month_links
from portal.web.staff_pages import form_page
from portal.web.templating import page_url

LONGEST_NIP = 40


class FindByNipForm(StaffForm):
    """A NIP or NI PPPK, spaces and dots allowed."""

    nip = StringField(later("NIP atau NI PPPK"), validators=[InputRequired()])

    def digits(self) -> str:
        return parse_nip((self.nip.data or "")[:LONGEST_NIP]).digits


@results.page("/appraisals", needs=READ, methods=("GET", "POST"))
def appraisals() -> ResponseReturnValue:
    """The records of one closed month."""
    months = [Month.parse(month) for month in record_months(current_actor())]
    month = asked_month() or (months[0] if months else None)
    if month is None or month not in months:
        return _nothing(month, months)
    form = FindByNipForm()
    found = form.carry_out(lambda: _extract(str(month), form.digits()))
    if found is not None:
        return redirect(page_url("results.appraisal_record", extract_id=found), 303)
    return form_page("results/appraisals.html", form, **_list(month, months))


def _nothing(month: Month | None, months: list[Month]) -> ResponseReturnValue:
    before, after = month_links("results.appraisals", sorted(months), month) if month else ("", "")
    page = render_template(
        "results/appraisals_none.html",
        name=period_name(str(month)) if month else "",
        before=before,
        after=after,
    )
    return page, 404 if month else 200


def _extract(month: str, nip: str) -> str:
    found = extract_of_nip(current_actor(), month, nip)
    if found is None:
        raise RuleBroken(
            _("Tidak ada bukti dukung untuk NIP ini dalam bulan ini di unit yang boleh Anda baca.")
        )
    return found


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
        "unit": asked.chose("unit"),
        "listed": None
        if trial
        else listed_records(actor, name, asked, today=this_day(), terms=terms()),
        "status_words": status_words,
    }
