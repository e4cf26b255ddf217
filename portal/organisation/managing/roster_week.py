"""A unit's week: its counters, who is planned there on each day, who is away, what is a holiday."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor
from portal.database import db
from portal.errors import NotFound
from portal.organisation.listings import in_reach
from portal.organisation.models import Counter, Duty, Holiday, Leave, Location, Officer, Unit
from portal.organisation.tree import units_below

WEEK = 7
LATELY = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Planned:
    """A duty as the week shows it; `is_away` where the officer is on leave that day."""

    id: int
    handle: str
    name: str
    starts_at: time
    ends_at: time
    desk: str
    is_away: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter of the week: its sign, where it stands, and since when it is closed."""

    id: int
    unit_id: int
    number: str
    name: str
    location: str
    closed_on: date | None

    def is_open(self, day: date) -> bool:
        return self.closed_on is None or day < self.closed_on


@dataclass(frozen=True, slots=True)
class Away:
    """An officer on leave during the days that are shown."""

    handle: str
    name: str
    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class RosterWeek:
    """Seven days of a unit's counters; `cells` by counter and day, `holidays` by day."""

    unit_id: int
    unit: str
    days: tuple[date, ...]
    desks: tuple[Desk, ...]
    cells: Mapping[tuple[int, date], tuple[Planned, ...]]
    holidays: Mapping[date, str]
    away: tuple[Away, ...]


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One counter on one day, and the officers who may be put there."""

    desk: Desk
    day: date
    holiday: str
    planned: tuple[Planned, ...]
    officers: tuple[tuple[str, str], ...]


def first_with_counters(actor: Actor) -> int | None:
    """The unit a roster begins with: by name the first in reach that has a counter in use."""
    query = (
        sa.select(Unit.id)
        .where(
            Unit.retired_on.is_(None),
            Unit.id.in_(sa.select(Counter.unit_id).where(Counter.closed_on.is_(None))),
            *in_reach(actor, Unit.id),
        )
        .order_by(Unit.name, Unit.id)
    )
    return db.session.execute(query.limit(1)).scalar()


def roster_week(actor: Actor, unit_id: int, monday: date) -> RosterWeek:
    """A unit's week; NotFound outside the reach."""
    chosen = sa.select(Unit.name).where(Unit.id == unit_id, *in_reach(actor, Unit.id))
    name = db.session.execute(chosen).scalar()
    if name is None:
        raise NotFound(UNKNOWN)
    days = tuple(monday + timedelta(days=step) for step in range(WEEK))
    desks = _desks(Counter.unit_id == unit_id)
    return RosterWeek(
        unit_id=unit_id,
        unit=name,
        days=days,
        desks=tuple(desk for desk in desks if desk.is_open(days[0])),
        cells=_cells([desk.id for desk in desks], days),
        holidays=_holidays(days),
        away=_away(unit_id, days),
    )


def roster_day(actor: Actor, counter_id: int, day: date) -> RosterDay:
    """A counter on a day; NotFound outside the reach."""
    desks = _desks(Counter.id == counter_id, *in_reach(actor, Counter.unit_id))
    if not desks:
        raise NotFound(UNKNOWN)
    return RosterDay(
        desk=desks[0],
        day=day,
        holiday=_holidays((day,)).get(day, ""),
        planned=_cells([counter_id], (day,)).get((counter_id, day), ()),
        officers=_officers(actor, desks[0], day),
    )


def _desks(*conditions: sa.ColumnElement[bool]) -> tuple[Desk, ...]:
    query = (
        sa.select(Counter.id, Counter.unit_id, Counter.number, Counter.name)
        .add_columns(sa.func.coalesce(Location.name, ""), Counter.closed_on)
        .outerjoin(Location, Location.id == Counter.location_id)
        .where(*conditions)
        .order_by(sa.func.length(Counter.number), Counter.number)
    )
    return tuple(Desk(*row) for row in db.session.execute(query))


def _cells(
    counters: list[int], days: tuple[date, ...]
) -> dict[tuple[int, date], tuple[Planned, ...]]:
    away = sa.exists().where(
        Leave.officer_id == Duty.officer_id,
        Leave.starts_on <= Duty.on_date,
        Leave.ends_on >= Duty.on_date,
    )
    query = (
        sa.select(Duty.id, Officer.handle, Officer.name, Duty.starts_at, Duty.ends_at, Duty.desk)
        .add_columns(away.label("is_away"), Duty.counter_id, Duty.on_date)
        .join(Officer, Officer.id == Duty.officer_id)
        .where(Duty.counter_id.in_(counters), Duty.on_date.between(days[0], days[-1]))
        .order_by(Duty.on_date, Duty.starts_at, Officer.name, Duty.id)
    )
    found: dict[tuple[int, date], tuple[Planned, ...]] = {}
    for row in db.session.execute(query):
        at = (row.counter_id, row.on_date)
        planned = Planned(
            id=row.id,
            handle=row.handle,
            name=row.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            desk=row.desk,
            is_away=bool(row.is_away),
        )
        found[at] = (*found.get(at, ()), planned)
    return found


def _holidays(days: tuple[date, ...]) -> dict[date, str]:
    query = sa.select(Holiday.on_date, Holiday.name).where(
        Holiday.on_date.between(days[0], days[-1])
    )
    return {row.on_date: row.name for row in db.session.execute(query)}


def _away(unit_id: int, days: tuple[date, ...]) -> tuple[Away, ...]:
    query = (
        sa.select(Officer.handle, Officer.name, Leave.starts_on, Leave.ends_on, Leave.reason)
        .join(Officer, Officer.id == Leave.officer_id)
        .where(Officer.unit_id == unit_id, Leave.starts_on <= days[-1], Leave.ends_on >= days[0])
        .order_by(Officer.name, Leave.starts_on)
    )
    return tuple(Away(*row) for row in db.session.execute(query))


def _officers(actor: Actor, desk: Desk, day: date) -> tuple[tuple[str, str], ...]:
    """Those of the unit and below, and whoever was planned at this unit's counters lately."""
    lately = (
        sa.select(Duty.officer_id)
        .join(Counter, Counter.id == Duty.counter_id)
        .where(Counter.unit_id == desk.unit_id, Duty.on_date.between(day - LATELY, day + LATELY))
    )
    near = sa.or_(Officer.unit_id.in_(units_below(desk.unit_id)), Officer.id.in_(lately))
    query = sa.select(Officer.handle, Officer.name).where(
        near,
        sa.or_(Officer.left_on.is_(None), Officer.left_on > day),
        *in_reach(actor, Officer.unit_id),
    )
    return tuple((row.handle, row.name) for row in db.session.execute(query.order_by(Officer.name)))
