"""The tree of units as an administrator sees it: from the top of the own reach down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.authority import Actor
from portal.database import db
from portal.listing import Asked
from portal.organisation.listings import in_reach
from portal.organisation.managing.narrowing import narrowing
from portal.organisation.models import Counter, Officer, Service, Unit


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit where it stands in the tree, with how much in use belongs to it itself."""

    id: int
    code: str
    name: str
    kind: str
    depth: int
    parent_code: str
    retired_on: date | None
    services: int
    counters: int
    officers: int


@dataclass(frozen=True, slots=True)
class UnitOption:
    """A unit in use to choose from: `depth` 0 is the top of the reach."""

    id: int
    code: str
    name: str
    depth: int


def unit_tree(actor: Actor, asked: Asked, today: date) -> tuple[UnitLine, ...]:
    """The units in reach, each below its parent; narrowed, those found with their depth."""
    above = aliased(Unit)
    shape = sa.select(Unit.id, Unit.parent_id).where(*in_reach(actor, Unit.id))
    ordered = _in_order(db.session.execute(shape.order_by(Unit.name, Unit.id)).all())
    query = (
        sa.select(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.retired_on)
        .add_columns(sa.func.coalesce(above.code, "").label("parent_code"))
        .add_columns(_count(Service.unit_id, Service.retired_on).label("services"))
        .add_columns(_count(Counter.unit_id, Counter.closed_on).label("counters"))
        .add_columns(_count(Officer.unit_id, Officer.left_on).label("officers"))
        .outerjoin(above, above.id == Unit.parent_id)
        .where(*in_reach(actor, Unit.id), *narrowing("units", asked, today))
    )
    rows = {row.id: row for row in db.session.execute(query)}
    return tuple(_line(rows[row.id], depth) for row, depth in ordered if row.id in rows)


def unit_options(actor: Actor) -> tuple[UnitOption, ...]:
    """The units in use that this actor administers, in the order of the tree."""
    query = (
        sa.select(Unit.id, Unit.parent_id, Unit.code, Unit.name)
        .where(*in_reach(actor, Unit.id), Unit.retired_on.is_(None))
        .order_by(Unit.name, Unit.id)
    )
    rows = db.session.execute(query).all()
    return tuple(UnitOption(r.id, r.code, r.name, depth) for r, depth in _in_order(rows))


def _count(
    unit_id: InstrumentedAttribute[int], ended_on: InstrumentedAttribute[date | None]
) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .where(unit_id == Unit.id, ended_on.is_(None))
        .correlate(Unit)
        .scalar_subquery()
    )


def _in_order(rows: Sequence[sa.Row[Any]]) -> Iterator[tuple[sa.Row[Any], int]]:
    """Each below its parent; what has no parent among the rows is a top."""
    known = {row.id for row in rows}
    below: dict[int | None, list[sa.Row[Any]]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    return _down(below, None, 0)


def _down(
    below: Mapping[int | None, Sequence[sa.Row[Any]]], at: int | None, depth: int
) -> Iterator[tuple[sa.Row[Any], int]]:
    for row in below.get(at, ()):
        yield row, depth
        yield from _down(below, row.id, depth + 1)


def _line(row: sa.Row[Any], depth: int) -> UnitLine:
    return UnitLine(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        depth=depth,
        parent_code=row.parent_code,
        retired_on=row.retired_on,
        services=row.services,
        counters=row.counters,
        officers=row.officers,
    )
