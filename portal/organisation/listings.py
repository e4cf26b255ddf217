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


def _rows(actor: Actor, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    actor.demand(Permission.MANAGE_ORGANISATION)
    return db.session.execute(query).all()


def listed_units(actor: Actor) -> dict[int, UnitFacts]:
    """Every unit by its id, in the order of the codes."""
    above = aliased(Unit)
    query = (
        sa.select(Unit.id, Unit.code, Unit.name, above.code, Unit.kind)
        .add_columns(Unit.work_days, Unit.contact, Unit.retired_on)
        .outerjoin(above, above.id == Unit.parent_id)
        .order_by(Unit.code)
    )
    return {row[0]: UnitFacts(*row[1:]) for row in _rows(actor, query)}


def listed_locations(actor: Actor) -> dict[int, LocationFacts]:
    """Every location by its id, in the order of the codes."""
    query = (
        sa.select(Location.id, Location.code, Location.name, Location.kind, Location.address)
        .add_columns(Location.held_on, Location.hours, Location.retired_on)
        .order_by(Location.code)
    )
    return {row[0]: LocationFacts(*row[1:]) for row in _rows(actor, query)}


def listed_services(actor: Actor) -> dict[int, ServiceFacts]:
    """Every service by its id, in the order of the codes."""
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
        for row in _rows(actor, query)
    }


def listed_counters(actor: Actor) -> dict[int, CounterFacts]:
    """Every counter by its id with its current code, in the order of units and numbers."""
    query = (
        sa.select(Counter.id, Counter.successor_id, Unit.code, Counter.number, Counter.name)
        .add_columns(Counter.name_en, Location.code, Counter.closed_on, CounterCode.code)
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(Location, Location.id == Counter.location_id)
        .outerjoin(
            CounterCode, sa.and_(CounterCode.counter_id == Counter.id, CounterCode.is_current)
        )
        .order_by(Unit.code, *_BY_NUMBER)
    )
    rows = _rows(actor, query)
    services = _services_of_counters(actor)
    keys = {row[0]: (row[2], row[3]) for row in rows}
    return {
        row[0]: CounterFacts(
            unit=row[2],
            number=row[3],
            name=row[4],
            name_en=row[5],
            location=row[6],
            services=services.get(row[0], ()),
            closed_on=row[7],
            successor=keys.get(row[1]),
            code=row[8] or "",
        )
        for row in rows
    }


def _services_of_counters(actor: Actor) -> dict[int, tuple[str, ...]]:
    query = (
        sa.select(CounterService.counter_id, Service.code)
        .join(Service, Service.id == CounterService.service_id)
        .order_by(CounterService.counter_id, Service.code)
    )
    rows = groupby(_rows(actor, query), key=itemgetter(0))
    return {counter_id: tuple(sorted(row[1] for row in found)) for counter_id, found in rows}


def listed_officers(actor: Actor) -> dict[int, OfficerFacts]:
    """Every officer by their id, in the order of units and names."""
    query = (
        sa.select(Officer.id, Officer.nip, Officer.internal_id, Officer.name, Unit.code)
        .add_columns(Officer.kind, Officer.call_name, Officer.shows_name, Officer.position)
        .add_columns(Officer.left_on)
        .join(Unit, Unit.id == Officer.unit_id)
        .order_by(Unit.code, Officer.name, Officer.id)
    )
    return {row[0]: OfficerFacts(*row[1:]) for row in _rows(actor, query)}


def listed_acting(actor: Actor) -> dict[int, ActingFacts]:
    """Every acting appointment by its id, in the order of units and days."""
    query = (
        sa.select(ActingAppointment.id, _OFFICER_KEY, Unit.code, ActingAppointment.decree)
        .add_columns(ActingAppointment.kind, ActingAppointment.starts_on)
        .add_columns(ActingAppointment.ends_on, ActingAppointment.position)
        .join(Officer, Officer.id == ActingAppointment.officer_id)
        .join(Unit, Unit.id == ActingAppointment.unit_id)
        .order_by(Unit.code, ActingAppointment.starts_on, ActingAppointment.id)
    )
    return {row[0]: ActingFacts(*row[1:]) for row in _rows(actor, query)}


def listed_roster(actor: Actor, days: Days = EVERY_DAY) -> dict[int, DutyFacts]:
    """The duties of a span of days by their id, in the order of days and counters."""
    query = (
        sa.select(Duty.id, _OFFICER_KEY, Unit.code, Counter.number, Duty.on_date)
        .add_columns(Duty.starts_at, Duty.ends_at, Duty.desk)
        .join(Officer, Officer.id == Duty.officer_id)
        .join(Counter, Counter.id == Duty.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(*days.of(Duty.on_date))
        .order_by(Duty.on_date, Unit.code, *_BY_NUMBER, Duty.starts_at, Duty.id)
    )
    return {row[0]: DutyFacts(*row[1:]) for row in _rows(actor, query)}


def listed_served(actor: Actor, days: Days = EVERY_DAY) -> list[ServedFacts]:
    """People served in a span of days, in the order of days and counters."""
    query = (
        sa.select(Unit.code, Counter.number, Served.on_date, Served.number)
        .join(Counter, Counter.id == Served.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(*days.of(Served.on_date))
        .order_by(Served.on_date, Unit.code, *_BY_NUMBER)
    )
    return [ServedFacts(*row) for row in _rows(actor, query)]
