"""`/desk/catat`: a complaint of somebody who comes, calls or writes, typed by a clerk."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.complaints.entering import EntryPlace, place_to_enter, units_to_enter
from portal.complaints.filed import Filed, note_receipt
from portal.complaints.filing import file_complaint
from portal.complaints.rules.receipt import groups
from portal.complaints.rules.words import Desk
from portal.documents.receipt import receipt_code
from portal.files.facts import LARGEST_POST
from portal.language import gettext as _
from portal.language import long_date
from portal.web.actors import current_actor
from portal.web.complaint_words import DESKS, word
from portal.web.desk.asking import local_now
from portal.web.desk.door import desk
from portal.web.desk.entry_form import EnterCaseForm, fresh_ticket, nonce_of
from portal.web.desk.office_files import stored, taken_in
from portal.web.filing import filing_keys
from portal.web.limits import settings
from portal.web.staff_pages import done, form_page
from portal.web.templating import page_url

ENTER = Permission.ENTER_CASES


@desk.page("/catat", needs=ENTER)
def enter_case() -> ResponseReturnValue:
    """Which unit it is about: straight on where there is only one."""
    units = units_to_enter(current_actor())
    if len(units) == 1:
        return redirect(page_url("desk.enter_case_of_unit", unit=units[0].code))
    return render_template("desk/enter_units.html", units=units)


@desk.page("/catat/<unit>", needs=ENTER, methods=("GET", "POST"), largest=LARGEST_POST)
def enter_case_of_unit(unit: str) -> ResponseReturnValue:
    """The form; the POST itself answers with the receipt, to be printed and handed out."""
    place = place_to_enter(current_actor(), unit)
    form = EnterCaseForm(data={"ticket": fresh_ticket()})
    form.offer(place)
    filed = form.carry_out(lambda: _file(form, place))
    if filed:
        return _receipt(place, filed, form.ticket.data)
    return form_page("desk/enter_case.html", form, place=place)


@desk.page("/catat/<unit>/diserahkan", needs=ENTER, methods=("POST",))
def hand_out_receipt(unit: str) -> ResponseReturnValue:
    """The reporter has the code: nobody sees it here any more."""
    place_to_enter(current_actor(), unit)
    nonce = nonce_of(request.form.get("ticket", ""))
    if nonce is not None and note_receipt(current_actor(), nonce=nonce):
        return done(
            _("Tanda terima diserahkan. Kodenya tidak ditampilkan lagi."), "desk.enter_case"
        )
    return done(_("Tidak ada tanda terima untuk formulir ini."), "desk.enter_case")


def _file(form: EnterCaseForm, place: EntryPlace) -> Filed | None:
    """None where a file is bad: it is named, the text stays."""
    form.demand_ticket()
    taken = taken_in(form, form.files)
    if taken is None:
        return None
    with stored(taken) as files:
        filing = form.filing(place, files, at=local_now())
        return file_complaint(current_actor(), filing=filing, keys=filing_keys())


def _receipt(place: EntryPlace, filed: Filed, ticket: str) -> ResponseReturnValue:
    code = () if filed.is_noted else groups(filed.receipt)
    return render_template(
        "desk/entered_case.html",
        place=place,
        filed=filed,
        ticket=ticket,
        code=code,
        qr_code=receipt_code(code) if code else None,
        facts=_facts(place, filed),
        address=f"{settings().base_url}/lacak",
    )


def _facts(place: EntryPlace, filed: Filed) -> list[tuple[str, str]]:
    """What the reporter takes home besides the code; praise has no dates."""
    reader = place.name if filed.desk is Desk.UNIT else word(DESKS, filed.desk)
    facts = [(_("Diterima"), long_date(filed.filed_on)), (_("Dibaca oleh"), reader)]
    dates = ((_("Diperiksa"), filed.verify_due), (_("Dijawab"), filed.answer_due))
    by = _("paling lambat %(day)s")
    return facts + [(name, by % {"day": long_date(day)}) for name, day in dates if day]
