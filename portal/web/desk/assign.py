"""`/desk/complaints/<number>/assign` and `/take`: who handles it."""

from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import InputRequired

from portal.authority import Permission
from portal.complaints import assigning
from portal.complaints.handlers import handlers_for
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now, local_today
from portal.web.desk.door import desk


class AssignCaseForm(CaseForm):
    """A colleague who handles complaints there, and is not concerned."""

    to = SelectField(later("Ditangani"), [InputRequired()])


class TakeCaseForm(CaseForm):
    """Nothing to fill in: the act itself."""


@desk.page("/complaints/<number>/assign", needs=Permission.ASSIGN_CASES, methods=("GET", "POST"))
def assign_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = AssignCaseForm(data=seen(case))
    able = handlers_for(current_actor(), case.number, local_today())
    form.to.choices = [("", _("(pilih orangnya)")), *((one.handle, one.name) for one in able)]
    name = form.carry_out(
        lambda: assigning.assign_case(
            current_actor(),
            number=case.number,
            version=form.version,
            to=form.to.data,
            at=local_now(),
        )
    )
    if name is not None:
        return lead_back(case.number, _("Ditugaskan kepada {name}.").format(name=name))
    note = _("Sesudah ditugaskan, pelapor membaca bahwa pengaduannya ditangani.")
    if not able:
        note = _(
            "Belum ada yang dapat menangani di sini. Teruskan dahulu ke unit atau Inspektorat."
        )
    return act_page(form, case, title=_("Tugaskan pengaduan"), label=_("Tugaskan"), note=note)


@desk.page("/complaints/<number>/take", needs=Permission.HANDLE_CASES, methods=("GET", "POST"))
def take_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = TakeCaseForm(data=seen(case))
    if form.saves(
        lambda: assigning.take_case(
            current_actor(), number=case.number, version=form.version, at=local_now()
        )
    ):
        return lead_back(case.number, _("Pengaduan ini sekarang Anda tangani."))
    return act_page(
        form,
        case,
        title=_("Tangani sendiri"),
        label=_("Saya tangani"),
        note=_("Nama Anda tampak di daftar meja ini; pelapor hanya membaca peran Anda."),
    )
