"""Leave: days on which an officer is away; the duties of those days are seen and cancelled."""

import hashlib
from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import later
from portal.organisation.listings import in_reach
from portal.organisation.models import Counter, Duty, Leave, Officer, Unit

LONGEST = timedelta(days=366)
LONGEST_REASON = 200
ENDS_FIRST = later("Hari terakhir mendahului hari pertama. Periksa kedua tanggalnya.")
TOO_LONG = later("Cuti lebih dari setahun. Catat berhentinya di masa tugas, atau bagi cutinya.")
OVERLAPS = later("Petugas ini sudah cuti pada sebagian hari itu. Periksa daftar cutinya.")
DUTIES_THERE = later(
    "Ada jadwal jaga pada hari itu. Periksa daftarnya; simpan sekali lagi untuk membatalkannya."
)


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One leave of an officer."""

    id: int
    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty that would fall away."""

    id: int
    on_date: date
    starts_at: time
    ends_at: time
    unit: str
    counter: str


@dataclass(frozen=True, slots=True)
class OnLeave:
    """An officer and the leaves from a day on, newest last."""

    id: int
    handle: str
    name: str
    leaves: tuple[LeaveLine, ...]


def leaves_of(actor: Actor, handle: str) -> OnLeave:
    """An officer in reach with all leaves; NotFound else."""
    officer_id, name = _officer(actor, handle)
    query = sa.select(Leave.id, Leave.starts_on, Leave.ends_on, Leave.reason).where(
        Leave.officer_id == officer_id
    )
    rows = db.session.execute(query.order_by(Leave.starts_on.desc()))
    return OnLeave(officer_id, handle, name, tuple(LeaveLine(*row) for row in rows))


def duties_within(
    actor: Actor, handle: str, starts_on: date, ends_on: date
) -> tuple[DutyLine, ...]:
    """The duties of an officer in reach on these days."""
    return _duties(_officer(actor, handle)[0], starts_on, ends_on)


def seen_duties(duties: tuple[DutyLine, ...]) -> str:
    """What a form carries to say that these duties were shown; "" for none."""
    return hashlib.sha256(repr(duties).encode()).hexdigest()[:32] if duties else ""


@command
def grant_leave(
    actor: Actor, *, handle: str, starts_on: date, ends_on: date, reason: str, seen: str
) -> int:
    """Note a leave and cancel the duties of those days; returns how many.

    Conflict unless exactly these duties were shown (`seen`).
    """
    officer_id, _name = _officer(actor, handle)
    _check(officer_id, starts_on, ends_on)
    duties = _duties(officer_id, starts_on, ends_on)
    if seen_duties(duties) != seen:
        raise Conflict(DUTIES_THERE)
    db.session.execute(sa.delete(Duty).where(Duty.id.in_([duty.id for duty in duties])))
    facts = {"starts_on": starts_on, "ends_on": ends_on, "reason": reason[:LONGEST_REASON]}
    db.session.add(Leave(officer_id=officer_id, **facts))
    record(
        actor,
        action="grant_leave",
        subject=f"officer:{handle}",
        before={"duties": [f"{d.on_date} {d.unit} {d.counter}" for d in duties]},
        after=facts,
    )
    return len(duties)


@command
def withdraw_leave(actor: Actor, *, handle: str, leave_id: int) -> None:
    """Take a leave back; duties that were cancelled do not come back."""
    officer_id, _name = _officer(actor, handle)
    leave = db.session.get(Leave, leave_id)
    if leave is None or leave.officer_id != officer_id:
        raise NotFound(UNKNOWN)
    before = {"starts_on": leave.starts_on, "ends_on": leave.ends_on, "reason": leave.reason}
    db.session.delete(leave)
    record(actor, action="withdraw_leave", subject=f"officer:{handle}", before=before)


def _check(officer_id: int, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise RuleBroken(ENDS_FIRST)
    if ends_on - starts_on > LONGEST:
        raise RuleBroken(TOO_LONG)
    overlapping = sa.select(Leave.id).where(
        Leave.officer_id == officer_id, Leave.starts_on <= ends_on, Leave.ends_on >= starts_on
    )
    if db.session.execute(overlapping.limit(1)).first() is not None:
        raise RuleBroken(OVERLAPS)


def _duties(officer_id: int, starts_on: date, ends_on: date) -> tuple[DutyLine, ...]:
    query = (
        sa.select(Duty.id, Duty.on_date, Duty.starts_at, Duty.ends_at, Unit.name, Counter.number)
        .join(Counter, Counter.id == Duty.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(Duty.officer_id == officer_id, Duty.on_date.between(starts_on, ends_on))
        .order_by(Duty.on_date, Duty.starts_at)
    )
    return tuple(DutyLine(*row) for row in db.session.execute(query))


def _officer(actor: Actor, handle: str) -> tuple[int, str]:
    query = sa.select(Officer.id, Officer.name).where(
        Officer.handle == handle, *in_reach(actor, Officer.unit_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(UNKNOWN)
    return row.id, row.name
