"""When the calendar changes, the dates of open cases move and their reporters read why.

Closed and answered cases keep the dates they had (domain.md §3). Which calendar the open cases
stand on is noted in the trail: while it is the same, nothing is looked at.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.audit.commands import record
from portal.audit.models import AuditEntry, AuditValue
from portal.authority import Actor, Permission
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import IS_OPEN, Complaint, Cycle
from portal.complaints.rules.clock import Deadline, Week
from portal.complaints.rules.explaining import from_json
from portal.complaints.rules.waiting import calendar_changes
from portal.complaints.rules.words import Step
from portal.complaints.turns import Conditions, Known, still, write_down_all
from portal.database import command, db
from portal.organisation.models import Holiday, Unit

SUBJECT = "complaints:calendar"
NOTED = "note_calendar"


def calendar_digest() -> str:
    """A digest of all that dates are counted by: days without service, and each unit's week."""
    columns = (Holiday.on_date, Holiday.name, Holiday.decree, Holiday.kind)
    days = db.session.execute(sa.select(*columns).order_by(Holiday.on_date)).all()
    weeks = db.session.execute(sa.select(Unit.id, Unit.work_days).order_by(Unit.id)).all()
    said = repr(
        (
            [tuple(map(str, row)) for row in days],
            [tuple(row) for row in weeks],
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()


def noted_digest() -> str:
    """The calendar on which open cases stand; empty before the first time."""
    newest = (
        sa.select(AuditValue.content)
        .join(AuditEntry, AuditEntry.sequence == AuditValue.sequence)
        .where(AuditEntry.subject == SUBJECT, AuditEntry.action == NOTED)
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    )
    content = db.session.execute(newest).scalar()
    return str(json.loads(content)["after"]["digest"]) if content else ""


def running() -> Conditions:
    """Cases whose dates can still move."""
    return (IS_OPEN,)


@command
def recalculate_cases(actor: Actor, *, cases: Sequence[int], today: date) -> int:
    """Count the dates of these open cases anew; a date that moved is a step its reporter reads."""
    actor.demand(Permission.OPERATE)
    known, changed = Known(), []
    for case in still(cases, running()):
        cycle = current_cycle(case)
        if _moved(actor, case, cycle, known.week(cycle.unit_id), today):
            changed.append(case.number)
    return write_down_all(actor, "recalculate_cases", today, changed)


@command
def note_calendar(actor: Actor, *, digest: str) -> None:
    """Say that all open cases stand on this calendar now."""
    actor.demand(Permission.OPERATE)
    record(actor, action=NOTED, subject=SUBJECT, after={"digest": digest})


def _moved(actor: Actor, case: Complaint, cycle: Cycle, week: Week, today: date) -> bool:
    """Whether anything about the dates is different now."""
    before, was = cycle.explanation, (cycle.verify_due, cycle.answer_due)
    after = set_clock(case, cycle, week)
    if after is not None and before and was[1] != after.due:
        facts = _facts(from_json(before), after)
        write_step(case, Step.RECALCULATED, actor=actor, on=today, facts=facts)
    return before != cycle.explanation or was != (cycle.verify_due, cycle.answer_due)


def _facts(before: Deadline, after: Deadline) -> dict[str, object]:
    """The old and the new date, and the days of the calendar that moved it, with their decree."""
    changed = calendar_changes(before, after)
    days = [
        {"on": day.on.isoformat(), "name": day.name, "decree": day.decree, "is_off": is_off}
        for day, is_off in changed
    ]
    named = (f"{day.name} ({day.decree})" if day.decree else day.name for day, _is_off in changed)
    return {
        "before": before.due.isoformat(),
        "after": after.due.isoformat(),
        "decree": ", ".join(dict.fromkeys(named)),
        "days": days,
    }
