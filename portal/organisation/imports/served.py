"""Imports of the numbers of people served."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.authority import Actor
from portal.organisation.imports.incoming import (
    Incoming,
    Progress,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.known import check_counters, span_of
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import counter_ids, insert, update
from portal.organisation.layouts import SERVED
from portal.organisation.listings import (
    listed_served,
)
from portal.organisation.models import Served
from portal.organisation.rules.facts import ServedFacts
from portal.sheets import Sheet


def plan_served(
    actor: Actor, sheet: Sheet, progress: Progress, today: date
) -> Plan[tuple[Any, ...], ServedFacts]:
    """What a sheet of people served would change; no day after today."""
    rows = incoming(SERVED, sheet, progress)
    check_counters(actor, rows)
    refuse_twice(rows, "on_date", keys_of("unit", "counter", "on_date"))
    for row in rows.rows:
        if row.taken.get("on_date") and row.taken["on_date"] > today:
            row.problem("on_date", "hari yang belum tiba.", "Periksa tanggalnya.")
    rows.settle()
    return compared(_served_pairs(rows, listed_served(actor, span_of(rows))))


def _served_pairs(
    rows: Incoming, stored: Iterable[ServedFacts]
) -> Iterable[tuple[tuple[Any, ...] | None, ServedFacts | None, ServedFacts]]:
    there = {(f.unit, f.counter, f.on_date): f for f in stored}
    for row in rows.rows:
        key = (row.taken["unit"], row.taken["counter"], row.taken["on_date"])
        before = there.get(key)
        yield (key if before else None), before, merged(ServedFacts, before, row.taken)


def store_served(plan: Plan[tuple[Any, ...], ServedFacts]) -> None:
    """Store added and changed numbers."""
    counters = counter_ids()

    def columns(facts: ServedFacts) -> dict[str, Any]:
        return {
            "counter_id": counters[facts.unit, facts.counter],
            "on_date": facts.on_date,
            "number": facts.number,
        }

    insert(Served, [columns(facts) for facts in plan.added])
    update(Served, [columns(change.after) for change in plan.changed])
