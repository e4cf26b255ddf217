"""Where a clerk may write down a complaint, and what can be chosen there."""

from dataclasses import dataclass

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.organisation.models import Counter, Officer, Service, Unit

ENTER = Permission.ENTER_CASES


@dataclass(frozen=True, slots=True)
class EntryUnit:
    """A unit in reach."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A counter, a service or an officer of the unit; `is_free` of a service alone."""

    id: int
    label: str
    is_free: bool | None = None


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """A unit with what a complaint about it may name."""

    unit_id: int
    code: str
    name: str
    counters: tuple[Choice, ...]
    services: tuple[Choice, ...]
    officers: tuple[Choice, ...]

    def is_free(self, service_id: int | None) -> bool | None:
        """Is the chosen service free by its tariff? Unknown where none was chosen."""
        return next((one.is_free for one in self.services if one.id == service_id), None)


def units_to_enter(actor: Actor) -> tuple[EntryUnit, ...]:
    """Units in reach and in use, by name."""
    actor.demand(ENTER)
    query = sa.select(Unit.code, Unit.name).where(Unit.retired_on.is_(None), *_in_reach(actor))
    rows = db.session.execute(query.order_by(Unit.name, Unit.code))
    return tuple(EntryUnit(row.code, row.name) for row in rows)


def place_to_enter(actor: Actor, code: str) -> EntryPlace:
    """The unit of a code; NotFound outside the reach."""
    actor.demand(ENTER)
    query = sa.select(Unit.id, Unit.name).where(
        Unit.code == code, Unit.retired_on.is_(None), *_in_reach(actor)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    return EntryPlace(
        row.id, code, row.name, _counters(row.id), _services(row.id), _officers(row.id)
    )


def _in_reach(actor: Actor) -> list[sa.ColumnElement[bool]]:
    reach = actor.reach(ENTER)
    return [] if reach is None else [Unit.id.in_(reach)]


def _counters(unit_id: int) -> tuple[Choice, ...]:
    query = (
        sa.select(Counter.id, Counter.number, Counter.name)
        .where(Counter.unit_id == unit_id, Counter.closed_on.is_(None))
        .order_by(sa.func.length(Counter.number), Counter.number)
    )
    rows = db.session.execute(query)
    return tuple(Choice(row.id, f"{row.number} · {row.name}") for row in rows)


def _services(unit_id: int) -> tuple[Choice, ...]:
    query = (
        sa.select(Service.id, Service.name, Service.tariff)
        .where(Service.unit_id == unit_id, Service.retired_on.is_(None))
        .order_by(Service.name, Service.id)
    )
    rows = db.session.execute(query)
    return tuple(Choice(row.id, row.name, row.tariff == "gratis") for row in rows)


def _officers(unit_id: int) -> tuple[Choice, ...]:
    query = (
        sa.select(Officer.id, Officer.name, Officer.position)
        .where(Officer.unit_id == unit_id, Officer.left_on.is_(None))
        .order_by(Officer.name, Officer.id)
    )
    rows = db.session.execute(query)
    return tuple(
        Choice(row.id, f"{row.name}, {row.position}" if row.position else row.name) for row in rows
    )
