"""Imports of acting appointments (Plt., Plh.)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from portal.authority import Actor
from portal.organisation.imports.incoming import (
    Progress,
    check_known,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.known import (
    keys_of_people,
    known_people,
    name_officers,
    unit_codes,
)
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import ids_by_code, insert, officer_ids, update
from portal.organisation.layouts import ACTING
from portal.organisation.listings import listed_acting
from portal.organisation.models import ActingAppointment, Unit
from portal.organisation.rules.facts import ActingFacts, OfficerFacts
from portal.sheets import Sheet


def plan_acting(
    actor: Actor,
    sheet: Sheet,
    progress: Progress,
    newcomers: Iterable[OfficerFacts] = (),
) -> Plan[int, ActingFacts]:
    """What a sheet of acting appointments would change; `newcomers` come in the same import."""
    keys = keys_of_people(known_people(actor).facts.values(), newcomers)
    there = _acting_by_key(actor, keys)
    rows = incoming(ACTING, sheet, progress)
    name_officers(rows, keys)
    refuse_twice(rows, "decree", keys_of("officer", "unit", "decree"))
    check_known(rows, "unit", unit_codes(actor), "unit", "unit")
    for row in rows.rows:
        start, end = row.taken.get("starts_on"), row.taken.get("ends_on")
        if start and end and end < start:
            row.problem("ends_on", "selesai sebelum mulai.", "Periksa kedua tanggal.")
    rows.settle()
    key = keys_of("officer", "unit", "decree")
    found: Callable[[Any], Any] = there.get
    return compared(
        (at, before, merged(ActingFacts, before, row.taken))
        for row in rows.rows
        for at, before in [found(key(row.taken)) or (None, None)]
    )


def _acting_by_key(
    actor: Actor, keys: Mapping[str, str]
) -> dict[tuple[str, str, str], tuple[int, ActingFacts]]:
    """Stored appointments, each officer named as after the officers of the same import."""
    named = {
        at: replace(facts, officer=keys.get(facts.officer, facts.officer))
        for at, facts in listed_acting(actor).items()
    }
    return {(f.officer, f.unit, f.decree): (at, f) for at, f in named.items()}


def store_acting(plan: Plan[int, ActingFacts]) -> None:
    """Store added and changed acting appointments."""
    units, officers = ids_by_code(Unit), officer_ids()

    def columns(facts: ActingFacts) -> dict[str, Any]:
        return {
            "officer_id": officers[facts.officer],
            "unit_id": units[facts.unit],
            "decree": facts.decree,
            "kind": facts.kind,
            "starts_on": facts.starts_on,
            "ends_on": facts.ends_on,
            "position": facts.position,
        }

    insert(ActingAppointment, [columns(facts) for facts in plan.added])
    update(ActingAppointment, [{"id": c.id, **columns(c.after)} for c in plan.changed])
