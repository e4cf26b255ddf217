"""Last week's roster once more: what would come along, and what cannot and why."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db
from portal.errors import Conflict
from portal.language import gettext as _
from portal.organisation.imports.plan import Plan
from portal.organisation.imports.roster import store_roster
from portal.organisation.imports.storing import storing
from portal.organisation.listings import Days, listed_duties
from portal.organisation.managing.changing import CHANGED_MEANWHILE
from portal.organisation.managing.roster import obstacle
from portal.organisation.managing.roster_week import WEEK, RosterWeek, roster_week
from portal.organisation.models import Counter, Duty, Officer
from portal.organisation.rules.facts import DutyFacts
from portal.organisation.rules.hours import Shift


@dataclass(frozen=True, slots=True)
class Copied:
    """A duty of last week on its new day; `reason` says why it does not come along."""

    name: str
    facts: DutyFacts
    reason: str


@dataclass(frozen=True, slots=True)
class WeekCopy:
    """What copying would do to a unit's week."""

    week: RosterWeek
    lines: tuple[Copied, ...]
    seen: str

    @property
    def taken(self) -> tuple[Copied, ...]:
        return tuple(line for line in self.lines if not line.reason)

    @property
    def left_out(self) -> tuple[Copied, ...]:
        return tuple(line for line in self.lines if line.reason)


def week_copy(actor: Actor, unit_id: int, monday: date) -> WeekCopy:
    """Last week's duties of a unit on the days of this one."""
    week = roster_week(actor, unit_id, monday)
    lines = tuple(_lines(actor, week))
    said = repr([(line.facts, bool(line.reason)) for line in lines])
    return WeekCopy(week, lines, hashlib.sha256(said.encode()).hexdigest()[:32])


@command
def copy_week(actor: Actor, *, unit_id: int, monday: date, seen: str) -> int:
    """Store what comes along; returns how many. Conflict when it is no longer what was shown."""
    found = week_copy(actor, unit_id, monday)
    if found.seen != seen:
        raise Conflict(CHANGED_MEANWHILE)
    facts = [line.facts for line in found.taken]
    if facts:
        with storing():
            store_roster(Plan(added=facts))
        record(
            actor,
            action="copy_week",
            subject=f"unit:{unit_id}/roster:{monday}",
            after={
                f"{f.officer} {f.unit} {f.counter} {f.on_date}": f"{f.starts_at}" for f in facts
            },
        )
    return len(facts)


def _lines(actor: Actor, week: RosterWeek) -> list[Copied]:
    last = Days(week.days[0] - timedelta(days=WEEK), week.days[-1] - timedelta(days=WEEK))
    only = [Counter.unit_id == week.unit_id, *last.of(Duty.on_date)]
    people, counters = _people(), {desk.number: desk.id for desk in week.desks}
    there = {_key(facts) for facts in listed_duties(actor, [_in_week(week)]).values()}
    found: list[Copied] = []
    for facts in listed_duties(actor, only).values():
        moved = replace(facts, on_date=facts.on_date + timedelta(days=WEEK))
        officer = people[facts.officer]
        reason = _reason(moved, officer, counters, week, there, _shifts(found, moved))
        found.append(Copied(officer.name, moved, reason))
    return found


def _reason(
    facts: DutyFacts,
    officer: Any,
    counters: dict[str, int],
    week: RosterWeek,
    there: set[tuple[Any, ...]],
    also: list[Shift],
) -> str:
    if _key(facts) in there:
        return _("Sudah ada di jadwal.")
    if holiday := week.holidays.get(facts.on_date):
        return _("Hari libur: {name}.").format(name=holiday)
    if facts.counter not in counters:
        return _("Loket ini sudah tutup pada hari itu.")
    return obstacle(facts, officer, counters[facts.counter], also=also)


def _shifts(found: list[Copied], facts: DutyFacts) -> list[Shift]:
    """What this copy itself already puts on the same officer and day."""
    return [
        Shift(f.officer, f.on_date, f.starts_at, f.ends_at, None)
        for f in (line.facts for line in found if not line.reason)
        if (f.officer, f.on_date) == (facts.officer, facts.on_date)
    ]


def _key(facts: DutyFacts) -> tuple[Any, ...]:
    return facts.officer, facts.counter, facts.on_date, facts.starts_at


def _in_week(week: RosterWeek) -> sa.ColumnElement[bool]:
    return sa.and_(
        Counter.unit_id == week.unit_id, Duty.on_date.between(week.days[0], week.days[-1])
    )


def _people() -> dict[str, Any]:
    key = sa.func.coalesce(Officer.nip, Officer.internal_id)
    query = sa.select(key.label("key"), Officer.id, Officer.name, Officer.left_on)
    return {row.key: row for row in db.session.execute(query)}
