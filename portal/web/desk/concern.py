"""`/desk/complaints/<number>/concern`: whom it is about, who therefore sees nothing of it."""

from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import UNKNOWN, Permission
from portal.complaints import concerning
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.concerning import LONGEST_DESCRIPTION, officers_for
from portal.complaints.reading import CaseView, ConcernedLine
from portal.errors import NotFound
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now
from portal.web.desk.door import desk

TRIAGE = Permission.TRIAGE_CASES
SAYS_SOMETHING = Length(min=SHORTEST_REASON, max=LONGEST_REASON)


class ConcernCaseForm(CaseForm):
    """An officer of the roster, or words for somebody; and why."""

    officer = SelectField(later("Petugas"))
    description = StringField(
        later("Atau siapa, dengan kata-kata"), [Length(max=LONGEST_DESCRIPTION)]
    )
    reason = TextAreaField(later("Mengapa"), [InputRequired(), SAYS_SOMETHING])

    def offer(self, number: str) -> None:
        known = officers_for(current_actor(), number)
        self.officer.choices = [("", _("(tidak ada di daftar)")), *known]


class ReleaseConcernedForm(CaseForm):
    """Why the case is not about this person."""

    reason = TextAreaField(later("Mengapa"), [InputRequired(), SAYS_SOMETHING])


@desk.page("/complaints/<number>/concern", needs=TRIAGE, methods=("GET", "POST"))
def concern_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = ConcernCaseForm(data=seen(case))
    form.offer(case.number)
    if form.saves(
        lambda: concerning.add_concerned(
            current_actor(),
            number=case.number,
            version=form.version,
            officer=form.officer.data or "",
            description=form.description.data or "",
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Tercatat. Orang itu tidak dapat membuka pengaduan ini."))
    return act_page(
        form,
        case,
        title=_("Tentang siapa"),
        label=_("Tambahkan"),
        note=_(
            "Yang dicatat tidak dapat membuka pengaduan, fotonya, maupun hitungannya. "
            "Bila ia memimpin unit ini, pengaduan naik satu tingkat."
        ),
        template="desk/concern.html",
    )


@desk.page("/complaints/<number>/concern/<row>/remove", needs=TRIAGE, methods=("GET", "POST"))
def release_concerned(number: str, row: str) -> ResponseReturnValue:
    case = asked_case(number)
    one = _line(case, row)
    form = ReleaseConcernedForm(data=seen(case))
    if form.saves(
        lambda: concerning.remove_concerned(
            current_actor(),
            number=case.number,
            version=form.version,
            concerned_id=one.id,
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Catatan tentang orang itu dihapus."))
    return act_page(
        form,
        case,
        title=_("Hapus {name}?").format(name=one.name or one.description),
        label=_("Hapus"),
        note=_("Sesudah ini orang itu dapat melihat pengaduan, bila bertugas di meja ini."),
    )


def _line(case: CaseView, row: str) -> ConcernedLine:
    found = next((one for one in case.concerned if str(one.id) == row), None)
    if found is None:
        raise NotFound(UNKNOWN)
    return found
