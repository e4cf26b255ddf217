"""Duty rosters by hand: add, change, cancel; the rules are those of the import."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.organisation.imports.plan import Plan
from portal.organisation.imports.roster import store_roster
from portal.organisation.imports.storing import storing
from portal.organisation.listings import in_reach, listed_duties
from portal.organisation.managing.changing import (
    loaded,
    one_change,
    one_more,
    seen_as,
    write_down,
)
from portal.organisation.models import Counter, Duty, Leave, Officer, Unit
from portal.organisation.rules.facts import DutyFacts
from portal.organisation.rules.hours import Shift, clashes

ENDS_FIRST = later("Jam selesai harus sesudah jam mulai. Jaga malam ditulis pada dua hari.")
COUNTER_CLOSED = later("Loket ini sudah tutup pada hari itu.")
HAS_LEFT = later("Petugas ini sudah berhenti pada hari itu.")
IS_AWAY = later("Petugas ini cuti pada hari itu.")
DESK_LONGEST = 8


@command
def add_duty(
    actor: Actor,
    *,
    counter_id: int,
    handle: str,
    on_date: date,
    starts_at: time,
    ends_at: time,
    desk: str = "",
) -> None:
    """Put an officer in reach at a counter in reach; refused where it clashes, in words."""
    unit, number = _counter(actor, counter_id)
    officer = _officer(actor, handle)
    facts = DutyFacts(
        officer=officer.nip or officer.internal_id,
        unit=unit,
        counter=number,
        on_date=on_date,
        starts_at=starts_at,
        ends_at=ends_at,
        desk=desk[:DESK_LONGEST],
    )
    check_duty(facts, officer, counter_id)
    with storing():
        store_roster(one_more(facts))
    write_down(actor, "add_duty", f"counter:{counter_id}/duty:{on_date}", None, facts)


@command
def change_duty(
    actor: Actor,
    *,
    duty_id: int,
    handle: str,
    starts_at: time,
    ends_at: time,
    desk: str,
    seen: str,
) -> None:
    """Another officer, other hours or another desk on the same day at the same counter."""
    before = seen_as(listed_duties, actor, Duty.id == duty_id, seen)
    officer = _officer(actor, handle)
    after = replace(
        before,
        officer=officer.nip or officer.internal_id,
        starts_at=starts_at,
        ends_at=ends_at,
        desk=desk[:DESK_LONGEST],
    )
    counter_id = counter_of(duty_id)
    check_duty(after, officer, counter_id, but=duty_id)
    if after != before:
        with storing():
            store_roster(one_change(duty_id, before, after))
        subject = f"counter:{counter_id}/duty:{before.on_date}"
        write_down(actor, "change_duty", subject, before, after)


@command
def cancel_duty(actor: Actor, *, duty_id: int, seen: str) -> None:
    """Take a duty off the roster."""
    before = seen_as(listed_duties, actor, Duty.id == duty_id, seen)
    subject = f"counter:{counter_of(duty_id)}/duty:{before.on_date}"
    store_roster(Plan(removed=[(duty_id, before)]))
    write_down(actor, "cancel_duty", subject, before, None)


def duty_facts(actor: Actor, duty_id: int) -> DutyFacts:
    """A duty in reach; NotFound else."""
    return loaded(listed_duties, actor, Duty.id == duty_id)[1]


def counter_of(duty_id: int) -> int:
    """At which counter a duty is."""
    query = sa.select(Duty.counter_id).where(Duty.id == duty_id)
    return int(db.session.execute(query).scalar_one())


def handle_of(duty_id: int) -> str:
    """Whose duty it is."""
    query = sa.select(Officer.handle).join(Duty, Duty.officer_id == Officer.id)
    return str(db.session.execute(query.where(Duty.id == duty_id)).scalar_one())


def check_duty(facts: DutyFacts, officer: Any, counter_id: int, but: int | None = None) -> None:
    """Raise RuleBroken with the reason why this duty cannot be; `but` is the one it replaces."""
    if reason := obstacle(facts, officer, counter_id, but=but):
        raise RuleBroken(reason)


def obstacle(
    facts: DutyFacts,
    officer: Any,
    counter_id: int,
    *,
    but: int | None = None,
    also: Iterable[Shift] = (),
) -> str:
    """Why a duty cannot be, in words; "" when it can. `also` are duties planned with it."""
    closed_on = db.session.execute(
        sa.select(Counter.closed_on).where(Counter.id == counter_id)
    ).scalar()
    if facts.ends_at <= facts.starts_at:
        return _(ENDS_FIRST)
    if closed_on is not None and facts.on_date >= closed_on:
        return _(COUNTER_CLOSED)
    if officer.left_on is not None and facts.on_date >= officer.left_on:
        return _(HAS_LEFT)
    if _is_away(officer.id, facts.on_date):
        return _(IS_AWAY)
    return _clash(facts, [*_shifts(officer.id, facts, but), *also])


def _clash(facts: DutyFacts, others: list[Shift]) -> str:
    """With which duty of the same officer the hours overlap; at whatever counter."""
    own = Shift(facts.officer, facts.on_date, facts.starts_at, facts.ends_at, 0)
    for pair in clashes([own, *others]):
        if own in pair:
            other = pair[0] if pair[1] is own else pair[1]
            words = _("Bentrok: petugas ini sudah dijadwalkan {start}–{end} pada hari itu.")
            return words.format(start=f"{other.start:%H.%M}", end=f"{other.end:%H.%M}")
    return ""


def _shifts(officer_id: int, facts: DutyFacts, but: int | None) -> list[Shift]:
    query = sa.select(Duty.starts_at, Duty.ends_at).where(
        Duty.officer_id == officer_id, Duty.on_date == facts.on_date, Duty.id != (but or 0)
    )
    return [
        Shift(facts.officer, facts.on_date, row.starts_at, row.ends_at, None)
        for row in db.session.execute(query)
    ]


def _is_away(officer_id: int, day: date) -> bool:
    query = sa.select(Leave.id).where(
        Leave.officer_id == officer_id, Leave.starts_on <= day, Leave.ends_on >= day
    )
    return db.session.execute(query.limit(1)).first() is not None


def _counter(actor: Actor, counter_id: int) -> tuple[str, str]:
    query = (
        sa.select(Unit.code, Counter.number)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(Counter.id == counter_id, *in_reach(actor, Counter.unit_id))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(UNKNOWN)
    return row[0], row[1]


def _officer(actor: Actor, handle: str) -> Any:
    """The columns of an officer in reach."""
    query = sa.select(
        Officer.id, Officer.handle, Officer.nip, Officer.internal_id, Officer.name, Officer.left_on
    ).where(Officer.handle == handle, *in_reach(actor, Officer.unit_id))
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(UNKNOWN)
    return row
