"""`/desk/complaints/<number>/archive`, `/hold`, `/let-go`: put aside, or kept for good."""

from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.complaints import archiving
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.archiving import LONGEST_HELD_REASON
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import act_page, asked_case, seen
from portal.web.desk.asking import CaseForm, lead_back, local_now
from portal.web.desk.door import desk

TRIAGE = Permission.TRIAGE_CASES


class ArchiveCaseForm(CaseForm):
    """Why nothing is done; the reporter reads it."""

    reason = TextAreaField(
        later("Alasan yang dibaca pelapor"),
        [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_REASON)],
    )


class HoldCaseForm(CaseForm):
    """Why it is kept, or let go."""

    reason = TextAreaField(
        later("Alasan"),
        [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_HELD_REASON)],
    )


@desk.page("/complaints/<number>/archive", needs=TRIAGE, methods=("GET", "POST"))
def archive_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = ArchiveCaseForm(data=seen(case))
    if form.saves(
        lambda: archiving.archive_case(
            current_actor(),
            number=case.number,
            version=form.version,
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan diarsipkan."))
    return act_page(
        form,
        case,
        title=_("Arsipkan pengaduan"),
        label=_("Arsipkan"),
        note=_(
            "Ditutup tanpa tindak lanjut. Pelapor membaca alasannya, dan dapat membukanya lagi."
        ),
    )


@desk.page("/complaints/<number>/hold", needs=TRIAGE, methods=("GET", "POST"))
def hold_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = HoldCaseForm(data=seen(case))
    if form.saves(
        lambda: archiving.hold_case(
            current_actor(),
            number=case.number,
            version=form.version,
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan ini tidak akan dihapus sampai dilepas."))
    return act_page(
        form,
        case,
        title=_("Tahan dari penghapusan"),
        label=_("Tahan"),
        note=_("Selama ditahan, masa simpan tidak menghapus apa pun dari pengaduan ini."),
    )


@desk.page("/complaints/<number>/let-go", needs=TRIAGE, methods=("GET", "POST"))
def let_go_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = HoldCaseForm(data=seen(case))
    if form.saves(
        lambda: archiving.let_go_case(
            current_actor(),
            number=case.number,
            version=form.version,
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Penahanan dilepas. Masa simpan berlaku lagi."))
    return act_page(
        form,
        case,
        title=_("Lepaskan penahanan"),
        label=_("Lepaskan"),
        note=_("Sesudah ini masa simpan berlaku lagi seperti biasa."),
    )
