"""`/desk/filters`: the filters a person keeps beside the list."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.complaints.saving import LONGEST_NAME, delete_filter, save_filter
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.door import desk
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

TRIAGE = Permission.TRIAGE_CASES
# What of the list's address belongs to a filter; neither the page nor the language does.
KEPT = ("antrean", "golongan", "unit", "cari")
LONGEST_VALUE = 100
LONGEST_ASKED = 1_000


class SaveFilterForm(StaffForm):
    """A name for what the list is narrowed to."""

    query = HiddenField()
    name = StringField(later("Nama saringan"), [InputRequired(), Length(max=LONGEST_NAME)])


def this_filter() -> str:
    """What the list of this request is narrowed to, as a query string."""
    return _cleaned(request.args.items())


def _cleaned(pairs: Iterable[tuple[str, str]]) -> str:
    found = dict(pairs)
    kept = {name: found[name][:LONGEST_VALUE] for name in KEPT if found.get(name)}
    return urlencode(kept)


@desk.page("/filters/save", needs=TRIAGE, methods=("GET", "POST"))
def save_filter_page() -> ResponseReturnValue:
    """Keep what the list is narrowed to: its address travels along in the form."""
    form = SaveFilterForm(data={"query": this_filter()})
    query = _cleaned(parse_qsl((form.query.data or "")[:LONGEST_ASKED]))
    kept = form.saves(lambda: save_filter(current_actor(), name=form.name.data or "", query=query))
    if kept:
        return done(_("Saringan tersimpan."), "desk.inbox", **dict(parse_qsl(query)))
    return form_page("desk/save_filter.html", form)


@desk.page("/filters/<int:filter_id>/delete", needs=TRIAGE, methods=("POST",))
def delete_filter_page(filter_id: int) -> ResponseReturnValue:
    """Forget one."""
    name = delete_filter(current_actor(), filter_id=filter_id)
    return done(_("Saringan “{name}” dihapus.").format(name=name), "desk.inbox")
