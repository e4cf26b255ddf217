"""Units by hand: add, change, move in the tree, retire. A merger stands in `merging`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import later
from portal.organisation.imports.places import store_units
from portal.organisation.imports.storing import storing
from portal.organisation.listings import listed_units
from portal.organisation.managing.changing import (
    loaded,
    one_change,
    one_more,
    refuse_future,
    seen_as,
    write_down,
)
from portal.organisation.models import Counter, Officer, Service, Unit
from portal.organisation.rules.facts import UnitFacts
from portal.organisation.rules.tree import cycle_through

MANAGE = Permission.MANAGE_ORGANISATION
CODE_TAKEN = later("Kode ini sudah dipakai. Pilih kode lain.")
PARENT_RETIRED = later("Unit induk itu sudah tidak dipakai. Pilih induk lain.")
OWN_SUBUNIT = later("Unit tidak dapat berada di bawah dirinya sendiri. Pilih induk lain.")
IN_USE = later(
    "Unit ini masih dipakai (sub-unit, loket, layanan, atau petugas). "
    "Pindahkan atau tutup dulu, atau gabungkan unit ini ke unit lain."
)


@command
def add_unit(actor: Actor, *, facts: UnitFacts) -> int:
    """Add a unit below one in reach; only who reaches everything adds one without parent."""
    actor.demand(MANAGE)
    _demand_above(actor, facts.parent)
    _refuse_retired(facts.parent)
    if db.session.execute(sa.select(Unit.id).where(Unit.code == facts.code)).first():
        raise RuleBroken(CODE_TAKEN)
    with storing():
        store_units(one_more(facts))
    write_down(actor, "add_unit", f"unit:{facts.code}", None, facts)
    return db.session.execute(sa.select(Unit.id).where(Unit.code == facts.code)).scalar_one()


@command
def change_unit(actor: Actor, *, unit_id: int, facts: UnitFacts, seen: str) -> None:
    """Change name, kind, working days and contact; code and place in the tree stay."""
    before = seen_as(listed_units, actor, Unit.id == unit_id, seen)
    after = replace(
        before,
        name=facts.name,
        kind=facts.kind,
        work_days=facts.work_days,
        contact=facts.contact,
    )
    _store(actor, "change_unit", unit_id, before, after)


@command
def move_unit(actor: Actor, *, unit_id: int, parent: str | None, seen: str) -> None:
    """Put a unit, with all below it, under another; both ends must be in reach."""
    before = seen_as(listed_units, actor, Unit.id == unit_id, seen)
    _demand_above(actor, before.parent)
    _demand_above(actor, parent)
    _refuse_retired(parent)
    if cycle_through(before.code, {**parents(), before.code: parent}):
        raise RuleBroken(OWN_SUBUNIT)
    _store(actor, "move_unit", unit_id, before, replace(before, parent=parent))


@command
def retire_unit(
    actor: Actor, *, unit_id: int, retired_on: date | None, seen: str, today: date
) -> None:
    """Take an empty unit out of use from a day on, or (None) back into use."""
    before = seen_as(listed_units, actor, Unit.id == unit_id, seen)
    refuse_future(retired_on, today)
    if retired_on is not None and is_in_use(unit_id):
        raise RuleBroken(IN_USE)
    if retired_on is None:
        _refuse_retired(before.parent)
    _store(actor, "retire_unit", unit_id, before, replace(before, retired_on=retired_on))


def _store(actor: Actor, action: str, unit_id: int, before: UnitFacts, after: UnitFacts) -> None:
    if before == after:
        return
    with storing():
        store_units(one_change(unit_id, before, after))
    write_down(actor, action, f"unit:{before.code}", before, after)


def _demand_above(actor: Actor, parent: str | None) -> None:
    """The unit above must be in reach; without one the whole installation must be."""
    if parent is None:
        actor.demand_everywhere(MANAGE)
    else:
        loaded(listed_units, actor, Unit.code == parent)


def _refuse_retired(parent: str | None) -> None:
    query = sa.select(Unit.id).where(Unit.code == parent, Unit.retired_on.is_not(None))
    if parent is not None and db.session.execute(query).first():
        raise RuleBroken(PARENT_RETIRED)


def parents() -> Mapping[str, str | None]:
    """The code above each code, of all units: a cycle may run outside the reach."""
    above = aliased(Unit)
    query = sa.select(Unit.code, above.code).outerjoin(above, above.id == Unit.parent_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def is_in_use(unit_id: int) -> bool:
    """Does anything in use still belong to the unit itself?"""
    held = (
        sa.select(Unit.id).where(Unit.parent_id == unit_id, Unit.retired_on.is_(None)),
        sa.select(Counter.id).where(Counter.unit_id == unit_id, Counter.closed_on.is_(None)),
        sa.select(Service.id).where(Service.unit_id == unit_id, Service.retired_on.is_(None)),
        sa.select(Officer.id).where(Officer.unit_id == unit_id, Officer.left_on.is_(None)),
    )
    return any(db.session.execute(query.limit(1)).first() for query in held)
