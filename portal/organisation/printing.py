"""What can be known for print: counters with their current codes, units with their names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import db
from portal.errors import NotFound, RuleBroken
from portal.organisation.listings import in_reach
from portal.organisation.models import Counter, CounterCode, Unit
from portal.organisation.rules.codes import parse_code, parse_counter_code

ALL_UNITS = sa.select(Unit.id, Unit.code, Unit.name, Unit.parent_id, Unit.contact, Unit.retired_on)


@dataclass(frozen=True, slots=True)
class CounterToPrint:
    """A counter in use; `contact` is its unit's or the nearest one above, may be empty."""

    code: str
    number: str
    name: str
    name_en: str
    unit_name: str
    government_name: str
    contact: str


@dataclass(frozen=True, slots=True)
class CountersToPrint:
    """Counters by unit and number, and in words those that were left out."""

    counters: tuple[CounterToPrint, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitToPrint:
    """A unit; `government_name` is the root of its tree, empty for the root itself."""

    code: str
    name: str
    government_name: str


@dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    code: str
    name: str
    parent_id: int | None
    contact: str
    retired_on: date | None


def counters_to_print(
    actor: Actor, *, unit_code: str | None = None, counter_codes: Sequence[str] = ()
) -> CountersToPrint:
    """All counters, those of a unit and its sub-units, or those named by their codes.

    An old code leads to its counter and prints the current one. Raises NotFound for a unit
    or code that does not exist, RuleBroken when both unit and counters are named.
    """
    actor.demand(Permission.MANAGE_ORGANISATION)
    if unit_code and counter_codes:
        raise RuleBroken("Pilih unit atau loket, tidak keduanya.")
    units = _units()
    query = _counters().where(*in_reach(actor, Counter.unit_id))
    if unit_code:
        top = _unit_of_code(units, unit_code)
        actor.demand_in(Permission.MANAGE_ORGANISATION, top.id)
        below = _subtree(top.id, units)
        query = query.where(Counter.unit_id.in_(below))
    if counter_codes:
        query = query.where(Counter.id.in_(_counter_ids(counter_codes)))
    return _sorted_out(db.session.execute(query).all(), units)


def unit_to_print(actor: Actor, code: str) -> UnitToPrint:
    """The unit of this code; NotFound when there is none, RuleBroken when it has ended."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    units = _units()
    unit = _unit_of_code(units, code)
    actor.demand_in(Permission.MANAGE_ORGANISATION, unit.id)
    if unit.retired_on is not None:
        raise RuleBroken(f"Unit {unit.code} sudah tidak dipakai sejak {unit.retired_on}.")
    return UnitToPrint(unit.code, unit.name, _government(unit, units))


def _units() -> dict[int, _Unit]:
    return {row.id: _Unit(*row) for row in db.session.execute(ALL_UNITS)}


def _counters() -> sa.Select[Any]:
    current = sa.and_(CounterCode.counter_id == Counter.id, CounterCode.is_current)
    return (
        sa.select(
            Counter.unit_id,
            Counter.number,
            Counter.name,
            Counter.name_en,
            Counter.closed_on,
            CounterCode.code,
        )
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(CounterCode, current)
        .order_by(Unit.name, Unit.id, sa.func.length(Counter.number), Counter.number)
    )


def _counter_ids(counter_codes: Sequence[str]) -> set[int]:
    wanted = {parse_counter_code(code) for code in counter_codes}
    query = sa.select(CounterCode.code, CounterCode.counter_id).where(CounterCode.code.in_(wanted))
    found = {row.code: row.counter_id for row in db.session.execute(query)}
    if missing := sorted(wanted - found.keys()):
        raise NotFound(f"Kode loket ini tidak ada: {', '.join(missing)}.")
    return set(found.values())


def _unit_of_code(units: Mapping[int, _Unit], code: str) -> _Unit:
    wanted = parse_code(code)
    for unit in units.values():
        if unit.code == wanted:
            return unit
    raise NotFound(f"Unit {wanted} tidak ada. Kode unit ada di `portal export units`.")


def _subtree(top: int, units: Mapping[int, _Unit]) -> set[int]:
    return {unit.id for unit in units.values() if any(u.id == top for u in _upward(unit, units))}


def _upward(unit: _Unit, units: Mapping[int, _Unit]) -> Iterator[_Unit]:
    """The unit, its parent, and so on to the root; stops where a loop was stored."""
    seen: set[int] = set()
    here: _Unit | None = unit
    while here is not None and here.id not in seen:
        seen.add(here.id)
        yield here
        here = units.get(here.parent_id) if here.parent_id is not None else None


def _government(unit: _Unit, units: Mapping[int, _Unit]) -> str:
    *_below, root = _upward(unit, units)
    return "" if root.id == unit.id else root.name


def _contact(unit: _Unit, units: Mapping[int, _Unit]) -> str:
    return next((u.contact for u in _upward(unit, units) if u.contact), "")


def _sorted_out(rows: Sequence[sa.Row[Any]], units: Mapping[int, _Unit]) -> CountersToPrint:
    kept, left_out = [], []
    for row in rows:
        unit = units[row.unit_id]
        if reason := _why_not(row, unit):
            left_out.append(f"Loket {row.number} {row.name} ({unit.name}): {reason}")
        else:
            kept.append(_printed(row, unit, units))
    return CountersToPrint(tuple(kept), tuple(left_out))


def _why_not(row: sa.Row[Any], unit: _Unit) -> str:
    if row.closed_on is not None:
        return f"ditutup sejak {row.closed_on}"
    if unit.retired_on is not None:
        return f"unit tidak dipakai sejak {unit.retired_on}"
    return "" if row.code else "belum punya kode"


def _printed(row: sa.Row[Any], unit: _Unit, units: Mapping[int, _Unit]) -> CounterToPrint:
    return CounterToPrint(
        code=row.code,
        number=row.number,
        name=row.name,
        name_en=row.name_en,
        unit_name=unit.name,
        government_name=_government(unit, units),
        contact=_contact(unit, units),
    )
