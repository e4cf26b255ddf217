"""What the sheets refer to: units, counters and officers that are there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.authority import Actor
from portal.database import db
from portal.organisation.imports.incoming import (
    Incoming,
    IncomingRow,
    check_known,
)
from portal.organisation.listings import (
    Days,
    listed_counters,
    listed_officers,
    listed_units,
)
from portal.organisation.models import Service
from portal.organisation.rules.facts import CounterFacts, OfficerFacts

Random = Callable[[int], int]
"""A random whole number below the argument."""


def unit_codes(actor: Actor) -> frozenset[str]:
    """The codes of the units in reach."""
    return frozenset(facts.code for facts in listed_units(actor).values())


def service_codes() -> frozenset[str]:
    """The codes of all services: a desk of an MPP serves those of other units too."""
    return frozenset(db.session.execute(sa.select(Service.code)).scalars())


@dataclass(frozen=True, slots=True)
class People:
    """The officers that are there, and their ids by NIP and by internal id."""

    facts: Mapping[int, OfficerFacts]
    ids: Mapping[str, int]


def known_people(actor: Actor) -> People:
    """Everybody in reach."""
    facts = listed_officers(actor)
    ids = {key: at for at, f in facts.items() for key in (f.nip, f.internal_id) if key}
    return People(facts, ids)


def keys_of_people(*groups: Iterable[OfficerFacts]) -> dict[str, str]:
    """For each NIP and internal id the one number by which an export names that officer."""
    return {
        number: facts.key
        for group in groups
        for facts in group
        for number in (facts.nip, facts.internal_id)
        if number
    }


def name_officers(rows: Incoming, keys: Mapping[str, str]) -> None:
    """Put the exported number of each officer in the place of the one that was typed."""
    check_known(rows, "officer", keys.keys(), "petugas", "petugas")
    for row in rows.rows:
        if row.taken.get("officer") in keys:
            row.taken["officer"] = keys[row.taken["officer"]]


def check_counters(actor: Actor, rows: Incoming) -> None:
    """The unit, the counter in it, and that it is open on the day."""
    units = {facts.code for facts in listed_units(actor).values()}
    check_known(rows, "unit", units, "unit", "unit")
    counters = {(f.unit, f.number): f for f in listed_counters(actor).values()}
    for row in rows.rows:
        unit, number = row.taken.get("unit"), row.taken.get("counter")
        if unit in units and number is not None:
            _check_counter(
                row, counters.get((unit, number)), f"loket {number} tidak ada di {unit}."
            )


def _check_counter(row: IncomingRow, counter: CounterFacts | None, unknown: str) -> None:
    day = row.taken.get("on_date")
    if counter is None:
        row.problem("counter", unknown, "Tambahkan dulu di lembar loket.")
    elif counter.closed_on and day and day >= counter.closed_on and not row.taken.get("cancelled"):
        row.problem(
            "counter", f"loket tutup sejak {counter.closed_on:%d/%m/%Y}.", "Periksa loketnya."
        )


def span_of(rows: Incoming) -> Days:
    days = rows.values("on_date")
    return Days(min(days), max(days)) if days else Days(date.max, date.min)
