"""Whom figures are about: the tree of units, locations, counters, services, officers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from portal.month import Month
from portal.organisation.models import Counter, Location, Officer, Served, Service, Unit

KINDS = ("unit", "location", "counter", "service", "officer")


class SubjectKey(NamedTuple):
    """A kind of subject and its row's id."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Named:
    """A subject as a person knows it; `unit_id` the unit it belongs to (of a unit: its parent)."""

    code: str
    name: str
    unit_id: int | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The organisation as it stands now: names, and which subjects an answer belongs to."""

    named: Mapping[SubjectKey, Named]
    location_of: Mapping[int, int | None]
    _cells: dict[tuple[int | None, ...], tuple[SubjectKey, ...]] = field(default_factory=dict)

    def lineage(self, unit_id: int) -> tuple[int, ...]:
        """A unit and all above it, itself first."""
        found: list[int] = []
        at: int | None = unit_id
        while at is not None and at not in found:
            found.append(at)
            at = self.named[SubjectKey("unit", at)].unit_id
        return tuple(found)

    def children(self, unit_id: int) -> tuple[int, ...]:
        """The units right below a unit."""
        return tuple(
            k.id for k, n in self.named.items() if k.kind == "unit" and n.unit_id == unit_id
        )

    def subjects_of(
        self, unit: int, location: int | None, counter: int | None, service: int | None
    ) -> tuple[SubjectKey, ...]:
        """Every subject that an answer given there counts for."""
        cell = (unit, location, counter, service)
        if cell not in self._cells:
            others = (("location", location), ("counter", counter), ("service", service))
            self._cells[cell] = (
                *(SubjectKey("unit", above) for above in self.lineage(unit)),
                *(SubjectKey(kind, thing) for kind, thing in others if thing is not None),
            )
        return self._cells[cell]

    def subjects_of_counter(self, counter: int) -> tuple[SubjectKey, ...]:
        """Units, location and counter: what a number served there counts for."""
        unit = self.named[SubjectKey("counter", counter)].unit_id
        if unit is None:
            return ()
        return self.subjects_of(unit, self.location_of[counter], counter, None)


def load_places(connection: sa.Connection, month: Month) -> Places:
    """Units, locations, counters and services; active ones are in use at some day of the month."""
    first = month.first_day
    named: dict[SubjectKey, Named] = {}
    locations: dict[int, int | None] = {}
    for unit in connection.execute(
        sa.select(Unit.id, Unit.code, Unit.name, Unit.parent_id, Unit.retired_on)
    ):
        active = unit.retired_on is None or unit.retired_on > first
        named[SubjectKey("unit", unit.id)] = Named(unit.code, unit.name, unit.parent_id, active)
    for place in connection.execute(
        sa.select(Location.id, Location.code, Location.name, Location.retired_on)
    ):
        active = place.retired_on is None or place.retired_on > first
        named[SubjectKey("location", place.id)] = Named(place.code, place.name, None, active)
    for service in connection.execute(
        sa.select(Service.id, Service.code, Service.name, Service.unit_id, Service.retired_on)
    ):
        active = service.retired_on is None or service.retired_on > first
        key = SubjectKey("service", service.id)
        named[key] = Named(service.code, service.name, service.unit_id, active)
    for counter in connection.execute(_COUNTERS):
        active = counter.closed_on is None or counter.closed_on > first
        code = f"{counter.unit_code}/{counter.number}"
        key = SubjectKey("counter", counter.id)
        named[key] = Named(code, counter.name, counter.unit_id, active)
        locations[counter.id] = counter.location_id
    return Places(named, locations)


_COUNTERS = sa.select(
    Counter.id,
    Counter.number,
    Counter.name,
    Counter.unit_id,
    Counter.location_id,
    Counter.closed_on,
    Unit.code.label("unit_code"),
).join(Unit, Unit.id == Counter.unit_id)


def served_at_counters(connection: sa.Connection, month: Month) -> dict[int, int]:
    """Visits counted per counter in a month; a counter without any row is not in it."""
    query = (
        sa.select(Served.counter_id, sa.func.sum(Served.number))
        .where(Served.on_date.between(month.first_day, month.last_day))
        .group_by(Served.counter_id)
    )
    return {counter: int(number) for counter, number in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as documents name one; `number` is NIP, NI PPPK, or the internal id."""

    id: int
    nip: str | None
    number: str
    name: str
    unit_id: int
    unit_code: str
    unit_name: str
    position: str


def load_officers(connection: sa.Connection, month: Month) -> dict[int, Person]:
    """Everybody in service at some day of the month, by name (never by a figure)."""
    query = (
        sa.select(
            Officer.id, Officer.nip, Officer.internal_id, Officer.handle, Officer.name,
            Officer.unit_id, Unit.code, Unit.name.label("unit_name"), Officer.position,
        )
        .join(Unit, Unit.id == Officer.unit_id)
        .where(sa.or_(Officer.left_on.is_(None), Officer.left_on > month.first_day))
        .order_by(Officer.name, Officer.id)
    )  # fmt: skip
    return {
        row.id: Person(
            id=row.id,
            nip=row.nip,
            number=row.nip or row.internal_id or row.handle,
            name=row.name,
            unit_id=row.unit_id,
            unit_code=row.code,
            unit_name=row.unit_name,
            position=row.position,
        )
        for row in connection.execute(query)
    }
