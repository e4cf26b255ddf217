"""Imports of units and locations."""

from typing import Any

from portal.authority import Actor
from portal.errors import Problem, Problems
from portal.organisation.imports.incoming import (
    Incoming,
    Progress,
    check_known,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import ids_by_code, insert, update
from portal.organisation.layouts import LOCATIONS, UNITS
from portal.organisation.listings import listed_locations, listed_units, reaches_all
from portal.organisation.models import Location, Unit
from portal.organisation.rules.facts import LocationFacts, UnitFacts
from portal.organisation.rules.places import NEEDS_DAY
from portal.organisation.rules.tree import cycle_through, parents_first
from portal.organisation.sharing import may_change
from portal.sheets import Sheet

MOST_UNITS = 5_000


def plan_units(actor: Actor, sheet: Sheet, progress: Progress) -> Plan[int, UnitFacts]:
    """What a sheet of units would change; a parent may stand anywhere in the sheet."""
    if len(sheet.rows) > MOST_UNITS:
        raise Problems([Problem(sheet.name, f"lebih dari {MOST_UNITS} unit.", "Bagi lembarnya.")])
    there = {facts.code: (at, facts) for at, facts in listed_units(actor).items()}
    rows = incoming(UNITS, sheet, progress)
    refuse_twice(rows, "code", keys_of("code"))
    kept = {facts.parent for _, facts in there.values() if facts.parent}
    check_known(rows, "parent", there.keys() | rows.values("code") | kept, "unit", "unit")
    if not reaches_all(actor):
        _check_reach(rows, {code: facts.parent for code, (_, facts) in there.items()})
    _check_cycles(rows, {code: facts.parent for code, (_, facts) in there.items()})
    rows.settle()
    return compared(
        (*found, merged(UnitFacts, found[1], row.taken))
        for row in rows.rows
        for found in [there.get(row.taken["code"], (None, None))]
    )


def _check_reach(rows: Incoming, stored: dict[str, str | None]) -> None:
    """Note each unit that would come to stand outside the reach: only what stood there may."""
    inside = stored.keys() | rows.values("code")
    for row in rows.rows:
        code = row.taken.get("code")
        before = stored.get(code or "")
        parent = row.taken.get("parent", before)
        if code in stored and parent == before:
            continue
        if parent not in inside or (code in stored and before not in inside):
            remedy = "Tulis induk yang Anda kelola, atau minta administrator daerah."
            row.problem("parent", "di luar unit yang Anda kelola.", remedy)


def _check_cycles(rows: Incoming, stored: dict[str, str | None]) -> None:
    """Note each unit that would stand above itself."""
    new = {
        row.taken["code"]: row.taken["parent"]
        for row in rows.rows
        if "code" in row.taken and "parent" in row.taken
    }
    parents = {**stored, **new}
    in_order = set(parents_first(parents))
    for row in rows.rows:
        code = row.taken.get("code")
        if code is None or code not in parents or code in in_order:
            continue
        if cycle := cycle_through(code, parents):
            path = " → ".join(cycle if len(cycle) <= 10 else (*cycle[:9], "…", code))
            row.problem("parent", f"induk berputar: {path}.", "Satu di antaranya salah induk.")


def store_units(plan: Plan[int, UnitFacts]) -> None:
    """Store first without, then with the parents, so that the order does not matter."""
    insert(Unit, [{**_unit_columns(facts), "parent_id": None} for facts in plan.added])
    ids = ids_by_code(Unit)
    changes = [(change.id, change.after) for change in plan.changed]
    added = [(ids[facts.code], facts) for facts in plan.added]
    update(
        Unit,
        [
            {"id": at, **_unit_columns(facts), "parent_id": ids[facts.parent]}
            for at, facts in [*added, *changes]
        ],
    )


def _unit_columns(facts: UnitFacts) -> dict[str, Any]:
    return {
        "code": facts.code,
        "name": facts.name,
        "kind": facts.kind,
        "work_days": facts.work_days,
        "contact": facts.contact,
        "retired_on": facts.retired_on,
    }


def plan_locations(actor: Actor, sheet: Sheet, progress: Progress) -> Plan[int, LocationFacts]:
    """What a sheet of locations would change."""
    there = {facts.code: (at, facts) for at, facts in listed_locations(actor).items()}
    rows = incoming(LOCATIONS, sheet, progress)
    refuse_twice(rows, "code", keys_of("code"))
    rows.settle()
    pairs = []
    for row in rows.rows:
        at, before = there.get(row.taken["code"], (None, None))
        after = merged(LocationFacts, before, row.taken)
        if at is not None and before != after and not may_change(actor, at):
            row.problem("code", "di lokasi ini ada loket unit lain.", "Hapus barisnya.")
        if after.kind == "keliling" and after.held_on is None:
            row.problem("held_on", NEEDS_DAY, "Satu baris untuk satu hari.")
        pairs.append((at, before, after))
    rows.settle()
    return compared(pairs)


def store_locations(plan: Plan[int, LocationFacts]) -> None:
    """Store added and changed locations."""
    insert(Location, [_location_columns(facts) for facts in plan.added])
    update(Location, [{"id": c.id, **_location_columns(c.after)} for c in plan.changed])


def _location_columns(facts: LocationFacts) -> dict[str, Any]:
    return {
        "code": facts.code,
        "name": facts.name,
        "kind": facts.kind,
        "address": facts.address,
        "held_on": facts.held_on,
        "hours": facts.hours,
        "retired_on": facts.retired_on,
    }
