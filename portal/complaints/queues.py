"""The queues of the desk: what each holds, and how many of each, in one statement.

A queue is one condition, used by its list and by its count. All of them lie within `visible`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from portal.authority import Actor
from portal.complaints.models import IS_OPEN, Complaint
from portal.complaints.reach import visible
from portal.complaints.rules.countdown import Group, end_of_week
from portal.complaints.rules.words import State
from portal.database import db

UNCLASSIFIED = "belum"

Condition = Callable[[Actor, date], sa.ColumnElement[bool]]


class Queue(StrEnum):
    """The names of the queues, as they stand in the address."""

    OPEN = "terbuka"
    NEW = "baru"
    TODAY = "hari-ini"
    RISK = "berisiko"
    LATE = "terlambat"
    MINE = "tugas-saya"
    WAITING = "menunggu"
    APPEAL = "banding"
    ALL = "semua"


# At risk: 80 % of the time are used (rules/clock.py) and the day has not passed.
CONDITIONS: Mapping[Queue, Condition] = {
    Queue.OPEN: lambda _actor, _today: sa.true(),
    Queue.NEW: lambda _actor, _today: Complaint.state == State.RECEIVED,
    Queue.TODAY: lambda _actor, today: Complaint.next_due_on == today,
    Queue.RISK: lambda _actor, today: sa.and_(
        Complaint.at_risk_on <= today, Complaint.next_due_on >= today
    ),
    Queue.LATE: lambda _actor, today: Complaint.next_due_on < today,
    Queue.MINE: lambda actor, _today: Complaint.assignee_id == actor.person_id,
    Queue.WAITING: lambda _actor, _today: Complaint.state == State.WAITING,
    Queue.APPEAL: lambda _actor, _today: Complaint.is_appeal.is_(True),
}
COUNTED = tuple(CONDITIONS)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; empty: everything."""

    queue: Queue = Queue.OPEN
    klass: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """So many open cases of one unit, class and group that lie in the same queues."""

    unit_id: int
    klass: str
    group: Group
    queues: frozenset[Queue]
    number: int


def open_cases(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    """What is still to be done, of what this actor may see."""
    return (visible(actor), IS_OPEN)


def narrowed(actor: Actor, chosen: Chosen, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of one list."""
    found: list[sa.ColumnElement[bool]] = []
    if chosen.queue is Queue.ALL:
        found.append(visible(actor))
    else:
        found.extend((*open_cases(actor), CONDITIONS[chosen.queue](actor, today)))
    if chosen.klass:
        found.append(_of_class(chosen.klass))
    if chosen.unit_id is not None:
        found.append(Complaint.handling_unit_id == chosen.unit_id)
    return tuple(found)


def _of_class(klass: str) -> sa.ColumnElement[bool]:
    return Complaint.klass.is_(None) if klass == UNCLASSIFIED else Complaint.klass == klass


def tallies(actor: Actor, today: date) -> tuple[Tally, ...]:
    """All open cases in reach, counted once; every number of the page is a sum of these."""
    marks = [sa.case((CONDITIONS[queue](actor, today), 1), else_=0) for queue in COUNTED]
    due = Complaint.next_due_on
    group = sa.case(
        (due < today, Group.LATE),
        (due == today, Group.TODAY),
        (due <= end_of_week(today), Group.WEEK),
        else_=Group.LATER,
    )
    klass = sa.func.coalesce(Complaint.klass, UNCLASSIFIED)
    keys: tuple[sa.ColumnElement[Any], ...] = (klass, group, *marks)
    named = [key.label(f"key{place}") for place, key in enumerate(keys)]
    each = sa.select(Complaint.handling_unit_id, *named).where(*open_cases(actor)).subquery()
    query = sa.select(*each.c, sa.func.count()).group_by(*each.c)
    return tuple(_tally(row) for row in db.session.execute(query).all())


def _tally(row: Sequence[object]) -> Tally:
    unit_id, klass, group, *marks, number = row
    queues = frozenset(queue for queue, mark in zip(COUNTED, marks, strict=True) if mark)
    return Tally(int(str(unit_id)), str(klass), Group(str(group)), queues, int(str(number)))


def total(found: Sequence[Tally], chosen: Chosen) -> int:
    """How many of them are in the queue, of the class and in the unit."""
    return sum(one.number for one in found if is_in(one, chosen))


def is_in(one: Tally, chosen: Chosen) -> bool:
    """Do these cases belong to the list?"""
    return (
        chosen.queue in one.queues
        and chosen.klass in ("", one.klass)
        and chosen.unit_id in (None, one.unit_id)
    )


def open_work(actor: Actor, today: date) -> int:
    """The number beside "Meja": the same count as the list's."""
    return total(tallies(actor, today), Chosen())
