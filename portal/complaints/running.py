"""The running clock of one case as the desk reads it: what is due, since when it is late."""

from dataclasses import dataclass
from datetime import date

from portal.complaints.clocks import week_of
from portal.complaints.models import Complaint, Cycle
from portal.complaints.rules.clock import days_late
from portal.complaints.rules.replying import extension_fault
from portal.complaints.rules.words import State
from portal.database import db
from portal.organisation.rule_sets import time_limits
from portal.organisation.rules.working_days import add_working_days


@dataclass(frozen=True, slots=True)
class RunningClock:
    """The dates of the present run; `explanation` is how the answer's date was reached (JSON)."""

    number: int
    started_on: date
    next_due_on: date | None
    at_risk_on: date | None
    verify_due: date | None
    first_step_due: date | None
    answer_due: date | None
    extended_by: int
    may_extend: bool
    explanation: str
    days_late: int


def running_clock(case: Complaint, today: date) -> RunningClock:
    """The clock as the desk reads it on this day."""
    cycle = db.session.get_one(Cycle, (case.id, case.cycle))
    return RunningClock(
        number=cycle.number,
        started_on=cycle.started_on,
        next_due_on=case.next_due_on,
        at_risk_on=case.at_risk_on,
        verify_due=None if cycle.verified_on else cycle.verify_due,
        first_step_due=_first_step_due(case, cycle),
        answer_due=cycle.answer_due,
        extended_by=cycle.extended_by,
        may_extend=_may_extend(case, cycle, today),
        explanation=cycle.explanation,
        days_late=_days_late(case.next_due_on, cycle.unit_id, today),
    )


def _first_step_due(case: Complaint, cycle: Cycle) -> date | None:
    """By when somebody begins with a verified case; None once it is begun, and for praise."""
    if case.state != State.VERIFIED or cycle.verified_on is None or cycle.answer_due is None:
        return None
    week = week_of(cycle.unit_id)
    return add_working_days(
        cycle.verified_on,
        time_limits(case.rule_set_id).first_step_days,
        days_a_week=week.days_a_week,
        holidays=week.holidays.keys(),
    )


def _may_extend(case: Complaint, cycle: Cycle, today: date) -> bool:
    """Has the rule set days for it, not used yet, before it is late?"""
    days = time_limits(case.rule_set_id).extension_days
    due, by = cycle.answer_due, cycle.extended_by
    return extension_fault(days=days, extended_by=by, due=due, today=today) is None


def _days_late(due: date | None, unit_id: int, today: date) -> int:
    """Working days of the handling unit since the due day; 0 while there is time."""
    return 0 if due is None or today <= due else days_late(due, today, week_of(unit_id))
