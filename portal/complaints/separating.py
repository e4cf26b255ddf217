"""A merge undone: the case stands alone again, for the desk or for its reporter (verdicts.py)."""

from datetime import datetime

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible, spoken_reason
from portal.complaints.cases import case_to_change, write_down, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import Complaint
from portal.complaints.placing import main_of
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import State, Step
from portal.database import command
from portal.errors import Conflict
from portal.language import gettext as _

TRIAGE = Permission.TRIAGE_CASES


@command
def separate_case(actor: Actor, *, number: str, version: int, reason: str, at: datetime) -> None:
    """Open a merged case again, on the desk where the joint one lies; both reporters read it.

    Its clock goes on as if it had never been merged: the office's mistake gives no time, so it
    may be late at once. Whoever either was about stays shut out of both.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    main = main_of(case, lock=True)
    if main is None:
        raise Conflict(_("Pengaduan ini tidak digabung dengan yang lain. Tidak ada yang berubah."))
    demand_possible(case, Act.SEPARATE)
    reason = spoken_reason(reason)
    case.merged_into_id = None
    _go_on(case)
    due = current_cycle(case).answer_due
    facts = {"is_undone": True, "reason": reason, "due": due.isoformat() if due else ""}
    for one, told in ((case, facts), (main, {"is_undone": True, "is_main": True})):
        write_step(one, Step.MERGED, actor=actor, needs=TRIAGE, on=at.date(), at=at, facts=told)
    write_down(actor, "separate_case", case, apart_from=main.number)


def _go_on(case: Complaint) -> None:
    """Nobody has it in hands; the run of the clock that the merge ended is the one that counts."""
    cycle = current_cycle(case)
    case.state = State.VERIFIED if cycle.verified_on else State.RECEIVED
    case.closed_on = cycle.closed_on = case.outcome = cycle.outcome = case.assignee_id = None
    case.outcome_reason = ""
    set_clock(case, cycle)
