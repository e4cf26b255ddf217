"""The desk's list: what is to be done, by the day it is due, and how many of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.authority import Actor, Permission
from portal.complaints.models import Complaint, Cycle
from portal.complaints.queues import COUNTED, Chosen, Queue, Tally, is_in, narrowed, tallies, total
from portal.complaints.reach import visible
from portal.complaints.rules.countdown import (
    Countdown,
    Dates,
    Group,
    WorkWeek,
    countdown,
    group_of,
)
from portal.complaints.searching import NEWEST_FIRST, newest, newest_found
from portal.database import db
from portal.listing import Asked, Listed
from portal.organisation.models import Counter, Holiday, RuleSet, Unit

TRIAGE = Permission.TRIAGE_CASES
# Of finished cases and of finds so many are counted and paged; whoever needs more asks narrower.
MOST_FOUND = 1_000
BY_DAY = (
    sa.nulls_last(Complaint.next_due_on),
    sa.nulls_last(Complaint.waits_until),
    Complaint.id,
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as the list shows it; never who reported it."""

    number: str
    version: int
    title: str
    counter: str
    unit: str
    kind: str
    klass: str | None
    state: str
    assignee: str
    filed_on: date
    is_appeal: bool
    is_urgent: bool
    group: Group
    clock: Countdown


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that has open cases in reach."""

    id: int
    code: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Day:
    """The sentence of the day; `open_work` is the number beside "Meja"."""

    open_work: int
    late: int
    due_today: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the list, and the numbers around it; all of them within the actor's reach.

    `day` is of all open cases, whatever the list is narrowed to. `is_cut`: there are more than
    are counted.
    """

    listed: Listed[CaseLine]
    day: Day
    queues: dict[Queue, int]
    classes: dict[str, int]
    units: tuple[Place, ...]
    groups: dict[Group, int]
    is_cut: bool = False


def inbox(actor: Actor, asked: Asked, chosen: Chosen, today: date) -> Inbox:
    """What this person may see of what they asked for; a search looks at closed cases too."""
    actor.demand(TRIAGE)
    found = tallies(actor, today)
    if asked.search:
        listed, is_cut = _found(actor, asked, today)
    elif chosen.queue is Queue.ALL:
        listed, is_cut = _finished_too(actor, asked, chosen, today)
    else:
        listed, is_cut = _open(actor, asked, chosen, today, total(found, chosen)), False
    return Inbox(
        listed=listed,
        day=_day(found),
        queues={queue: total(found, replace(chosen, queue=queue)) for queue in COUNTED},
        classes=_classes(found, chosen),
        units=_units(found, chosen),
        groups={group: _in_group(found, chosen, group) for group in Group},
        is_cut=is_cut,
    )


def _day(found: Sequence[Tally]) -> Day:
    numbers = (total(found, Chosen(queue)) for queue in (Queue.OPEN, Queue.LATE, Queue.TODAY))
    return Day(*numbers)


def _open(actor: Actor, asked: Asked, chosen: Chosen, today: date, number: int) -> Listed[CaseLine]:
    """By the day that is due; whatever waits for its reporter last, by the end of the waiting."""
    asked = asked.within(number)
    query = sa.select(Complaint.id).where(*narrowed(actor, chosen, today)).order_by(*BY_DAY)
    page = query.limit(asked.size).offset(asked.offset)
    ids = list(db.session.execute(page).scalars())
    return Listed(_read(_lines(ids).order_by(*BY_DAY), today), number, asked)


def _finished_too(
    actor: Actor, asked: Asked, chosen: Chosen, today: date
) -> tuple[Listed[CaseLine], bool]:
    ids = newest(*narrowed(actor, chosen, today)).limit(MOST_FOUND + 1)
    return _of_these(asked, today, list(db.session.execute(ids).scalars()))


def _found(actor: Actor, asked: Asked, today: date) -> tuple[Listed[CaseLine], bool]:
    ids = newest_found([visible(actor)], asked.search, MOST_FOUND + 1)
    return _of_these(asked, today, ids)


def _of_these(asked: Asked, today: date, ids: Sequence[int]) -> tuple[Listed[CaseLine], bool]:
    """The page that was asked for, of no more than are paged."""
    number = min(len(ids), MOST_FOUND)
    asked = asked.within(number)
    page = ids[:number][asked.offset : asked.offset + asked.size]
    rows = _read(_lines(page).order_by(*NEWEST_FIRST), today)
    return Listed(rows, number, asked), len(ids) > MOST_FOUND


def unit_asked(code: str) -> int | None:
    """The unit of this code; None where there is none, and then the list is not narrowed."""
    return db.session.execute(sa.select(Unit.id).where(Unit.code == code)).scalar()


def _classes(found: Sequence[Tally], chosen: Chosen) -> dict[str, int]:
    wide = replace(chosen, klass="", queue=_counted(chosen.queue))
    return _summed({one.klass: 0 for one in found}, [o for o in found if is_in(o, wide)])


def _summed(start: dict[str, int], found: Sequence[Tally]) -> dict[str, int]:
    for one in found:
        start[one.klass] += one.number
    return start


def _counted(queue: Queue) -> Queue:
    """Finished cases are not counted: there the numbers are those of open work."""
    return queue if queue in COUNTED else Queue.OPEN


def _units(found: Sequence[Tally], chosen: Chosen) -> tuple[Place, ...]:
    wide = replace(chosen, unit_id=None, queue=_counted(chosen.queue))
    numbers = {one.unit_id: 0 for one in found}
    for one in found:
        numbers[one.unit_id] += one.number if is_in(one, wide) else 0
    query = sa.select(Unit.id, Unit.code, Unit.name).where(Unit.id.in_(numbers)).order_by(Unit.name)
    rows = db.session.execute(query).all()
    return tuple(Place(row.id, row.code, row.name, numbers[row.id]) for row in rows)


def _in_group(found: Sequence[Tally], chosen: Chosen, group: Group) -> int:
    return total([one for one in found if one.group is group], chosen)


def _lines(ids: Sequence[int]) -> sa.Select[Any]:
    own = (
        *(Complaint.number, Complaint.version, Complaint.title, Complaint.kind, Complaint.klass),
        *(Complaint.state, Complaint.filed_on, Complaint.is_appeal, Complaint.is_urgent),
        *(Complaint.next_due_on, Complaint.answered_on, Complaint.closed_on),
    )
    clock = (Cycle.answer_due, Cycle.verified_on, Cycle.explanation, RuleSet.verification_days)
    return (
        sa.select(
            *(*own, *clock),
            Unit.name.label("unit"),
            Unit.work_days,
            Counter.number.label("counter_number"),
            Counter.name.label("counter_name"),
            Person.name.label("assignee"),
        )
        .join(Unit, Unit.id == Complaint.handling_unit_id)
        .join(RuleSet, RuleSet.id == Complaint.rule_set_id)
        .join(Cycle, sa.and_(Cycle.complaint_id == Complaint.id, Cycle.number == Complaint.cycle))
        .outerjoin(Counter, Counter.id == Complaint.counter_id)
        .outerjoin(Person, Person.id == Complaint.assignee_id)
        .where(Complaint.id.in_(ids))
    )


def _read(query: sa.Select[Any], today: date) -> tuple[CaseLine, ...]:
    rows = db.session.execute(query).all()
    holidays = frozenset(db.session.execute(sa.select(Holiday.on_date)).scalars())
    return tuple(_line(row, holidays, today) for row in rows)


def _line(row: sa.Row[Any], holidays: frozenset[date], today: date) -> CaseLine:
    dates = Dates(
        state=row.state,
        next_due_on=row.next_due_on,
        answer_due=row.answer_due,
        ended_on=row.closed_on or row.answered_on,
        verified_on=row.verified_on,
        verification_days=row.verification_days,
        explanation=row.explanation,
    )
    return CaseLine(
        number=row.number,
        version=row.version,
        title=row.title,
        counter=row.counter_number or row.counter_name or "",
        unit=row.unit,
        kind=row.kind,
        klass=row.klass,
        state=row.state,
        assignee=row.assignee or "",
        filed_on=row.filed_on,
        is_appeal=row.is_appeal,
        is_urgent=row.is_urgent,
        group=group_of(row.next_due_on, today),
        clock=countdown(dates, WorkWeek(row.work_days, holidays), today),
    )
