"""One thing as its page shows it: the facts, where it leads, and the fingerprint of its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import sqlalchemy as sa

from portal.authority import Actor
from portal.database import db
from portal.organisation.imports.plan import Facts
from portal.organisation.listings import (
    in_reach,
    listed_counters,
    listed_locations,
    listed_officers,
    listed_services,
    listed_units,
)
from portal.organisation.managing.changing import Listing, fingerprint, loaded
from portal.organisation.models import (
    Counter,
    CounterCode,
    Duty,
    Location,
    Officer,
    Service,
    Unit,
)
from portal.organisation.rules.facts import (
    CounterFacts,
    LocationFacts,
    OfficerFacts,
    ServiceFacts,
    UnitFacts,
)
from portal.organisation.rules.identity import next_internal_id
from portal.organisation.sharing import may_change

F = TypeVar("F", bound=Facts)


@dataclass(frozen=True, slots=True)
class Card(Generic[F]):
    """A thing: its id, what stands of it, and the fingerprint its forms carry."""

    id: int
    facts: F
    seen: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose in a form: by id or by code, with words."""

    id: int
    code: str
    name: str


def unit_card(actor: Actor, unit_id: int) -> Card[UnitFacts]:
    """A unit in reach; NotFound else."""
    return _card(listed_units, actor, Unit.id == unit_id)


def unit_above(actor: Actor, facts: UnitFacts) -> Choice | None:
    """The unit above, if it is in reach: only then can this one be moved or merged away."""
    query = sa.select(Unit.id, Unit.code, Unit.name).where(
        Unit.code == facts.parent, *in_reach(actor, Unit.id)
    )
    return next(iter(_choices(query)), None)


def location_card(actor: Actor, location_id: int) -> Card[LocationFacts]:
    """A location; anybody who administers a unit sees all of them."""
    return _card(listed_locations, actor, Location.id == location_id)


def may_change_location(actor: Actor, location_id: int) -> bool:
    """Whether all counters that stand there are in reach."""
    return may_change(actor, location_id)


def service_card(actor: Actor, service_id: int) -> Card[ServiceFacts]:
    """A service in reach; NotFound else."""
    return _card(listed_services, actor, Service.id == service_id)


def counter_card(actor: Actor, counter_id: int) -> Card[CounterFacts]:
    """A counter in reach; NotFound else."""
    return _card(listed_counters, actor, Counter.id == counter_id)


def officer_card(actor: Actor, handle: str) -> Card[OfficerFacts]:
    """An officer in reach; NotFound else. Whoever shows the number notes the look."""
    return _card(listed_officers, actor, Officer.handle == handle)


def _card(listing: Listing[F], actor: Actor, chosen: sa.ColumnElement[bool]) -> Card[F]:
    identity, facts = loaded(listing, actor, chosen)
    return Card(identity, facts, fingerprint(facts))


def old_codes(counter_id: int) -> tuple[str, ...]:
    """The earlier codes of a counter: they still lead to it."""
    query = sa.select(CounterCode.code).where(
        CounterCode.counter_id == counter_id, CounterCode.is_current.is_(False)
    )
    return tuple(db.session.execute(query.order_by(CounterCode.code)).scalars())


def location_choices(kept: str | None = None) -> tuple[Choice, ...]:
    """The locations in use, and the one that is set already."""
    usable = sa.or_(Location.retired_on.is_(None), Location.code == kept)
    query = sa.select(Location.id, Location.code, Location.name).where(usable)
    return _choices(query.order_by(Location.name, Location.id))


def service_choices(unit: str, kept: Sequence[str] = ()) -> tuple[Choice, ...]:
    """The services of a unit in use, and those of any unit that are set already."""
    usable = sa.and_(Unit.code == unit, Service.retired_on.is_(None))
    query = (
        sa.select(Service.id, Service.code, Service.name)
        .join(Unit, Unit.id == Service.unit_id)
        .where(sa.or_(usable, Service.code.in_(kept)))
    )
    return _choices(query.order_by(Service.name, Service.id))


def successor_choices(actor: Actor, counter_id: int) -> tuple[Choice, ...]:
    """The open counters in reach a closed one may lead to; those of its own unit first."""
    own = sa.select(Counter.unit_id).where(Counter.id == counter_id).scalar_subquery()
    query = (
        sa.select(Counter.id, Unit.code + " " + Counter.number, Counter.name)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(
            *in_reach(actor, Counter.unit_id), Counter.closed_on.is_(None), Counter.id != counter_id
        )
        .order_by(Counter.unit_id != own, Unit.code, sa.func.length(Counter.number), Counter.number)
    )
    return _choices(query)


def planned_duties(officer_id: int, since: date) -> int:
    """How many duties of an officer are planned from a day on."""
    query = sa.select(sa.func.count()).where(Duty.officer_id == officer_id, Duty.on_date >= since)
    return db.session.execute(query).scalar_one()


def free_internal_id() -> str:
    """An id to propose for somebody without NIP: K-1, K-2 …"""
    query = sa.select(Officer.internal_id).where(Officer.internal_id.is_not(None))
    taken = db.session.execute(query).scalars().all()
    return next_internal_id(frozenset(one for one in taken if one))


def _choices(query: sa.Select[tuple[int, str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in db.session.execute(query))
