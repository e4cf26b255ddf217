"""Where forms may be typed, and what the clerk sees while typing."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.feedback.models import PaperEntry, Rating, Status
from portal.organisation.models import Counter, Unit

ENTER = Permission.ENTER_PAPER
LATEST = 5


@dataclass(frozen=True, slots=True)
class PaperUnit:
    """A unit whose forms this actor may type."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PaperCounter:
    """A counter where forms were filled in."""

    id: int
    location_id: int | None
    label: str
    closed_on: date | None

    def is_open(self, on: date) -> bool:
        return self.closed_on is None or self.closed_on >= on


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and its counters."""

    unit_id: int
    code: str
    name: str
    counters: tuple[PaperCounter, ...]


@dataclass(frozen=True, slots=True)
class TypedSheets:
    """What the actor typed for a unit on a day: how many, and some of the serial numbers."""

    count: int
    latest: tuple[str, ...]


def units_to_enter(actor: Actor) -> tuple[PaperUnit, ...]:
    """Units in reach, by name."""
    actor.demand(ENTER)
    query = sa.select(Unit.code, Unit.name).where(Unit.retired_on.is_(None), *_in_reach(actor))
    rows = db.session.execute(query.order_by(Unit.name, Unit.code))
    return tuple(PaperUnit(row.code, row.name) for row in rows)


def place_to_type(actor: Actor, code: str) -> Place:
    """A unit with its counters; NotFound outside the reach."""
    actor.demand(ENTER)
    query = sa.select(Unit.id, Unit.name).where(Unit.code == code, *_in_reach(actor))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    return Place(row.id, code, row.name, _counters(row.id))


def typed_today(actor: Actor, code: str, today: date) -> TypedSheets:
    """The actor's own work of the day for a unit, the highest serial numbers first."""
    place = place_to_type(actor, code)
    own = (
        PaperEntry.typed_by == (actor.person_id or 0),
        PaperEntry.typed_on == today,
        PaperEntry.unit_id == place.unit_id,
    )
    count = db.session.execute(sa.select(sa.func.count()).where(*own)).scalar_one()
    query = (
        sa.select(PaperEntry.serial)
        .join(Rating, Rating.id == PaperEntry.rating_id)
        .where(*own, Rating.status != Status.STRUCK)
        .order_by(PaperEntry.serial.desc())
        .limit(LATEST)
    )
    return TypedSheets(count, tuple(db.session.execute(query).scalars()))


def _in_reach(actor: Actor) -> list[sa.ColumnElement[bool]]:
    reach = actor.reach(ENTER)
    return [] if reach is None else [Unit.id.in_(reach)]


def _counters(unit_id: int) -> tuple[PaperCounter, ...]:
    query = (
        sa.select(Counter.id, Counter.location_id, Counter.number, Counter.name, Counter.closed_on)
        .where(Counter.unit_id == unit_id)
        .order_by(sa.func.length(Counter.number), Counter.number)
    )
    return tuple(
        PaperCounter(row.id, row.location_id, f"{row.number} {row.name}".strip(), row.closed_on)
        for row in db.session.execute(query)
    )
