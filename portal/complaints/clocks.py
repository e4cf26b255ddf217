"""A case's running clock in the database: computed by rules/clock.py, stored with its reasons."""

from datetime import date

import sqlalchemy as sa

from portal.complaints.models import ClockPause, Complaint, Cycle
from portal.complaints.rules.clock import Deadline, Limit, Off, Pause, Week, deadline
from portal.complaints.rules.explaining import as_json
from portal.complaints.rules.words import State
from portal.database import db
from portal.organisation.models import Holiday, Unit
from portal.organisation.rule_sets import TimeLimits, time_limits

VERIFICATION = "verifikasi"
# Made once: every act on a case asks this.
_DAYS = sa.select(Unit.work_days).where(Unit.id == sa.bindparam("unit_id"))
_DAYS_OFF = sa.select(Holiday.on_date, Holiday.name, Holiday.decree, Holiday.kind)


def week_of(unit_id: int) -> Week:
    """The unit's working week with the calendar as it stands now."""
    days = db.session.execute(_DAYS, {"unit_id": unit_id}).scalar_one()
    rows = db.session.execute(_DAYS_OFF).tuples()
    return Week(days, {on: Off(name, decree, kind) for on, name, decree, kind in rows})


def open_cycle(complaint: Complaint, *, on: date) -> Cycle:
    """A new run of the clock from this day; the row is added, its dates are set."""
    cycle = Cycle(
        complaint_id=complaint.id,
        number=complaint.cycle,
        unit_id=complaint.handling_unit_id,
        started_on=on,
        explanation="",
        extended_by=0,
    )
    db.session.add(cycle)
    set_clock(complaint, cycle)
    return cycle


def current_cycle(complaint: Complaint) -> Cycle:
    """The run that counts now."""
    return db.session.get_one(Cycle, (complaint.id, complaint.cycle))


def set_clock(complaint: Complaint, cycle: Cycle, week: Week | None = None) -> Deadline | None:
    """Compute both dates anew from what is stored, and what the desk shows next.

    Call it after anything that moves them: class, pause, extension, calendar, state. None for
    praise, which starts no clock. The cycle's unit decides the week.
    """
    limits = time_limits(complaint.rule_set_id)
    week = week or week_of(cycle.unit_id)
    klass = complaint.klass or complaint.kind
    days = limits.answer_days(klass)
    if days is None:
        cycle.verify_due = cycle.answer_due = None
        cycle.explanation = ""
        complaint.next_due_on = complaint.at_risk_on = None
        return None
    pauses = pauses_of(complaint.id, cycle.number)
    verify = deadline(cycle.started_on, _verification(limits), pauses, week)
    limit = Limit(days, klass, limits.legal_basis, cycle.extended_by)
    answer = deadline(cycle.started_on, limit, pauses, week)
    cycle.verify_due, cycle.answer_due = verify.due, answer.due
    cycle.explanation = as_json(answer)
    _show_next(complaint, cycle, verify, answer)
    return answer


def _verification(limits: TimeLimits) -> Limit:
    return Limit(limits.verification_days, VERIFICATION, limits.legal_basis)


def _show_next(complaint: Complaint, cycle: Cycle, verify: Deadline, answer: Deadline) -> None:
    """What is due next on the desk: nothing while the reporter is asked or after the answer."""
    if complaint.state in (State.ANSWERED, State.CLOSED, State.WAITING):
        complaint.next_due_on = complaint.at_risk_on = None
        return
    shown = answer if cycle.verified_on else verify
    complaint.next_due_on, complaint.at_risk_on = shown.due, shown.risk


def pauses_of(complaint_id: int, cycle: int) -> tuple[Pause, ...]:
    """The rests of one run of the clock, the oldest first."""
    query = (
        sa.select(ClockPause)
        .where(ClockPause.complaint_id == complaint_id, ClockPause.cycle == cycle)
        .order_by(ClockPause.number)
    )
    rows = db.session.execute(query).scalars()
    return tuple(Pause(row.starts_on, row.ends_on, row.until, row.reason) for row in rows)
