"""Counters by hand: add, change, close with a successor, a new code for a spoilt poster."""

import secrets
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import later
from portal.organisation.imports.counters import code_owners, fresh_code, store_counters
from portal.organisation.imports.known import Random
from portal.organisation.imports.storing import insert, storing
from portal.organisation.listings import listed_counters, listed_units
from portal.organisation.managing.changing import (
    loaded,
    one_change,
    one_more,
    refuse_future,
    seen_as,
    write_down,
)
from portal.organisation.managing.services import demand_unit_in_use
from portal.organisation.models import Counter, CounterCode, Location, Service, Unit
from portal.organisation.rules.facts import CounterFacts

NUMBER_TAKEN = later("Nomor loket ini sudah dipakai di unit itu. Pilih nomor lain.")
NO_LOCATION = later("Lokasi itu tidak ada atau sudah tidak dipakai. Pilih lokasi lain.")
NO_SERVICE = later("Ada kode layanan yang tidak ada atau sudah tidak dipakai. Periksa kodenya.")
OWN_SUCCESSOR = later("Loket tidak dapat menggantikan dirinya sendiri. Pilih loket lain.")
NO_SUCCESSOR = later("Loket pengganti tidak ada atau sudah ditutup. Pilih loket lain.")
CLOSED = later("Loket ini sudah ditutup. Buka dulu, lalu buat kode baru.")


@command
def add_counter(actor: Actor, *, facts: CounterFacts, random: Random = secrets.randbelow) -> int:
    """Add a counter to a unit in reach; its code for the QR is made here."""
    unit_id = demand_unit_in_use(actor, facts.unit)
    _refuse_taken(unit_id, facts.number)
    _check_references(facts, None)
    after = replace(facts, code=fresh_code(set(code_owners()), random))
    with storing():
        store_counters(one_more(after))
    write_down(actor, "add_counter", _subject(after), None, after)
    return _id_of(unit_id, facts.number) or 0


@command
def change_counter(actor: Actor, *, counter_id: int, facts: CounterFacts, seen: str) -> None:
    """Change number, names, location, services, or the unit (both must be in reach).

    The counter stays the same one: codes, answers and closed months stay with it.
    """
    before = seen_as(listed_counters, actor, Counter.id == counter_id, seen)
    after = replace(facts, closed_on=before.closed_on, successor=before.successor, code=before.code)
    if (after.unit, after.number) != (before.unit, before.number):
        _refuse_taken(_unit_for(actor, before, after), after.number)
    _check_references(after, before)
    _store(actor, "change_counter", counter_id, before, after)


@command
def close_counter(
    actor: Actor,
    *,
    counter_id: int,
    closed_on: date | None,
    successor_id: int | None,
    seen: str,
    today: date,
) -> None:
    """Close a counter from a day on; residents are led to the successor. None opens it again."""
    before = seen_as(listed_counters, actor, Counter.id == counter_id, seen)
    refuse_future(closed_on, today)
    if closed_on is None:
        demand_unit_in_use(actor, before.unit)
        successor = None
    else:
        successor = _successor(actor, counter_id, successor_id)
    after = replace(before, closed_on=closed_on, successor=successor)
    _store(actor, "close_counter", counter_id, before, after)


@command
def renew_counter_code(
    actor: Actor, *, counter_id: int, seen: str, random: Random = secrets.randbelow
) -> str:
    """Give a counter a new code to print; the old one goes on leading to it."""
    before = seen_as(listed_counters, actor, Counter.id == counter_id, seen)
    if before.closed_on is not None:
        raise RuleBroken(CLOSED)
    code = fresh_code(set(code_owners()), random)
    old = sa.update(CounterCode).where(CounterCode.counter_id == counter_id)
    db.session.execute(old.values(is_current=False))
    with storing():
        insert(CounterCode, [{"code": code, "counter_id": counter_id, "is_current": True}])
    was, now = {"code": before.code}, {"code": code}
    record(actor, action="renew_counter_code", subject=_subject(before), before=was, after=now)
    return code


def _store(
    actor: Actor, action: str, counter_id: int, before: CounterFacts, after: CounterFacts
) -> None:
    if before == after:
        return
    with storing():
        store_counters(one_change(counter_id, before, after))
    write_down(actor, action, _subject(before), before, after)


def _subject(facts: CounterFacts) -> str:
    return f"counter:{facts.unit}/{facts.number}"


def _unit_for(actor: Actor, before: CounterFacts, after: CounterFacts) -> int:
    if after.unit != before.unit:
        return demand_unit_in_use(actor, after.unit)
    return loaded(listed_units, actor, Unit.code == after.unit)[0]


def _id_of(unit_id: int, number: str) -> int | None:
    chosen = (Counter.unit_id == unit_id, Counter.number == number)
    return db.session.execute(sa.select(Counter.id).where(*chosen)).scalar()


def _refuse_taken(unit_id: int, number: str) -> None:
    if _id_of(unit_id, number) is not None:
        raise RuleBroken(NUMBER_TAKEN)


def _check_references(facts: CounterFacts, before: CounterFacts | None) -> None:
    """Location and services must be in use; what the counter has already may stay."""
    was = before.location if before else None
    place = sa.select(Location.id).where(
        Location.code == facts.location, Location.retired_on.is_(None)
    )
    is_new_place = facts.location is not None and facts.location != was
    if is_new_place and db.session.execute(place).first() is None:
        raise RuleBroken(NO_LOCATION)
    new = set(facts.services) - set(before.services if before else ())
    known = sa.select(Service.code).where(Service.code.in_(new), Service.retired_on.is_(None))
    if new - set(db.session.execute(known).scalars()):
        raise RuleBroken(NO_SERVICE)


def _successor(actor: Actor, counter_id: int, successor_id: int | None) -> tuple[str, str] | None:
    if successor_id is None:
        return None
    if successor_id == counter_id:
        raise RuleBroken(OWN_SUCCESSOR)
    try:
        _id, found = loaded(listed_counters, actor, Counter.id == successor_id)
    except NotFound:
        raise RuleBroken(NO_SUCCESSOR) from None
    if found.closed_on is not None:
        raise RuleBroken(NO_SUCCESSOR)
    return found.unit, found.number
