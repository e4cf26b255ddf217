"""What time does to a case, each morning: released, resumed, climbed.

Every command here may run twice: it looks at what is stored, never at when it ran last.
"""

import json
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import IS_OPEN, Complaint, Event
from portal.complaints.pausing import end_pause
from portal.complaints.placing import theirs
from portal.complaints.rules.clock import days_late
from portal.complaints.rules.waiting import superiors_due
from portal.complaints.rules.words import Desk, State, Step
from portal.complaints.searching import index_words
from portal.complaints.turns import Conditions, Known, still, write_down_all
from portal.database import command, db
from portal.organisation.models import Unit
from portal.organisation.tree import units_above


def unreleased(today: date) -> Conditions:
    """Cases of an earlier day that no desk has seen: the day is all that is known of them."""
    return (Complaint.released_on.is_(None), Complaint.filed_on < today)


@command
def release_cases(actor: Actor, *, cases: Sequence[int], today: date) -> int:
    """Lay what was filed without a name on the desks, all of a day at once (domain.md §3)."""
    actor.demand(Permission.OPERATE)
    released = still(cases, unreleased(today))
    for case in released:
        case.released_on = today
        index_words(case)
        write_step(case, Step.RELEASED, actor=actor, on=today, is_public=False)
    return write_down_all(actor, "release_cases", today, [case.number for case in released])


def waited_out(today: date) -> Conditions:
    """Cases whose reporter was asked and whose clock runs again from today on, or did before."""
    return (Complaint.state == State.WAITING, Complaint.waits_until <= today)


@command
def resume_clocks(actor: Actor, *, cases: Sequence[int], today: date) -> int:
    """End pauses at their limit: the case goes on where it stood, answered or not."""
    actor.demand(Permission.OPERATE)
    known, resumed = Known(), still(cases, waited_out(today))
    for case in resumed:
        cycle = current_cycle(case)
        end_pause(case, on=case.waits_until or today)
        case.state = State.IN_PROGRESS if cycle.verified_on else State.RECEIVED
        found = set_clock(case, cycle, known.week(cycle.unit_id))
        facts = {"due": found.due.isoformat()} if found else {}
        write_step(case, Step.RESUMED, actor=actor, on=today, facts=facts)
    return write_down_all(actor, "resume_clocks", today, [case.number for case in resumed])


def late(today: date) -> Conditions:
    """Open cases whose day has passed, on the desk of a unit.

    No superior can open what lies with the coordinator or the inspector: to climb there would
    tell the reporter what is not so. Those desks are told by mail (telling.py).
    """
    return (
        Complaint.desk == Desk.UNIT,
        IS_OPEN,
        Complaint.next_due_on < today,
        Complaint.released_on.is_not(None),
    )


@command
def escalate_cases(actor: Actor, *, cases: Sequence[int], today: date) -> int:
    """Show late cases to the next superior, after each further term to the one above."""
    actor.demand(Permission.OPERATE)
    known, climbed = Known(), []
    for case in still(cases, late(today)):
        superior = _superior(case, known, today)
        due = case.next_due_on.isoformat() if case.next_due_on else ""
        if superior is None or (superior, due) == (case.escalated_to_id, _escalated_for(case)):
            continue
        case.escalated_to_id = superior
        facts = {"unit": db.session.get_one(Unit, superior).name, "due": due}
        write_step(case, Step.ESCALATED, actor=actor, on=today, facts=facts)
        climbed.append(case.number)
    return write_down_all(actor, "escalate_cases", today, climbed)


def _superior(case: Complaint, known: Known, today: date) -> int | None:
    """The unit whose head is to look; never one whom the case is about, or whom they command."""
    if case.next_due_on is None:
        return None
    unit_id = current_cycle(case).unit_id
    days = days_late(case.next_due_on, today, known.week(unit_id))
    steps = superiors_due(days, known.limits(case.rule_set_id).first_step_days)
    closed = theirs(case, today)
    above = [unit for unit in units_above(unit_id)[1:] if unit not in closed]
    return above[:steps][-1] if above[:steps] else None


def _escalated_for(case: Complaint) -> str:
    """The day that had passed when the case climbed last: a later one is lateness anew."""
    query = (
        sa.select(Event.facts)
        .where(Event.complaint_id == case.id, Event.step == Step.ESCALATED)
        .order_by(Event.number.desc())
        .limit(1)
    )
    facts = db.session.execute(query).scalar()
    return str(json.loads(facts).get("due", "")) if facts else ""
