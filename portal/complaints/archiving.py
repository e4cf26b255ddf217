"""Archived without action, and held back from the retention; both with a reason."""

from datetime import datetime

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible, end_case, spoken_reason
from portal.complaints.cases import case_to_change, note_inside, write_down, write_step
from portal.complaints.models import Complaint
from portal.complaints.pausing import end_pause
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Outcome, Step
from portal.database import command
from portal.errors import Conflict, RuleBroken
from portal.language import gettext as _

TRIAGE = Permission.TRIAGE_CASES
LONGEST_HELD_REASON = 200


@command
def archive_case(actor: Actor, *, number: str, version: int, reason: str, at: datetime) -> None:
    """Put a case aside without action; the reporter reads the reason and may reopen it."""
    case = case_to_change(actor, number, TRIAGE, version=version)
    archive(actor, case, reason, at=at)
    write_down(actor, "archive_case", case, outcome=Outcome.ARSIP)


def archive(actor: Actor, case: Complaint, reason: str, *, at: datetime) -> None:
    """The rule itself, for one case or many."""
    demand_possible(case, Act.ARCHIVE)
    reason = spoken_reason(reason)
    end_pause(case, on=at.date())
    end_case(case, Outcome.ARSIP, reason, at=at)
    write_step(
        case,
        Step.CLOSED,
        actor=actor,
        needs=TRIAGE,
        on=at.date(),
        at=at,
        facts={"outcome": Outcome.ARSIP, "reason": reason},
    )


@command
def hold_case(actor: Actor, *, number: str, version: int, reason: str, at: datetime) -> None:
    """Keep it from the retention (domain.md §5: never a contested case) until it is let go."""
    case = case_to_change(actor, number, TRIAGE, version=version)
    if case.is_held:
        raise Conflict(_("Pengaduan ini sudah ditahan dari penghapusan."))
    reason = spoken_reason(reason)
    if len(reason) > LONGEST_HELD_REASON:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(reason), max=LONGEST_HELD_REASON
            )
        )
    case.is_held, case.held_reason = True, reason
    note_inside(actor, case, reason, needs=TRIAGE, at=at, facts={"what": "held"})
    write_down(actor, "hold_case", case)


@command
def let_go_case(actor: Actor, *, number: str, version: int, reason: str, at: datetime) -> None:
    """The retention may take it again when its time comes."""
    case = case_to_change(actor, number, TRIAGE, version=version)
    if not case.is_held:
        raise Conflict(_("Pengaduan ini tidak sedang ditahan dari penghapusan."))
    reason = spoken_reason(reason)
    case.is_held, case.held_reason = False, ""
    note_inside(actor, case, reason, needs=TRIAGE, at=at, facts={"what": "let_go"})
    write_down(actor, "let_go_case", case)
