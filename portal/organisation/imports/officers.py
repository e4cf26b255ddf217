"""Imports of officers, known by NIP or internal id."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.authority import Actor
from portal.errors import PortalError
from portal.organisation.imports.incoming import (
    IncomingRow,
    Progress,
    check_known,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.known import People, Random, known_people, unit_codes
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import ids_by_code, insert, update
from portal.organisation.layouts import OFFICERS
from portal.organisation.models import Officer, Unit
from portal.organisation.rules.codes import ALPHABET
from portal.organisation.rules.facts import OfficerFacts
from portal.organisation.rules.identity import OfficerKind, agreed_kind, next_internal_id
from portal.sheets import Sheet

HANDLE_LENGTH = 12


def plan_officers(actor: Actor, sheet: Sheet, progress: Progress) -> Plan[int, OfficerFacts]:
    """What a sheet of officers would change; known by NIP, else by internal id."""
    people = known_people(actor)
    rows = incoming(OFFICERS, sheet, progress)
    check_known(rows, "unit", unit_codes(actor), "unit", "unit")
    taken_ids = frozenset(people.ids) | rows.values("internal_id")
    pairs = []
    for row in rows.rows:
        at = _whose(row, people)
        facts = _settled(row, people.facts.get(at) if at else None, taken_ids)
        pairs.append((row, at, facts))
    _refuse_same_person(pairs)
    refuse_twice(rows, "nip", keys_of("nip"))
    refuse_twice(rows, "internal_id", keys_of("internal_id"))
    rows.settle()
    return compared(
        (at, before, merged(OfficerFacts, before, facts))
        for _, at, facts in pairs
        for before in [people.facts.get(at) if at else None]
    )


def _whose(row: IncomingRow, people: People) -> int | None:
    """The officer a row speaks of, by either number; None for somebody new."""
    nip, internal = row.taken.get("nip"), row.taken.get("internal_id")
    by_nip = people.ids.get(nip.digits) if nip else None
    by_internal = people.ids.get(internal) if internal else None
    if by_nip and by_internal and by_nip != by_internal:
        row.problem(
            "internal_id",
            f"NIP milik {people.facts[by_nip].name},"
            f" id {internal} milik {people.facts[by_internal].name}.",
            "Perbaiki salah satu.",
        )
    return by_nip or by_internal


def _settled(
    row: IncomingRow, before: OfficerFacts | None, taken_ids: frozenset[str]
) -> dict[str, Any]:
    """The row's facts with number and kind agreed; a blank number never erases a known one."""
    facts = {k: v for k, v in row.taken.items() if k not in ("nip", "internal_id", "kind")}
    nip, stated = row.taken.get("nip"), row.taken.get("kind")
    facts["nip"] = nip.digits if nip else (before.nip if before else None)
    facts["internal_id"] = row.taken.get("internal_id") or (before.internal_id if before else None)
    if _is_nameless(row, facts):
        remedy = f"Isi NIP, atau beri id sendiri, misalnya {next_internal_id(taken_ids)}."
        row.problem("internal_id", "tanpa NIP perlu id internal.", remedy)
    try:
        facts["kind"] = _kind(nip, stated, before, has_nip=facts["nip"] is not None)
    except PortalError as error:
        row.problem("kind" if stated else "nip", error.message)
    return facts


def _is_nameless(row: IncomingRow, facts: Mapping[str, Any]) -> bool:
    """Neither number is there, and not because its cell was bad and is named already."""
    bad = row.is_bad("nip") or row.is_bad("internal_id")
    return not (facts["nip"] or facts["internal_id"] or bad)


def _kind(nip: Any, stated: Any, before: OfficerFacts | None, *, has_nip: bool) -> str:
    if stated:
        return agreed_kind(nip, stated, has_nip=has_nip).value
    if before and before.nip and (nip is None or before.nip == nip.digits):
        return before.kind
    return str(nip.kind.value) if nip else OfficerKind.OTHER.value


def _refuse_same_person(pairs: Iterable[tuple[IncomingRow, int | None, Any]]) -> None:
    """Two rows, one by NIP and one by internal id, may still be the same officer."""
    first: dict[int, IncomingRow] = {}
    for row, at, _ in pairs:
        if at is None:
            continue
        earlier = first.setdefault(at, row)
        by_same = earlier is row or any(
            earlier.taken.get(key) and earlier.taken.get(key) == row.taken.get(key)
            for key in ("nip", "internal_id")
        )
        if not by_same:
            row.problem(
                "nip", f"orang yang sama dengan baris {earlier.number}.", "Hapus salah satu."
            )


def store_officers(plan: Plan[int, OfficerFacts], random: Random) -> None:
    """Store officers; each new one gets the random name by which public forms know them."""
    units = ids_by_code(Unit)
    insert(
        Officer,
        [{"handle": new_handle(random), **_officer_columns(f, units)} for f in plan.added],
    )
    update(Officer, [{"id": c.id, **_officer_columns(c.after, units)} for c in plan.changed])


def new_handle(random: Random) -> str:
    """The random name by which pages and public forms know an officer."""
    return "".join(ALPHABET[random(len(ALPHABET))] for _ in range(HANDLE_LENGTH)).lower()


def _officer_columns(facts: OfficerFacts, units: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "nip": facts.nip,
        "internal_id": facts.internal_id,
        "name": facts.name,
        "unit_id": units[facts.unit],
        "kind": facts.kind,
        "call_name": facts.call_name,
        "shows_name": facts.shows_name,
        "position": facts.position,
        "left_on": facts.left_on,
    }
