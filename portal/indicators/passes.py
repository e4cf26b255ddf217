"""The set-based passes over one month's ratings: grouped in SQL, rolled up to every subject.

One pass serves units, locations, counters and services at once: the patterns of marks by place,
day and status. Their sums are added where they are smallest, in each cell, and only then
for every subject above it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.feedback.models import Rating, Status
from portal.feedback.rules.answers import rating_id
from portal.indicators.patterns import (
    MARKS,
    VECTOR_ONLY,
    added,
    channels,
    complete_vector,
    moments,
    patterns_column,
    vector,
)
from portal.indicators.subjects import Places, SubjectKey, served_at_counters
from portal.indicators.sums import Sums, Vector, add_counts
from portal.month import Month

BATCH = 2_000

Cell = tuple[Any, ...]  # ids of unit, location, counter, service
CELL = (Rating.unit_id, Rating.location_id, Rating.counter_id, Rating.service_id)


def shared_counters(cells: Iterable[Cell]) -> frozenset[int]:
    """Counters whose answers belong to several units (a desk of an MPP serves many agencies).

    Such a counter is no part of one unit: subtracting it would mix the answers of others in,
    so it is neither public nor in a nightly release; its answers are, unit by unit.
    """
    homes: dict[int, set[int]] = {}
    for unit, _location, counter, _service in cells:
        if counter is not None:
            homes.setdefault(counter, set()).add(unit)
    return frozenset(counter for counter, units in homes.items() if len(units) > 1)


def in_month(month: Month) -> sa.ColumnElement[bool]:
    """The ratings of a month: one range of keys (their ids are random only inside it)."""
    first, after = rating_id(str(month), 0), rating_id(str(month.next()), 0)
    return sa.and_(Rating.id >= first, Rating.id < after)


def month_sums(connection: sa.Connection, month: Month, places: Places) -> "MonthSums":
    """The sums of every unit (with all below it), location, counter and service with answers."""
    found = MonthSums(places)
    _roll_up(_packed_cells(connection, month), found)
    _add_people(connection, month, found)
    _add_served(connection, month, found)
    return found


def fingerprint(connection: sa.Connection, month: Month) -> tuple[Any, ...]:
    """Equal before and after, if no rating of the month came, went or changed in between."""
    facts = (*CELL, Rating.officer_id, Rating.overall, *MARKS)
    sums = (sa.func.sum(fact) for fact in facts)
    spread = sa.func.sum(Rating.id % 1_000_003)
    query = sa.select(Rating.status, sa.func.count(), spread, *sums).where(in_month(month))
    rows = connection.execute(query.group_by(Rating.status).order_by(Rating.status))
    return tuple(tuple(row) for row in rows)


@dataclass(slots=True)
class MonthSums:
    """The sums of a month by subject, and the counted ones by cell (unit, location, counter,
    service), which suppression needs.
    """

    places: Places
    sums: dict[SubjectKey, Sums] = field(default_factory=dict)
    cells: dict[Cell, Vector] = field(default_factory=dict)

    def of(self, key: SubjectKey) -> Sums:
        if key not in self.sums:
            self.sums[key] = Sums()
        return self.sums[key]


@dataclass(slots=True)
class _Packed:
    """Sums while they are added (see portal.indicators.patterns)."""

    days: dict[date, int] = field(default_factory=dict)
    counted: int = 0
    complete: int = 0
    flagged: int = 0

    def add(self, other: "_Packed") -> None:
        for day, packed in other.days.items():
            self.days[day] = self.days.get(day, 0) + packed
        self.counted += other.counted
        self.complete += other.complete
        self.flagged += other.flagged

    def unpacked(self) -> Sums:
        return Sums(
            days={day.isoformat(): vector(packed) for day, packed in self.days.items()},
            complete=complete_vector(self.complete),
            flagged=vector(self.flagged),
            moments=moments(self.counted),
            channels=channels(self.counted),
        )


def _packed_cells(connection: sa.Connection, month: Month) -> dict[Cell, _Packed]:
    found: dict[Cell, _Packed] = {}
    for *cell, day, status, patterns in rows_of(connection, _pattern_query(month)):
        sums = found.setdefault(tuple(cell), _Packed())
        packed, complete = added(patterns)
        if status == Status.COUNTS:
            sums.days[day] = sums.days.get(day, 0) + (packed & VECTOR_ONLY)
            sums.counted += packed
            sums.complete += complete
        else:
            sums.flagged += packed
    return found


def _pattern_query(month: Month) -> sa.Select[Any]:
    keys = (*CELL, Rating.received_on, Rating.status)
    return (
        sa.select(*keys, patterns_column())
        .where(in_month(month), Rating.status != Status.STRUCK)
        .group_by(*keys)
    )


def _roll_up(cells: dict[Cell, _Packed], found: MonthSums) -> None:
    packed: dict[SubjectKey, _Packed] = {}
    for cell, sums in cells.items():
        if sums.counted:
            found.cells[cell] = vector(sums.counted)
        for key in found.places.subjects_of(*cell):
            packed.setdefault(key, _Packed()).add(sums)
    found.sums.update((key, sums.unpacked()) for key, sums in packed.items())


def _add_people(connection: sa.Connection, month: Month, found: MonthSums) -> None:
    """How many counted answers each known officer has at a counter and in a service."""
    keys = (Rating.counter_id, Rating.service_id, Rating.officer_id)
    query = (
        sa.select(*keys, sa.func.count())
        .where(in_month(month), Rating.status == Status.COUNTS, Rating.officer_id.is_not(None))
        .group_by(*keys)
    )
    for counter, service, officer, number in rows_of(connection, query):
        for kind, thing in (("counter", counter), ("service", service)):
            if thing is not None:
                add_counts(found.of(SubjectKey(kind, thing)).people, {str(officer): number})


def _add_served(connection: sa.Connection, month: Month, found: MonthSums) -> None:
    """Visits counted; a unit or location knows its own only if all its counters in use do."""
    served = served_at_counters(connection, month)
    answered = {cell[2] for cell in found.cells if cell[2] is not None}
    numbers: dict[SubjectKey, list[int | None]] = {}
    for counter in served.keys() | answered:
        for key in found.places.subjects_of_counter(counter):
            numbers.setdefault(key, []).append(served.get(counter))
    for key, known in numbers.items():
        complete = [number for number in known if number is not None]
        found.of(key).served = sum(complete) if len(complete) == len(known) else None


def rows_of(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    """The groups of a pass, in batches. No server-side cursor: PostgreSQL would then refuse to
    work on the grouping with several processes, and there are far fewer groups than answers.
    """
    yield from connection.execute(query).yield_per(BATCH)
