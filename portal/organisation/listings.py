"""What stands in the organisation's tables, in the terms of its sheets.

The imports compare with these facts and the exports write them, so that a file read back
changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.authority import Actor, Permission
from portal.database import db
from portal.organisation.models import (
    ActingAppointment,
    Counter,
    CounterCode,
    CounterService,
    Duty,
    Location,
    Officer,
    Served,
    Service,
    Unit,
)
from portal.organisation.rules.facts import (
    ActingFacts,
    CounterFacts,
    DutyFacts,
    LocationFacts,
    OfficerFacts,
    ServedFacts,
    ServiceFacts,
    UnitFacts,
)
from portal.organisation.rules.tariff import Tariff, TariffWord

_OFFICER_KEY = sa.func.coalesce(Officer.nip, Officer.internal_id)
_BY_NUMBER = (sa.func.length(Counter.number), Counter.number)


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, both ends included; None is open."""

    first: date | None = None
    last: date | None = None

    def of(self, column: sa.SQLColumnExpression[date]) -> list[sa.ColumnElement[bool]]:
        """The conditions that keep a date column inside the span."""
        conditions = []
        if self.first is not None:
            conditions.append(column >= self.first)
        if self.last is not None:
            conditions.append(column <= self.last)
        return conditions


EVERY_DAY = Days()

Only = Sequence[sa.ColumnElement[bool]]
"""Further conditions of a listing: the filter of a page."""


def in_reach(actor: Actor, unit_id: sa.SQLColumnExpression[int]) -> list[sa.ColumnElement[bool]]:
    """The condition that keeps a listing to the units this actor administers."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    reach = actor.reach(Permission.MANAGE_ORGANISATION)
    return [] if reach is None else [unit_id.in_(reach)]


def reaches_all(actor: Actor) -> bool:
    """Does this actor administer every unit? So does a role held at the root of the tree."""
    reach = actor.reach(Permission.MANAGE_ORGANISATION)
    if reach is None:
        return True
    outside = sa.select(Unit.id).where(Unit.id.not_in(reach)).limit(1)
    return db.session.execute(outside).first() is None


def _rows(query: sa.Select[Any], *conditions: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    return db.session.execute(query.where(*conditions)).all()


def listed_units(actor: Actor, only: Only = ()) -> dict[int, UnitFacts]:
    """The units in reach by their id, in the order of the codes."""
    above = aliased(Unit)
    query = (
        sa.select(Unit.id, Unit.code, Unit.name, above.code, Unit.kind)
        .add_columns(Unit.work_days, Unit.contact, Unit.retired_on)
        .outerjoin(above, above.id == Unit.parent_id)
        .order_by(Unit.code)
    )
    return {row[0]: UnitFacts(*row[1:]) for row in _rows(query, *in_reach(actor, Unit.id), *only)}


def listed_locations(actor: Actor, only: Only = ()) -> dict[int, LocationFacts]:
    """Every location by its id, in the order of the codes: they belong to no unit."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    query = (
        sa.select(Location.id, Location.code, Location.name, Location.kind, Location.address)
        .add_columns(Location.held_on, Location.hours, Location.retired_on)
        .order_by(Location.code)
    )
    return {row[0]: LocationFacts(*row[1:]) for row in _rows(query, *only)}


def listed_services(actor: Actor, only: Only = ()) -> dict[int, ServiceFacts]:
    """The services in reach by their id, in the order of the codes."""
    query = (
        sa.select(Service.id, Service.code, Service.name, Unit.code, Service.name_en)
        .add_columns(Service.tariff, Service.rupiah, Service.retired_on)
        .join(Unit, Unit.id == Service.unit_id)
        .order_by(Service.code)
    )
    return {
        row[0]: ServiceFacts(
            code=row[1],
            name=row[2],
            unit=row[3],
            name_en=row[4],
            tariff=Tariff(TariffWord(row[5]), row[6]),
            retired_on=row[7],
        )
        for row in _rows(query, *in_reach(actor, Service.unit_id), *only)
    }


def listed_counters(actor: Actor, only: Only = ()) -> dict[int, CounterFacts]:
    """The counters in reach by their id with their current code, by units and numbers."""
    rows = _rows(_counters(), *in_reach(actor, Counter.unit_id), *only)
    services = _services_of_counters()
    return {
        row.id: CounterFacts(
            unit=row.unit,
            number=row.number,
            name=row.name,
            name_en=row.name_en,
            location=row.location,
            services=services.get(row.id, ()),
            closed_on=row.closed_on,
            successor=(row.successor_unit, row.successor) if row.successor else None,
            code=row.code or "",
        )
        for row in rows
    }


def _counters() -> sa.Select[Any]:
    successor, successor_unit = aliased(Counter), aliased(Unit)
    is_current = sa.and_(CounterCode.counter_id == Counter.id, CounterCode.is_current)
    return (
        sa.select(Counter.id, Unit.code.label("unit"), Counter.number, Counter.name)
        .add_columns(Counter.name_en, Location.code.label("location"), Counter.closed_on)
        .add_columns(successor_unit.code.label("successor_unit"))
        .add_columns(successor.number.label("successor"), CounterCode.code)
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(Location, Location.id == Counter.location_id)
        .outerjoin(CounterCode, is_current)
        .outerjoin(successor, successor.id == Counter.successor_id)
        .outerjoin(successor_unit, successor_unit.id == successor.unit_id)
        .order_by(Unit.code, *_BY_NUMBER)
    )


def _services_of_counters() -> dict[int, tuple[str, ...]]:
    query = (
        sa.select(CounterService.counter_id, Service.code)
        .join(Service, Service.id == CounterService.service_id)
        .order_by(CounterService.counter_id, Service.code)
    )
    rows = groupby(_rows(query), key=itemgetter(0))
    return {counter_id: tuple(sorted(row[1] for row in found)) for counter_id, found in rows}


def listed_officers(actor: Actor, only: Only = ()) -> dict[int, OfficerFacts]:
    """The officers in reach by their id, in the order of units and names."""
    query = (
        sa.select(Officer.id, Officer.nip, Officer.internal_id, Officer.name, Unit.code)
        .add_columns(Officer.kind, Officer.call_name, Officer.shows_name, Officer.position)
        .add_columns(Officer.left_on)
        .join(Unit, Unit.id == Officer.unit_id)
        .order_by(Unit.code, Officer.name, Officer.id)
    )
    return {
        row[0]: OfficerFacts(*row[1:])
        for row in _rows(query, *in_reach(actor, Officer.unit_id), *only)
    }


def listed_acting(actor: Actor, only: Only = ()) -> dict[int, ActingFacts]:
    """The acting appointments in reach by their id, in the order of units and days."""
    query = (
        sa.select(ActingAppointment.id, _OFFICER_KEY, Unit.code, ActingAppointment.decree)
        .add_columns(ActingAppointment.kind, ActingAppointment.starts_on)
        .add_columns(ActingAppointment.ends_on, ActingAppointment.position)
        .join(Officer, Officer.id == ActingAppointment.officer_id)
        .join(Unit, Unit.id == ActingAppointment.unit_id)
        .order_by(Unit.code, ActingAppointment.starts_on, ActingAppointment.id)
    )
    return {
        row[0]: ActingFacts(*row[1:])
        for row in _rows(query, *in_reach(actor, ActingAppointment.unit_id), *only)
    }


def listed_roster(actor: Actor, days: Days = EVERY_DAY) -> dict[int, DutyFacts]:
    """The duties of a span of days by their id, in the order of days and counters."""
    return listed_duties(actor, days.of(Duty.on_date))


def listed_duties(actor: Actor, only: Only = ()) -> dict[int, DutyFacts]:
    """The duties at counters in reach by their id, in the order of days and counters."""
    query = (
        sa.select(Duty.id, _OFFICER_KEY, Unit.code, Counter.number, Duty.on_date)
        .add_columns(Duty.starts_at, Duty.ends_at, Duty.desk)
        .join(Officer, Officer.id == Duty.officer_id)
        .join(Counter, Counter.id == Duty.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .order_by(Duty.on_date, Unit.code, *_BY_NUMBER, Duty.starts_at, Duty.id)
    )
    rows = _rows(query, *in_reach(actor, Counter.unit_id), *only)
    return {row[0]: DutyFacts(*row[1:]) for row in rows}


def listed_served(actor: Actor, days: Days = EVERY_DAY) -> list[ServedFacts]:
    """People served in a span of days, in the order of days and counters."""
    query = (
        sa.select(Unit.code, Counter.number, Served.on_date, Served.number)
        .join(Counter, Counter.id == Served.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(*days.of(Served.on_date))
        .order_by(Served.on_date, Unit.code, *_BY_NUMBER)
    )
    return [ServedFacts(*row) for row in _rows(query, *in_reach(actor, Counter.unit_id))]
