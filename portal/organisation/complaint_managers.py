"""Who is responsible for complaints in a unit, by name and address (UU 25/2009 Ps 36).

Published on the unit's page. A unit without one of its own has that of the nearest unit above.
"""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, Problem, Problems
from portal.language import later
from portal.organisation.managing.changing import CHANGED_MEANWHILE
from portal.organisation.managing.tree import unit_options
from portal.organisation.models import ComplaintManager, Unit
from portal.organisation.tree import units_above

MANAGE = Permission.MANAGE_ORGANISATION
_LENGTHS = {"name": 200, "position": 200, "address": 400, "phone": 40}
_LABELS = {
    "name": later("Nama"),
    "position": later("Jabatan"),
    "address": later("Alamat"),
    "phone": later("Telepon"),
}
NEEDED = later("wajib diisi. Kosongkan semuanya bila unit ini tidak punya sendiri.")
TOO_LONG = later("terlalu panjang.")


@dataclass(frozen=True, slots=True)
class Manager:
    """What residents read of whoever is responsible."""

    name: str = ""
    position: str = ""
    address: str = ""
    phone: str = ""

    @property
    def is_nobody(self) -> bool:
        return not any(asdict(self).values())


NOBODY = Manager()


@dataclass(frozen=True, slots=True)
class ManagerLine:
    """A unit of the list: its own manager, or the one it has from `from_unit` above."""

    unit_id: int
    unit_name: str
    depth: int
    manager: Manager
    from_unit: str


def seen_as(manager: Manager) -> str:
    """A digest of what a page showed."""
    return hashlib.sha256(repr(manager).encode()).hexdigest()[:32]


@command
def set_complaint_manager(actor: Actor, *, unit_id: int, manager: Manager, seen: str) -> None:
    """Name who is responsible; nobody at all: the unit has that of the unit above again."""
    before = own_manager(actor, unit_id)
    if seen_as(before) != seen:
        raise Conflict(CHANGED_MEANWHILE)
    _refuse(manager)
    row = db.session.get(ComplaintManager, unit_id)
    if row is not None and manager.is_nobody:
        db.session.delete(row)
    elif row is not None:
        for name, value in asdict(manager).items():
            setattr(row, name, value)
    elif not manager.is_nobody:
        db.session.add(ComplaintManager(unit_id=unit_id, **asdict(manager)))
    record(
        actor,
        action="set_complaint_manager",
        subject=f"unit:{unit_id}",
        before=asdict(before),
        after=asdict(manager),
    )


def _refuse(manager: Manager) -> None:
    facts = asdict(manager)
    wrong = [
        Problem(_LABELS[name], TOO_LONG)
        for name, most in _LENGTHS.items()
        if len(facts[name]) > most
    ]
    if not manager.is_nobody:
        needed = ("name", "address")
        wrong += [Problem(_LABELS[name], NEEDED) for name in needed if not facts[name]]
    if wrong:
        raise Problems(wrong)


def own_manager(actor: Actor, unit_id: int) -> Manager:
    """Of the unit itself, for the form; NotFound outside the reach, and for one not in use."""
    actor.demand_in(MANAGE, unit_id)
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.retired_on is not None:
        raise NotFound(UNKNOWN)
    return _managers([unit_id]).get(unit_id, NOBODY)


def manager_lines(actor: Actor) -> tuple[ManagerLine, ...]:
    """All units in reach, in the order of the tree."""
    actor.demand(MANAGE)
    options = unit_options(actor)
    above = {one.id: units_above(one.id) for one in options}
    known = {unit for units in above.values() for unit in units}
    managers, names = _managers(known), _names(known)
    lines = []
    for one in options:
        holder = next((unit for unit in above[one.id] if unit in managers), one.id)
        from_unit = "" if holder == one.id else names[holder]
        found = managers.get(holder, NOBODY)
        lines.append(ManagerLine(one.id, one.name, one.depth, found, from_unit))
    return tuple(lines)


def manager_of(unit_code: str) -> Manager | None:
    """Whom residents turn to in a unit: its own, or that of the nearest unit above."""
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit_code)).scalar()
    above = units_above(unit_id) if unit_id is not None else ()
    managers = _managers(above)
    return next((managers[unit] for unit in above if unit in managers), None)


def _managers(units: Collection[int]) -> dict[int, Manager]:
    rows = db.session.execute(
        sa.select(ComplaintManager).where(ComplaintManager.unit_id.in_(units))
    ).scalars()
    return {row.unit_id: Manager(row.name, row.position, row.address, row.phone) for row in rows}


def _names(units: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(sa.select(Unit.id, Unit.name).where(Unit.id.in_(units)))
    return {row.id: row.name for row in rows}
