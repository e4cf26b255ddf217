"""The lists of locations, services, counters and officers: one page of them, in reach."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import db
from portal.listing import Asked, Listed
from portal.organisation.listings import in_reach
from portal.organisation.managing.narrowing import narrowing
from portal.organisation.models import (
    Counter,
    CounterCode,
    CounterService,
    Location,
    Officer,
    Service,
    Unit,
)

T = TypeVar("T")
Orders = Mapping[str, Sequence[Any]]

_BY_NUMBER = (sa.func.length(Counter.number), Counter.number)
_LOCATIONS: Orders = {"kode": (Location.code,), "nama": (Location.name, Location.id)}
_SERVICES: Orders = {
    "kode": (Service.code,),
    "nama": (Service.name, Service.id),
    "unit": (Unit.name, Service.name, Service.id),
}
_COUNTERS: Orders = {
    "unit": (Unit.name, *_BY_NUMBER, Counter.id),
    "nama": (Counter.name, Counter.id),
    "lokasi": (Location.name, Counter.id),
}
_OFFICERS: Orders = {
    "nama": (Officer.name, Officer.id),
    "unit": (Unit.name, Officer.name, Officer.id),
}
LOCATION_SORTS, SERVICE_SORTS = tuple(_LOCATIONS), tuple(_SERVICES)
COUNTER_SORTS, OFFICER_SORTS = tuple(_COUNTERS), tuple(_OFFICERS)


@dataclass(frozen=True, slots=True)
class LocationLine:
    """A location; `counters` are the open ones in reach."""

    id: int
    code: str
    name: str
    kind: str
    address: str
    held_on: date | None
    retired_on: date | None
    counters: int


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service with its unit, its tariff, and at how many open counters it is offered."""

    id: int
    code: str
    name: str
    unit: str
    tariff: str
    rupiah: int | None
    retired_on: date | None
    counters: int


@dataclass(frozen=True, slots=True)
class CounterLine:
    """A counter with its current code and how many services it offers."""

    id: int
    number: str
    name: str
    unit: str
    location: str
    code: str
    closed_on: date | None
    services: int


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer; `number` (NIP or internal id) is there only where it was asked for."""

    handle: str
    name: str
    kind: str
    unit: str
    position: str
    shows_name: bool
    left_on: date | None
    number: str


def location_list(actor: Actor, asked: Asked, today: date) -> Listed[LocationLine]:
    """All locations: they belong to no unit, and a counter of the own may stand in any."""
    standing = sa.select(sa.func.count()).where(
        Counter.location_id == Location.id,
        Counter.closed_on.is_(None),
        *in_reach(actor, Counter.unit_id),
    )
    query = sa.select(
        Location.id,
        Location.code,
        Location.name,
        Location.kind,
        Location.address,
        Location.held_on,
        Location.retired_on,
        standing.correlate(Location).scalar_subquery(),
    ).where(*narrowing("locations", asked, today))
    return _page(query, asked, _LOCATIONS, lambda row: LocationLine(*row))


def service_list(actor: Actor, asked: Asked, today: date) -> Listed[ServiceLine]:
    """The services of the units in reach."""
    offered = sa.select(sa.func.count()).where(
        CounterService.service_id == Service.id,
        CounterService.counter_id == Counter.id,
        Counter.closed_on.is_(None),
    )
    query = (
        sa.select(Service.id, Service.code, Service.name, Unit.name, Service.tariff)
        .add_columns(Service.rupiah, Service.retired_on)
        .add_columns(offered.correlate(Service).scalar_subquery())
        .join(Unit, Unit.id == Service.unit_id)
        .where(*in_reach(actor, Service.unit_id), *narrowing("services", asked, today))
    )
    return _page(query, asked, _SERVICES, lambda row: ServiceLine(*row))


def counter_list(actor: Actor, asked: Asked, today: date) -> Listed[CounterLine]:
    """The counters of the units in reach."""
    offers = sa.select(sa.func.count()).where(CounterService.counter_id == Counter.id)
    is_current = sa.and_(CounterCode.counter_id == Counter.id, CounterCode.is_current)
    query = (
        sa.select(Counter.id, Counter.number, Counter.name, Unit.name)
        .add_columns(sa.func.coalesce(Location.name, ""), sa.func.coalesce(CounterCode.code, ""))
        .add_columns(Counter.closed_on, offers.correlate(Counter).scalar_subquery())
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(Location, Location.id == Counter.location_id)
        .outerjoin(CounterCode, is_current)
        .where(*in_reach(actor, Counter.unit_id), *narrowing("counters", asked, today))
    )
    return _page(query, asked, _COUNTERS, lambda row: CounterLine(*row))


def officer_list(
    actor: Actor, asked: Asked, today: date, *, with_numbers: bool = False
) -> Listed[OfficerLine]:
    """The officers of the units in reach, by name or unit; their numbers only when asked for.

    Whoever asks for the numbers notes the look (`note_officers_seen`).
    """
    actor.demand(Permission.MANAGE_ORGANISATION)
    number = (
        sa.func.coalesce(Officer.nip, Officer.internal_id, "") if with_numbers else sa.literal("")
    )
    query = (
        sa.select(Officer.handle, Officer.name, Officer.kind, Unit.name, Officer.position)
        .add_columns(Officer.shows_name, Officer.left_on, number)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(*in_reach(actor, Officer.unit_id), *narrowing("officers", asked, today))
    )
    return _page(query, asked, _OFFICERS, lambda row: OfficerLine(*row))


def _page(
    query: sa.Select[Any], asked: Asked, orders: Orders, make: Callable[[sa.Row[Any]], T]
) -> Listed[T]:
    """One page; only what is declared in `orders` can order it."""
    counting = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    total = db.session.execute(counting).scalar_one()
    asked = asked.within(total)
    first, *rest = orders.get(asked.sort) or next(iter(orders.values()))
    first = sa.desc(first) if asked.is_descending else first
    rows = db.session.execute(query.order_by(first, *rest).limit(asked.size).offset(asked.offset))
    return Listed(tuple(make(row) for row in rows), total, asked)
