"""What the reporter says of the answer: solved or not, how it was handled, one level up.

"Closed" and "solved" are two facts (domain.md §3). Each act names the run of the clock that its
page showed, so that a form sent twice acts once. No audit entry, as in reporting.py.
"""

from datetime import date, datetime

from portal.authority import Actor
from portal.complaints.acting import end_case
from portal.complaints.cases import write_note, write_step
from portal.complaints.clocks import current_cycle, open_cycle, set_clock
from portal.complaints.handlers import staffed_desk
from portal.complaints.messages import short_enough
from portal.complaints.models import Complaint
from portal.complaints.placing import theirs
from portal.complaints.rules.reporting import MARKS, Say
from portal.complaints.rules.states import after_forwarding
from portal.complaints.rules.words import Desk, Outcome, Side, State, Step
from portal.complaints.standing import case_behind, demand_say
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.models import Unit
from portal.organisation.tree import units_above


@command
def say_solved(actor: Actor, *, receipt: bytes, cycle: int, at: datetime) -> None:
    """The reporter says it is solved; what was only answered is closed by that."""
    case = case_behind(receipt, cycle=cycle)
    if case.is_solved:
        return
    demand_say(case, Say.SOLVED, at.date())
    case.is_solved = current_cycle(case).is_solved = True
    if case.state == State.ANSWERED:
        end_case(case, Outcome(case.outcome or Outcome.SELESAI), case.outcome_reason, at=at)
    write_step(case, Step.CONFIRMED, actor=actor, on=at.date(), at=at, facts={"solved": True})


@command
def say_unsolved(actor: Actor, *, receipt: bytes, cycle: int, text: str = "", at: datetime) -> None:
    """The reporter says it is not solved: it opens again, with a clock of its own.

    A merged case stands alone from now on: the others' reporters may well be content.
    """
    case = case_behind(receipt, cycle=cycle, following=True)
    if case.cycle > cycle:
        return
    demand_say(case, Say.UNSOLVED, at.date())
    current_cycle(case).is_solved = False
    was_merged, case.merged_into_id = case.merged_into_id is not None, None
    due = _begin_again(case, on=at.date())
    if was_merged:
        _give_to_nobody(case)
    facts = {"due": due.isoformat()} if due else {}
    event = write_step(case, Step.REOPENED, actor=actor, on=at.date(), at=at, facts=facts)
    if text.strip():
        write_note(event, Side.REPORTER, short_enough(text.strip()))


@command
def rate_handling(actor: Actor, *, receipt: bytes, cycle: int, mark: int, at: datetime) -> None:
    """How the office handled it, 1 to 4; once for each run of the clock."""
    case = case_behind(receipt, cycle=cycle)
    if mark not in MARKS:
        raise RuleBroken(_("Pilih satu wajah, lalu kirim lagi."))
    if case.rated == mark:
        return
    demand_say(case, Say.RATE, at.date())
    case.rated = current_cycle(case).rated = mark
    write_step(case, Step.RATED, actor=actor, on=at.date(), at=at, facts={"mark": mark})


@command
def appeal(actor: Actor, *, receipt: bytes, cycle: int, text: str = "", at: datetime) -> None:
    """A poor rating goes one level up: another unit looks at the case from the beginning."""
    case = case_behind(receipt, cycle=cycle, following=True)
    if case.cycle > cycle and case.is_appeal:
        return
    demand_say(case, Say.APPEAL, at.date())
    _lay_higher(case, at.date())
    case.is_appeal = True
    due = _begin_again(case, on=at.date())
    _give_to_nobody(case)
    facts = {"unit": db.session.get_one(Unit, case.handling_unit_id).name}
    if due:
        facts["due"] = due.isoformat()
    event = write_step(case, Step.APPEALED, actor=actor, on=at.date(), at=at, facts=facts)
    if text.strip():
        write_note(event, Side.REPORTER, short_enough(text.strip()))


def _lay_higher(case: Complaint, on: date) -> None:
    """The next unit above that nobody concerned commands; at the top the coordinator."""
    above = units_above(case.handling_unit_id)
    closed = theirs(case, on)
    higher = [unit for unit in above[1:] if unit not in closed]
    if higher and case.desk != Desk.INSPECTOR:
        case.desk, case.handling_unit_id = Desk.UNIT, higher[0]
    else:
        top = above[-1]
        case.desk, case.handling_unit_id = staffed_desk(case, Desk.COORDINATOR, top, on)


def _give_to_nobody(case: Complaint) -> None:
    """Whoever handled it before does not go on with it: the desk assigns it anew."""
    case.assignee_id = None
    case.state = after_forwarding(case.state)


def _begin_again(case: Complaint, *, on: date) -> date | None:
    """A new run of the clock by the rule set the case began with; its last day."""
    was_verified = current_cycle(case).verified_on is not None
    case.cycle += 1
    case.state = State.IN_PROGRESS if was_verified else State.RECEIVED
    case.answered_on = case.closed_on = case.outcome = case.is_solved = case.rated = None
    case.outcome_reason, case.escalated_to_id = "", None
    cycle = open_cycle(case, on=on)
    cycle.verified_on = on if was_verified else None
    set_clock(case, cycle)
    return cycle.answer_due
