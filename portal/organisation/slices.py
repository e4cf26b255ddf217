"""Units, counters and services in slices, for programs: by code, within a reach."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.audit.models import AuditEntry
from portal.database import db
from portal.organisation.models import Counter, CounterService, Location, Service, Unit

Place = dict[str, Any]
NO_CHANGES = ("pull", "make_token", "revoke_token", "signed_in", "look", "note_officers_seen")


@dataclass(frozen=True, slots=True)
class PlaceSlice:
    """Some units, counters or services, and after which to go on; None at the end."""

    places: tuple[Place, ...]
    after: int | None


def newest_change() -> str:
    """The seal of the newest act that may have changed the organisation.

    Every change leaves an entry in the trail; reading by programs and sign-ins leave some too,
    and these change nothing here.
    """
    query = (
        sa.select(AuditEntry.hash)
        .where(AuditEntry.action.not_in(NO_CHANGES))
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar() or ""


def _sliced(
    query: sa.Select[Any], table: Any, order: Any, after: int, limit: int
) -> tuple[list[sa.Row[Any]], int | None]:
    """The first column of the query is the id; `order` is unique together with it."""
    if after:
        last = sa.select(order).where(table.id == after).scalar_subquery()
        query = query.where(sa.tuple_(order, table.id) > sa.tuple_(last, sa.literal(after)))
    rows = db.session.execute(query.order_by(order, table.id).limit(limit + 1)).all()
    shown = list(rows[:limit])
    return shown, shown[-1].id if len(rows) > limit else None


def unit_slice(reach: frozenset[int], *, after: int = 0, limit: int) -> PlaceSlice:
    """The units in a reach, retired ones too: closed months still speak of them."""
    above = aliased(Unit)
    query = (
        sa.select(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.retired_on)
        .add_columns(above.code.label("parent"), above.id.label("parent_id"))
        .outerjoin(above, above.id == Unit.parent_id)
        .where(Unit.id.in_(reach))
    )
    rows, last = _sliced(query, Unit, Unit.code, after, limit)
    return PlaceSlice(tuple(_unit(row, reach) for row in rows), last)


def _unit(row: sa.Row[Any], reach: frozenset[int]) -> Place:
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "parent": row.parent if row.parent_id in reach else None,
        "retired_on": _day(row.retired_on),
    }


def service_slice(reach: frozenset[int], *, after: int = 0, limit: int) -> PlaceSlice:
    """The services of the units in a reach."""
    query = (
        sa.select(Service.id, Service.code, Service.name, Service.tariff, Service.rupiah)
        .add_columns(Service.retired_on, Unit.code.label("unit"))
        .join(Unit, Unit.id == Service.unit_id)
        .where(Service.unit_id.in_(reach))
    )
    rows, last = _sliced(query, Service, Service.code, after, limit)
    return PlaceSlice(tuple(_service(row) for row in rows), last)


def _service(row: sa.Row[Any]) -> Place:
    return {
        "code": row.code,
        "name": row.name,
        "unit": row.unit,
        "tariff": row.tariff,
        "rupiah": row.rupiah,
        "retired_on": _day(row.retired_on),
    }


def counter_slice(reach: frozenset[int], *, after: int = 0, limit: int) -> PlaceSlice:
    """The counters of the units in a reach, without their QR codes: whoever has one may rate."""
    query = (
        sa.select(Counter.id, Counter.number, Counter.name, Counter.closed_on)
        .add_columns(Unit.code.label("unit"), Location.code.label("location"))
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(Location, Location.id == Counter.location_id)
        .where(Counter.unit_id.in_(reach))
    )
    rows, last = _sliced(query, Counter, Counter.unit_id, after, limit)
    services = _services([row.id for row in rows])
    return PlaceSlice(tuple(_counter(row, services.get(row.id, [])) for row in rows), last)


def _counter(row: sa.Row[Any], services: list[str]) -> Place:
    return {
        "code": f"{row.unit}/{row.number}",
        "number": row.number,
        "name": row.name,
        "unit": row.unit,
        "location": row.location,
        "services": services,
        "closed_on": _day(row.closed_on),
    }


def _services(counters: list[int]) -> dict[int, list[str]]:
    query = (
        sa.select(CounterService.counter_id, Service.code)
        .join(Service, Service.id == CounterService.service_id)
        .where(CounterService.counter_id.in_(counters))
        .order_by(Service.code)
    )
    found: dict[int, list[str]] = {}
    for counter, code in db.session.execute(query):
        found.setdefault(counter, []).append(code)
    return found


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
