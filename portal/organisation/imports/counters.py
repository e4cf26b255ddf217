"""Imports of counters: their codes, services and successors."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from portal.authority import Actor
from portal.database import db
from portal.organisation.imports.incoming import (
    Incoming,
    IncomingRow,
    Progress,
    check_known,
    did_you_mean,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.known import Random, service_codes, unit_codes
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import counter_ids, ids_by_code, insert, update
from portal.organisation.layouts import COUNTERS
from portal.organisation.listings import (
    listed_counters,
    listed_locations,
)
from portal.organisation.models import (
    Counter,
    CounterCode,
    CounterService,
    Location,
    Service,
    Unit,
)
from portal.organisation.rules.codes import COUNTER_CODES, counter_code
from portal.organisation.rules.facts import CounterFacts
from portal.sheets import Sheet


def plan_counters(
    actor: Actor, sheet: Sheet, progress: Progress, random: Random
) -> Plan[int, CounterFacts]:
    """What a sheet of counters would change; new counters get a code that nobody has."""
    there = {(f.unit, f.number): (at, f) for at, f in listed_counters(actor).items()}
    rows = incoming(COUNTERS, sheet, progress)
    refuse_twice(rows, "number", keys_of("unit", "number"))
    check_known(rows, "unit", unit_codes(actor), "unit", "unit")
    locations = frozenset(facts.code for facts in listed_locations(actor).values())
    check_known(rows, "location", locations, "lokasi", "lokasi")
    _check_services(rows, service_codes())
    _check_successors(rows, there)
    owners = code_owners()
    _check_codes(rows, owners, counter_ids())
    rows.settle()
    taken_codes = set(owners) | rows.values("code")
    pairs = []
    for row in rows.rows:
        at, before = there.get((row.taken["unit"], row.taken["number"]), (None, None))
        pairs.append((at, before, _merged_counter(row, before, taken_codes, random)))
    return compared(pairs)


def _merged_counter(
    row: IncomingRow, before: CounterFacts | None, taken_codes: set[str], random: Random
) -> CounterFacts:
    facts = dict(row.taken)
    if not facts.get("name"):
        facts["name"] = before.name if before else f"Loket {facts['number']}"
    if not facts.get("code") or (before and before.code):
        facts["code"] = before.code if before and before.code else fresh_code(taken_codes, random)
    return merged(CounterFacts, before, facts)


def fresh_code(taken_codes: set[str], random: Random) -> str:
    """A code that nobody has; from now on it is among those taken."""
    code = counter_code(random(COUNTER_CODES))
    while code in taken_codes:
        code = counter_code(random(COUNTER_CODES))
    taken_codes.add(code)
    return code


def _check_services(rows: Incoming, known: frozenset[str]) -> None:
    for row in rows.rows:
        for code in row.taken.get("services") or ():
            if code not in known:
                remedy = did_you_mean(code, known, "layanan")
                row.problem("services", f"layanan {code} tidak dikenal.", remedy)


def _check_successors(rows: Incoming, there: Mapping[tuple[str, str], Any]) -> None:
    known = there.keys() | {(r.taken.get("unit"), r.taken.get("number")) for r in rows.rows}
    for row in rows.rows:
        successor = row.taken.get("successor")
        if successor is None:
            continue
        name = " ".join(successor)
        if successor not in known:
            row.problem(
                "successor", f"loket {name} tidak dikenal.", "Tulis kode unit, spasi, nomor."
            )
        elif successor == (row.taken.get("unit"), row.taken.get("number")):
            row.problem("successor", "loket menggantikan dirinya sendiri.", "Kosongkan.")


def code_owners() -> dict[str, int]:
    """The counter behind each code, old codes included: none is ever given twice."""
    rows = db.session.execute(sa.select(CounterCode.code, CounterCode.counter_id)).all()
    return {row[0]: row[1] for row in rows}


def _check_codes(rows: Incoming, owners: Mapping[str, int], ids: Mapping[Any, int | None]) -> None:
    """A code in the sheet must be one of this counter, or free for a new one."""
    refuse_twice(rows, "code", keys_of("code"))
    for row in rows.rows:
        code = row.taken.get("code")
        if code is None:
            continue
        counter_id = ids.get((row.taken.get("unit", ""), row.taken.get("number", "")))
        if code in owners and owners[code] != counter_id:
            row.problem("code", f"kode {code} milik loket lain.", "Kosongkan.")
        elif code not in owners and counter_id is not None:
            row.problem("code", "kode QR tidak dapat diganti.", "Kosongkan.")


def store_counters(plan: Plan[int, CounterFacts]) -> None:
    """Store counters, their codes and services; successors last, they may be new too."""
    units, locations = ids_by_code(Unit), ids_by_code(Location)
    insert(Counter, [_counter_columns(facts, units, locations) for facts in plan.added])
    ids = counter_ids()
    facts_by_id = {ids[f.unit, f.number] or 0: f for f in plan.added}
    codes = [{"code": f.code, "counter_id": at} for at, f in facts_by_id.items()]
    codes += [{"code": c.after.code, "counter_id": c.id} for c in plan.changed if not c.before.code]
    facts_by_id.update({change.id: change.after for change in plan.changed})
    update(
        Counter,
        [
            {"id": at, **_counter_columns(f, units, locations), "successor_id": ids[f.successor]}
            for at, f in facts_by_id.items()
        ],
    )
    insert(CounterCode, [{**code, "is_current": True} for code in codes])
    _store_offers(facts_by_id)


def _counter_columns(
    facts: CounterFacts, units: Mapping[Any, Any], locations: Mapping[Any, Any]
) -> dict[str, Any]:
    return {
        "unit_id": units[facts.unit],
        "number": facts.number,
        "name": facts.name,
        "name_en": facts.name_en,
        "location_id": locations[facts.location],
        "closed_on": facts.closed_on,
    }


def _store_offers(facts_by_id: Mapping[int, CounterFacts]) -> None:
    services = ids_by_code(Service)
    ids = sorted(facts_by_id)
    for start in range(0, len(ids), 500):
        chosen = CounterService.counter_id.in_(ids[start : start + 500])
        db.session.execute(sa.delete(CounterService).where(chosen))
    insert(
        CounterService,
        [
            {"counter_id": counter_id, "service_id": services[code]}
            for counter_id, facts in facts_by_id.items()
            for code in facts.services
        ],
    )
