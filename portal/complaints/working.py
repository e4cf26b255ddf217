"""Two people on one case: whoever takes it up says so, and the next one is warned.

Opening a page says nothing (GET changes nothing): "Saya kerjakan" is a button. What two people
send all the same meets the version of the case (cases.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.authority import Actor, Permission
from portal.complaints.cases import case_to_change, write_down
from portal.complaints.models import Complaint, Working
from portal.complaints.reach import visible
from portal.database import command, db

NEEDS = Permission.TRIAGE_CASES
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who has the case in hand, since when."""

    name: str
    since: datetime
    is_me: bool


@command
def take_up(actor: Actor, *, number: str, at: datetime) -> None:
    """Say that one works on the case now; said again, it begins anew."""
    case = case_to_change(actor, number, NEEDS)
    if actor.person_id is None:
        return
    _forget_old(at)
    row = db.session.get(Working, (case.id, actor.person_id))
    if row is None:
        db.session.add(Working(complaint_id=case.id, person_id=actor.person_id, seen_at=at))
    else:
        row.seen_at = at
    write_down(actor, "take_up_case", case)


@command
def lay_down(actor: Actor, *, number: str) -> None:
    """Say that one is done with it for now."""
    case = case_to_change(actor, number, NEEDS)
    if actor.person_id is not None:
        put_down(case.id, actor.person_id)
    write_down(actor, "lay_down_case", case)


def put_down(complaint_id: int, person_id: int) -> None:
    """In a command: this person has finished what they took the case up for."""
    db.session.execute(
        sa.delete(Working).where(
            Working.complaint_id == complaint_id, Working.person_id == person_id
        )
    )


def _forget_old(at: datetime) -> None:
    """Who had what in hand yesterday is nobody's business."""
    db.session.execute(sa.delete(Working).where(Working.seen_at < at - timedelta(days=1)))


def people_at_work(actor: Actor, number: str, at: datetime) -> tuple[AtWork, ...]:
    """Whoever took the case up in the last 15 minutes, the latest first."""
    actor.demand(NEEDS)
    query = (
        sa.select(Person.name, Working.seen_at, Working.person_id == actor.person_id)
        .select_from(Working)
        .join(Person, Person.id == Working.person_id)
        .join(Complaint, Complaint.id == Working.complaint_id)
        .where(Complaint.number == number, visible(actor), Working.seen_at > at - FRESH)
        .order_by(Working.seen_at.desc(), Person.name)
    )
    return tuple(AtWork(name, since, bool(me)) for name, since, me in db.session.execute(query))
