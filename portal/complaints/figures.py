"""Counts of complaints by the unit that handles them, from one view of the database.

A case counts only where it is handled: one that went past a unit counts neither there nor at its
counter (domain.md §3). No officer is counted, ever.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from portal.complaints.models import Complaint, Cycle, Event
from portal.complaints.rules.tallying import Tally
from portal.complaints.rules.words import Kind, Step
from portal.month import Month


class Place(NamedTuple):
    """The handling unit, and the counter of a case that did not go past it."""

    unit_id: int
    counter_id: int | None


_COUNTER = sa.case((Complaint.is_bypassed, None), else_=Complaint.counter_id)
_IS_PRAISE = sa.func.coalesce(Complaint.klass, Complaint.kind) == Kind.APRESIASI
_SAID = (Step.CONFIRMED, Step.REOPENED, Step.APPEALED)


def month_tallies(connection: sa.Connection, month: Month) -> Mapping[Place, Tally]:
    """What happened in a month, by place; what no place had is not in it."""
    found: dict[Place, Tally] = defaultdict(Tally)
    days = (month.first_day, month.last_day)
    _count_filed(connection, days, found)
    _count_answered(connection, days, found)
    for place, step in _said(connection, days):
        _count_said(found[place], step)
    return dict(found)


def _count_filed(
    connection: sa.Connection, days: tuple[date, date], found: dict[Place, Tally]
) -> None:
    query = (
        sa.select(Cycle.unit_id, _COUNTER, _IS_PRAISE, sa.func.count())
        .select_from(Cycle)
        .join(Complaint, Complaint.id == Cycle.complaint_id)
        .where(Cycle.number == 1, Cycle.started_on.between(*days))
        .group_by(Cycle.unit_id, _COUNTER, _IS_PRAISE)
    )
    for unit, counter, is_praise, count in connection.execute(query):
        tally = found[Place(unit, counter)]
        tally.praise += count if is_praise else 0
        tally.filed += 0 if is_praise else count


def _count_answered(
    connection: sa.Connection, days: tuple[date, date], found: dict[Place, Tally]
) -> None:
    in_time = Cycle.answered_on <= Cycle.answer_due
    query = (
        sa.select(Cycle.unit_id, _COUNTER, in_time, Cycle.hours, sa.func.count())
        .select_from(Cycle)
        .join(Complaint, Complaint.id == Cycle.complaint_id)
        .where(Cycle.number == 1, Cycle.answered_on.between(*days), ~_IS_PRAISE)
        .group_by(Cycle.unit_id, _COUNTER, in_time, Cycle.hours)
    )
    for unit, counter, was_in_time, hours, count in connection.execute(query):
        tally = found[Place(unit, counter)]
        tally.answered += count
        tally.in_time += count if was_in_time else 0
        if hours is not None:
            tally.hours[hours] += count


def _said(connection: sa.Connection, days: tuple[date, date]) -> Iterator[tuple[Place, str]]:
    """What reporters said of how it ended, at the unit whose answer they speak of."""
    said = sa.select(Event.complaint_id).where(Event.step.in_(_SAID), Event.on_date.between(*days))
    query = (
        sa.select(Event.complaint_id, Event.step, Event.on_date, _COUNTER)
        .join(Complaint, Complaint.id == Event.complaint_id)
        .where(Event.step.in_(_SAID), Event.complaint_id.in_(said))
        .order_by(Event.complaint_id, Event.number)
    )
    units = _units_by_cycle(connection, said)
    cycle: dict[int, int] = defaultdict(lambda: 1)
    for complaint, step, on_date, counter in connection.execute(query):
        unit = units.get((complaint, cycle[complaint]))
        if step != Step.CONFIRMED:
            cycle[complaint] += 1
        if unit is not None and days[0] <= on_date <= days[1]:
            yield Place(unit, counter), step


def _units_by_cycle(
    connection: sa.Connection, cases: sa.Select[tuple[int]]
) -> Mapping[tuple[int, int], int]:
    query = sa.select(Cycle.complaint_id, Cycle.number, Cycle.unit_id)
    rows = connection.execute(query.where(Cycle.complaint_id.in_(cases)))
    return {(row.complaint_id, row.number): row.unit_id for row in rows}


def _count_said(tally: Tally, step: str) -> None:
    if step == Step.CONFIRMED:
        tally.solved += 1
    elif step == Step.REOPENED:
        tally.unsolved += 1
        tally.reopened += 1
    else:
        tally.appeals += 1
