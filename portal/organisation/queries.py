"""What can be known of counters, their services and who is on duty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from portal.database import db, glance
from portal.organisation.models import (
    CheckIn,
    Counter,
    CounterCode,
    CounterService,
    Duty,
    Leave,
    Location,
    Officer,
    Service,
    Unit,
)
from portal.organisation.remembering import remembered


@dataclass(frozen=True, slots=True)
class ServiceOffered:
    """A service of a counter; `is_free` when its tariff is gratis."""

    id: int
    code: str
    name: str
    name_en: str
    is_free: bool
    unit_id: int


@dataclass(frozen=True, slots=True)
class CounterSign:
    """What stands above the desk: the counter a code leads to."""

    id: int
    code: str
    number: str
    name: str
    name_en: str
    unit_id: int
    unit_code: str
    unit_name: str
    government_name: str
    location_id: int | None
    location_name: str
    is_closed: bool
    successor_id: int | None
    services: tuple[ServiceOffered, ...]


@dataclass(frozen=True, slots=True)
class OfficerOnDuty:
    """An officer a resident may choose: the random handle, the name unless hidden, the desk.

    `is_checked_in`: said so at the counter; else it is the roster that says so.
    """

    id: int
    handle: str
    name: str | None
    desk: str
    is_checked_in: bool = False


@dataclass(frozen=True, slots=True)
class CounterLink:
    """A counter to go on to: its code and what its sign says."""

    code: str
    number: str
    name: str
    name_en: str
    unit_name: str
    location_name: str


# Asked at every form, so in Core: the same statements through the ORM's entities cost twice
# the time.
_COUNTER, _CODE, _UNIT = Counter.__table__, CounterCode.__table__, Unit.__table__
_LOCATION, _SERVICE, _OFFERED = Location.__table__, Service.__table__, CounterService.__table__
_OFFICER, _DUTY, _CHECK_IN = Officer.__table__, Duty.__table__, CheckIn.__table__
_LEAVE = Leave.__table__
_ROOT = _UNIT.alias()
_GOVERNMENT = (
    sa.select(_ROOT.c.name).where(_ROOT.c.parent_id.is_(None)).order_by(_ROOT.c.id).limit(1)
)
_COUNTER_COLUMNS = (
    *("id", "number", "name", "name_en", "unit_id", "location_id"),
    *("closed_on", "successor_id"),
)
_SERVICE_COLUMNS = ("id", "code", "name", "name_en", "tariff", "unit_id")
_OFFICER_COLUMNS = ("id", "handle", "name", "call_name", "shows_name")
# One row for each service of the counter, or one without a service.
_SIGN = (
    sa.select(
        *(_COUNTER.c[column] for column in _COUNTER_COLUMNS),
        _UNIT.c.code.label("unit_code"),
        _UNIT.c.name.label("unit_name"),
        _UNIT.c.retired_on.label("unit_retired_on"),
        sa.func.coalesce(_LOCATION.c.name, "").label("location_name"),
        sa.func.coalesce(_GOVERNMENT.scalar_subquery(), "").label("government_name"),
        *(_SERVICE.c[column].label(f"service_{column}") for column in _SERVICE_COLUMNS),
    )
    .select_from(_CODE)
    .join(_COUNTER, _COUNTER.c.id == _CODE.c.counter_id)
    .join(_UNIT, _UNIT.c.id == _COUNTER.c.unit_id)
    .outerjoin(_LOCATION, _LOCATION.c.id == _COUNTER.c.location_id)
    .outerjoin(_OFFERED, _OFFERED.c.counter_id == _COUNTER.c.id)
    .outerjoin(
        _SERVICE,
        sa.and_(_SERVICE.c.id == _OFFERED.c.service_id, _SERVICE.c.retired_on.is_(None)),
    )
    .where(_CODE.c.code == sa.bindparam("code"))
    .order_by(_SERVICE.c.name, _SERVICE.c.id)
)


# On leave nobody is believed to be at a counter, whatever roster or check-in say.
_AWAY = sa.exists().where(
    _LEAVE.c.officer_id == _OFFICER.c.id,
    _LEAVE.c.starts_on <= sa.bindparam("day"),
    _LEAVE.c.ends_on >= sa.bindparam("day"),
)


def _presence(table: Any, *, is_checked_in: bool) -> sa.Select[Any]:
    """Who is at a counter on a day: as the roster planned it, or as they checked in."""
    return (
        sa.select(
            *(_OFFICER.c[column] for column in _OFFICER_COLUMNS),
            *(table.c[column] for column in ("desk", "starts_at", "ends_at")),
            sa.literal(is_checked_in).label("is_checked_in"),
        )
        .select_from(table)
        .join(_OFFICER, _OFFICER.c.id == table.c.officer_id)
        .where(
            table.c.counter_id == sa.bindparam("counter_id"),
            table.c.on_date == sa.bindparam("day"),
            sa.or_(_OFFICER.c.left_on.is_(None), _OFFICER.c.left_on > sa.bindparam("day")),
            ~_AWAY,
        )
    )


_ON_DUTY = sa.union_all(
    _presence(_DUTY, is_checked_in=False), _presence(_CHECK_IN, is_checked_in=True)
).order_by("name")


@remembered
def counter_at(code: str) -> CounterSign | None:
    """The counter of a code as it was normalised; old codes lead to the same counter."""
    rows = glance(_SIGN, {"code": code})
    if not rows:
        return None
    row = rows[0]
    return CounterSign(
        id=row.id,
        code=code,
        number=row.number,
        name=row.name,
        name_en=row.name_en,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        government_name=row.government_name,
        location_id=row.location_id,
        location_name=row.location_name,
        is_closed=row.closed_on is not None or row.unit_retired_on is not None,
        successor_id=row.successor_id,
        services=tuple(_offered(row) for row in rows if row.service_id is not None),
    )


def _offered(row: sa.Row[Any]) -> ServiceOffered:
    return ServiceOffered(
        id=row.service_id,
        code=row.service_code,
        name=row.service_name,
        name_en=row.service_name_en,
        is_free=row.service_tariff == "gratis",
        unit_id=row.service_unit_id,
    )


def officers_on_duty(counter_id: int, at: datetime) -> tuple[OfficerOnDuty, ...]:
    """Who is at this counter at this local time, in alphabetical order.

    Whoever checked in there; only where nobody did, those the roster puts there.
    """
    clock = at.time().replace(microsecond=0)
    here = tuple(turn.officer for turn in _turns(counter_id, at.date()) if turn.holds(clock))
    return tuple(officer for officer in here if officer.is_checked_in) or here


@dataclass(frozen=True, slots=True)
class _Turn:
    officer: OfficerOnDuty
    starts_at: time
    ends_at: time | None

    def holds(self, clock: time) -> bool:
        """A planned turn holds its first and last moment.

        A check-in holds from after the moment it was said until the one that ended it: a form
        of the same minute was shown before.
        """
        if self.officer.is_checked_in:
            return self.starts_at < clock and (self.ends_at is None or clock <= self.ends_at)
        return self.ends_at is not None and self.starts_at <= clock <= self.ends_at


@remembered
def _turns(counter_id: int, day: date) -> tuple[_Turn, ...]:
    """The whole day, because forms come back that were handed out at any time of it."""
    rows = glance(_ON_DUTY, {"counter_id": counter_id, "day": day})
    return tuple(_Turn(_on_duty(row), row.starts_at, row.ends_at) for row in rows)


def _on_duty(row: sa.Row[Any]) -> OfficerOnDuty:
    shown = (row.call_name or row.name) if row.shows_name else None
    return OfficerOnDuty(row.id, row.handle, shown, row.desk, bool(row.is_checked_in))


def open_counters(
    *,
    unit_id: int | None = None,
    location_id: int | None = None,
    counter_id: int | None = None,
) -> tuple[CounterLink, ...]:
    """Counters in use, of a unit or at a location, by unit and number; for "not this one?"."""
    query = (
        sa.select(
            CounterCode.code,
            Counter.number,
            Counter.name,
            Counter.name_en,
            Unit.name.label("unit_name"),
            sa.func.coalesce(Location.name, "").label("location_name"),
        )
        .join(Counter, Counter.id == CounterCode.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(Location, Location.id == Counter.location_id)
        .where(CounterCode.is_current, Counter.closed_on.is_(None), Unit.retired_on.is_(None))
        .order_by(Unit.name, sa.func.length(Counter.number), Counter.number)
    )
    if unit_id is not None:
        query = query.where(Counter.unit_id == unit_id)
    if location_id is not None:
        query = query.where(Counter.location_id == location_id)
    if counter_id is not None:
        query = query.where(Counter.id == counter_id)
    return tuple(CounterLink(*row) for row in db.session.execute(query))


def government_name() -> str:
    """The name of the root of the tree; empty before the first import."""
    query = sa.select(Unit.name).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    return db.session.execute(query).scalar() or ""


@dataclass(frozen=True, slots=True)
class UnitInTree:
    """A unit in use where it stands in the tree: 0 is the government itself."""

    code: str
    name: str
    depth: int


def units_in_tree() -> tuple[UnitInTree, ...]:
    """All units in use, each below its parent, by name."""
    query = sa.select(Unit.id, Unit.parent_id, Unit.code, Unit.name).where(
        Unit.retired_on.is_(None)
    )
    children: dict[int | None, list[Any]] = {}
    for row in db.session.execute(query.order_by(Unit.name)):
        children.setdefault(row.parent_id, []).append(row)
    return tuple(_below(children, None, 0))


def _below(
    children: Mapping[int | None, Sequence[Any]], parent: int | None, depth: int
) -> Iterator[UnitInTree]:
    for row in children.get(parent, ()):
        yield UnitInTree(row.code, row.name, depth)
        yield from _below(children, row.id, depth + 1)
