"""The calendar of days without service: whole-government data, each day with its decree."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import later
from portal.organisation.managing.changing import CHANGED_MEANWHILE
from portal.organisation.models import HOLIDAY_KINDS, Holiday

KINDS = HOLIDAY_KINDS
MANAGE = Permission.MANAGE_ORGANISATION
LONGEST = 200
NEEDS_REASON = later("Hari ini sudah lewat. Tulis alasan mengubah kalendernya.")
NEEDS_DECREE = later("Tulis nomor keputusannya.")
ALREADY_THERE = later("Hari ini sudah ada di kalender. Buka barisnya untuk mengubah.")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day without service, and by which decree."""

    on_date: date
    kind: str
    name: str
    decree: str


def days_off(actor: Actor, year: int) -> tuple[DayOff, ...]:
    """The days of a year in their order."""
    actor.demand(MANAGE)
    span = Holiday.on_date.between(date(year, 1, 1), date(year, 12, 31))
    return _days(span)


def day_off(actor: Actor, on_date: date) -> DayOff:
    """One day; NotFound where it is an ordinary one."""
    actor.demand(MANAGE)
    found = _days(Holiday.on_date == on_date)
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def may_change_calendar(actor: Actor) -> bool:
    """The calendar is everybody's, so only who administers all units changes it."""
    return actor.may(MANAGE) and actor.reach(MANAGE) is None


def fingerprint_of(day: DayOff) -> str:
    """A digest of the day as it was loaded."""
    return hashlib.sha256(repr(day).encode()).hexdigest()[:32]


@command
def add_day_off(actor: Actor, *, day: DayOff, reason: str, today: date) -> None:
    """Add a day; a day that has passed needs a reason."""
    actor.demand_everywhere(MANAGE)
    _check(day, reason, today)
    if _days(Holiday.on_date == day.on_date):
        raise RuleBroken(ALREADY_THERE)
    db.session.execute(sa.insert(Holiday), [asdict(day)])
    _write(actor, "add_day_off", None, day, reason)


@command
def change_day_off(actor: Actor, *, day: DayOff, reason: str, seen: str, today: date) -> None:
    """Change kind, name and decree of a day; to move it, remove it and add another."""
    before = _seen(actor, day.on_date, seen)
    _check(day, reason, today)
    if before != day:
        values = {"kind": day.kind, "name": day.name, "decree": day.decree}
        chosen = Holiday.on_date == day.on_date
        db.session.execute(sa.update(Holiday).where(chosen).values(**values))
        _write(actor, "change_day_off", before, day, reason)


@command
def remove_day_off(actor: Actor, *, on_date: date, reason: str, seen: str, today: date) -> None:
    """Make it an ordinary day again."""
    before = _seen(actor, on_date, seen)
    _check_reason(on_date, reason, today)
    db.session.execute(sa.delete(Holiday).where(Holiday.on_date == on_date))
    _write(actor, "remove_day_off", before, None, reason)


def _seen(actor: Actor, on_date: date, seen: str) -> DayOff:
    actor.demand_everywhere(MANAGE)
    before = day_off(actor, on_date)
    if fingerprint_of(before) != seen:
        raise Conflict(CHANGED_MEANWHILE)
    return before


def _check(day: DayOff, reason: str, today: date) -> None:
    if not day.decree:
        raise RuleBroken(NEEDS_DECREE)
    _check_reason(day.on_date, reason, today)


def _check_reason(on_date: date, reason: str, today: date) -> None:
    if on_date < today and not reason:
        raise RuleBroken(NEEDS_REASON)


def _write(
    actor: Actor, action: str, before: DayOff | None, after: DayOff | None, reason: str
) -> None:
    day = before or after
    record(
        actor,
        action=action,
        subject=f"calendar:{day.on_date if day else ''}",
        before=asdict(before) if before else None,
        after=asdict(after) if after else None,
        reason=reason,
    )


def _days(chosen: sa.ColumnElement[bool]) -> tuple[DayOff, ...]:
    query = sa.select(Holiday.on_date, Holiday.kind, Holiday.name, Holiday.decree).where(chosen)
    return tuple(DayOff(*row) for row in db.session.execute(query.order_by(Holiday.on_date)))
