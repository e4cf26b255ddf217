"""Officers by hand: add, change, transfer, leave; and the record of a look at their numbers."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import later
from portal.organisation.imports.known import Random
from portal.organisation.imports.officers import store_officers
from portal.organisation.imports.storing import storing
from portal.organisation.listings import listed_officers
from portal.organisation.managing.changing import (
    one_change,
    one_more,
    refuse_future,
    seen_as,
    write_down,
)
from portal.organisation.managing.services import demand_unit_in_use
from portal.organisation.models import Counter, Duty, Officer
from portal.organisation.rules.facts import OfficerFacts
from portal.organisation.rules.identity import check_identity

NIP_TAKEN = later("NIP ini sudah dipakai petugas lain. Periksa angkanya.")
ID_TAKEN = later("ID internal ini sudah dipakai petugas lain. Pilih ID lain.")
SAME_UNIT = later("Petugas sudah berada di unit itu.")
HAS_LEFT = later("Petugas ini sudah berhenti. Aktifkan dulu, lalu pindahkan.")


@command
def add_officer(actor: Actor, *, facts: OfficerFacts, random: Random = secrets.randbelow) -> str:
    """Add an officer to a unit in reach; returns the random name used in addresses."""
    demand_unit_in_use(actor, facts.unit)
    _check(facts, None)
    with storing():
        store_officers(one_more(facts), random)
    column = Officer.nip if facts.nip else Officer.internal_id
    handle = db.session.execute(
        sa.select(Officer.handle).where(column == (facts.nip or facts.internal_id))
    ).scalar_one()
    write_down(actor, "add_officer", f"officer:{handle}", None, facts)
    return handle


@command
def change_officer(actor: Actor, *, handle: str, facts: OfficerFacts, seen: str) -> None:
    """Change numbers, names, kind and position; unit and end have their own commands."""
    before = seen_as(listed_officers, actor, Officer.handle == handle, seen)
    after = replace(facts, unit=before.unit, left_on=before.left_on)
    _check(after, handle)
    _store(actor, "change_officer", handle, before, after)


@command
def transfer_officer(
    actor: Actor, *, handle: str, unit: str, moved_on: date, seen: str, today: date
) -> int:
    """Move an officer to another unit in reach as of a day; returns how many duties fell away.

    Answers and closed months keep the unit they were given in.
    """
    before = seen_as(listed_officers, actor, Officer.handle == handle, seen)
    unit_id = demand_unit_in_use(actor, unit)
    refuse_future(moved_on, today)
    if before.left_on is not None:
        raise RuleBroken(HAS_LEFT)
    if unit == before.unit:
        raise RuleBroken(SAME_UNIT)
    gone = _cancel_duties(handle, today, but_in=unit_id)
    facts = {"moved_on": moved_on.isoformat(), "cancelled_duties": gone}
    _store(actor, "transfer_officer", handle, before, replace(before, unit=unit), **facts)
    return gone


@command
def end_officer(actor: Actor, *, handle: str, left_on: date | None, seen: str, today: date) -> int:
    """An officer leaves as of a day (it may lie ahead), or (None) comes back.

    Returns how many planned duties fell away.
    """
    before = seen_as(listed_officers, actor, Officer.handle == handle, seen)
    if left_on is None:
        demand_unit_in_use(actor, before.unit)
    gone = _cancel_duties(handle, max(left_on, today)) if left_on else 0
    after = replace(before, left_on=left_on)
    _store(actor, "end_officer", handle, before, after, cancelled_duties=gone)
    return gone


@command
def note_officers_seen(actor: Actor, *, handles: Sequence[str], why: str) -> None:
    """Write down that somebody looked at the numbers (NIP) of these officers."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    subject = f"officer:{handles[0]}" if len(handles) == 1 else "officers"
    record(
        actor,
        action="note_officers_seen",
        subject=subject,
        after={"handles": list(handles)},
        reason=why,
    )


def _store(
    actor: Actor,
    action: str,
    handle: str,
    before: OfficerFacts,
    after: OfficerFacts,
    **more: object,
) -> None:
    if before == after:
        return
    identity = db.session.execute(
        sa.select(Officer.id).where(Officer.handle == handle)
    ).scalar_one()
    with storing():
        store_officers(one_change(identity, before, after), secrets.randbelow)
    write_down(actor, action, f"officer:{handle}", before, after, **more)


def _check(facts: OfficerFacts, handle: str | None) -> None:
    """Number and kind agree, and nobody else has the number, in reach or not."""
    check_identity(facts)
    for column, value, words in (
        (Officer.nip, facts.nip, NIP_TAKEN),
        (Officer.internal_id, facts.internal_id, ID_TAKEN),
    ):
        other = sa.select(Officer.id).where(column == value, Officer.handle != (handle or ""))
        if value is not None and db.session.execute(other).first():
            raise RuleBroken(words)


def _cancel_duties(handle: str, since: date, *, but_in: int | None = None) -> int:
    """Take planned duties from a day on off the roster; what has been served stays."""
    officer = sa.select(Officer.id).where(Officer.handle == handle).scalar_subquery()
    elsewhere = sa.select(Counter.id)
    if but_in is not None:
        elsewhere = elsewhere.where(Counter.unit_id != but_in)
    planned = (
        Duty.officer_id == officer,
        Duty.on_date >= since,
        Duty.counter_id.in_(elsewhere),
    )
    ids = db.session.execute(sa.select(Duty.id).where(*planned)).scalars().all()
    db.session.execute(sa.delete(Duty).where(Duty.id.in_(ids)))
    return len(ids)
