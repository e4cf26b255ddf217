"""Merging a unit into another: what is in use moves, what was closed stays where it was.

The merged unit is retired below its successor: whoever reads the successor's figures still
reads its closed months and the answers of the month that is open, and the tree says where
it went.
"""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from portal.authority import Actor
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import later
from portal.organisation.imports.places import store_units
from portal.organisation.imports.storing import storing, update
from portal.organisation.listings import listed_units
from portal.organisation.managing.changing import (
    fingerprint,
    loaded,
    one_change,
    refuse_future,
    seen_as,
    write_down,
)
from portal.organisation.managing.units import parents
from portal.organisation.models import Announcement, Counter, Officer, Service, Unit
from portal.organisation.rules.facts import UnitFacts
from portal.organisation.rules.numbering import free_numbers
from portal.organisation.rules.tree import cycle_through

SAME_UNIT = later("Unit tidak dapat digabung dengan dirinya sendiri. Pilih unit lain.")
INTO_BELOW = later("Unit tujuan berada di bawah unit ini. Pindahkan dulu unit tujuan itu.")
INTO_RETIRED = later("Unit tujuan sudah tidak dipakai. Pilih unit lain.")
RETIRED_ALREADY = later("Unit ini sudah tidak dipakai.")


@dataclass(frozen=True, slots=True)
class Merger:
    """What would move: unit and service codes, counters from old to new number, officers."""

    unit: UnitFacts
    into: UnitFacts
    units: tuple[str, ...]
    services: tuple[str, ...]
    counters: tuple[tuple[str, str], ...]
    officers: int
    seen: str

    @property
    def renumbered(self) -> tuple[tuple[str, str], ...]:
        """The counters whose sign changes: old and new number."""
        return tuple((old, new) for old, new in self.counters if old != new)


def merger(actor: Actor, *, unit_id: int, into: str) -> Merger:
    """What merging a unit into another would move; both must be in reach, RuleBroken else."""
    _id, unit = loaded(listed_units, actor, Unit.id == unit_id)
    into_id, successor = loaded(listed_units, actor, Unit.code == into)
    _check(unit, successor)
    return Merger(
        unit=unit,
        into=successor,
        units=_codes(sa.select(Unit.code).where(*_sub_units(unit_id))),
        services=_codes(sa.select(Service.code).where(*_services(unit_id))),
        counters=_numbers(unit_id, into_id),
        officers=db.session.execute(
            sa.select(sa.func.count()).select_from(Officer).where(*_officers(unit_id))
        ).scalar_one(),
        seen=fingerprint(unit),
    )


@command
def merge_unit(
    actor: Actor, *, unit_id: int, into: str, merged_on: date, seen: str, today: date
) -> None:
    """Move everything in use to the successor and retire the unit below it."""
    before = seen_as(listed_units, actor, Unit.id == unit_id, seen)
    refuse_future(merged_on, today)
    plan = merger(actor, unit_id=unit_id, into=into)
    into_id, _facts = loaded(listed_units, actor, Unit.code == into)
    with storing():
        handles = _move(unit_id, into_id, plan, merged_on)
        after = replace(before, parent=into, retired_on=merged_on)
        store_units(one_change(unit_id, before, after))
    write_down(
        actor,
        "merge_unit",
        f"unit:{before.code}",
        before,
        after,
        units=plan.units,
        services=plan.services,
        counters=dict(plan.counters),
        officers=handles,
    )


def _check(unit: UnitFacts, successor: UnitFacts) -> None:
    if unit.retired_on is not None:
        raise RuleBroken(RETIRED_ALREADY)
    if unit.code == successor.code:
        raise RuleBroken(SAME_UNIT)
    if successor.retired_on is not None:
        raise RuleBroken(INTO_RETIRED)
    if cycle_through(unit.code, {**parents(), unit.code: successor.code}):
        raise RuleBroken(INTO_BELOW)


def _move(unit_id: int, into_id: int, plan: Merger, on: date) -> list[str]:
    numbers = dict(plan.counters)
    rows = db.session.execute(sa.select(Counter.id, Counter.number).where(*_counters(unit_id)))
    moved = [{"id": i, "unit_id": into_id, "number": numbers[number]} for i, number in rows]
    handles = list(_codes(sa.select(Officer.handle).where(*_officers(unit_id))))
    _to(sa.update(Unit).where(*_sub_units(unit_id)).values(parent_id=into_id))
    _to(sa.update(Service).where(*_services(unit_id)).values(unit_id=into_id))
    _to(sa.update(Officer).where(*_officers(unit_id)).values(unit_id=into_id))
    update(Counter, moved)
    shown = (Announcement.unit_id == unit_id, Announcement.shows_until >= on)
    _to(sa.update(Announcement).where(*shown).values(unit_id=into_id))
    return handles


def _to(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})


def _sub_units(unit_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Unit.parent_id == unit_id, Unit.retired_on.is_(None)


def _services(unit_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Service.unit_id == unit_id, Service.retired_on.is_(None)


def _counters(unit_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Counter.unit_id == unit_id, Counter.closed_on.is_(None)


def _officers(unit_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Officer.unit_id == unit_id, Officer.left_on.is_(None)


def _numbers(unit_id: int, into_id: int) -> tuple[tuple[str, str], ...]:
    """Old and new number of each moving counter; closed ones keep their number taken too."""
    moving = sa.select(Counter.number).where(*_counters(unit_id))
    moving = moving.order_by(sa.func.length(Counter.number), Counter.number)
    taken = _codes(sa.select(Counter.number).where(Counter.unit_id == into_id))
    return tuple(free_numbers(_codes(moving), taken).items())


def _codes(query: sa.Select[tuple[str]]) -> tuple[str, ...]:
    return tuple(db.session.execute(query).scalars())
