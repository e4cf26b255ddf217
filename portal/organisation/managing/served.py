"""How many people each counter served on a day: typed by the unit, one number per counter."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import gettext as _
from portal.month import Month
from portal.organisation.managing.changing import CHANGED_MEANWHILE, NOT_YET
from portal.organisation.models import Counter, Served, Unit

MOST_SERVED = 9999  # a day; beyond it a digit was typed too many
ENTER = Permission.ENTER_SERVED


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit whose numbers this actor may type."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CounterDay:
    """A counter on one day; `number` is None where nothing was typed."""

    id: int
    label: str
    number: int | None


@dataclass(frozen=True, slots=True)
class ServedDay:
    """All counters of a unit on one day, and how many of them are known on each day of the month.

    `known` holds (number of counters typed, people served) by day.
    """

    unit: UnitChoice
    day: date
    counters: tuple[CounterDay, ...]
    known: Mapping[date, tuple[int, int]]
    fingerprint: str


def units_to_type(actor: Actor) -> tuple[UnitChoice, ...]:
    """Units with counters in reach, by name."""
    actor.demand(ENTER)
    query = sa.select(Unit.code, Unit.name).where(
        Unit.retired_on.is_(None), Unit.id.in_(sa.select(Counter.unit_id)), *_in_reach(actor)
    )
    rows = db.session.execute(query.order_by(Unit.name, Unit.code))
    return tuple(UnitChoice(row.code, row.name) for row in rows)


def served_day(actor: Actor, unit: str, day: date) -> ServedDay:
    """A unit's counters in use on a day; NotFound outside the reach."""
    unit_id, name = _unit(actor, unit)
    counters = _counters(unit_id, day)
    return ServedDay(
        unit=UnitChoice(unit, name),
        day=day,
        counters=counters,
        known=_known(unit_id, Month.of(day)),
        fingerprint=_seen(counters),
    )


@command
def enter_served(
    actor: Actor,
    *,
    unit: str,
    day: date,
    numbers: Mapping[int, int | None],
    seen: str,
    today: date,
) -> int:
    """Store what was typed, by counter id; None takes a number back. Returns how many changed.

    Raises Conflict when somebody typed in between, RuleBroken for a day that has not come.
    """
    unit_id, _name = _unit(actor, unit)
    if day > today:
        raise RuleBroken(NOT_YET)
    counters = _counters(unit_id, day)
    if seen != _seen(counters):
        raise Conflict(CHANGED_MEANWHILE)
    before = {counter.id: counter.number for counter in counters}
    changed = {id_: n for id_, n in numbers.items() if id_ in before and before[id_] != n}
    _refuse_too_many(changed)
    if changed:
        _store(changed, day)
        record(
            actor,
            action="enter_served",
            subject=f"unit:{unit}/served:{day}",
            before={str(id_): before[id_] for id_ in changed},
            after={str(id_): number for id_, number in changed.items()},
        )
    return len(changed)


def _in_reach(actor: Actor) -> list[sa.ColumnElement[bool]]:
    reach = actor.reach(ENTER)
    return [] if reach is None else [Unit.id.in_(reach)]


def _unit(actor: Actor, code: str) -> tuple[int, str]:
    actor.demand(ENTER)
    query = sa.select(Unit.id, Unit.name).where(Unit.code == code, *_in_reach(actor))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    return row.id, row.name


def _counters(unit_id: int, day: date) -> tuple[CounterDay, ...]:
    query = (
        sa.select(Counter.id, Counter.number, Counter.name, Served.number.label("served"))
        .outerjoin(Served, sa.and_(Served.counter_id == Counter.id, Served.on_date == day))
        .where(
            Counter.unit_id == unit_id,
            sa.or_(Counter.closed_on.is_(None), Counter.closed_on >= day),
        )
        .order_by(sa.func.length(Counter.number), Counter.number)
    )
    return tuple(
        CounterDay(row.id, f"{row.number} {row.name}".strip(), row.served)
        for row in db.session.execute(query)
    )


def _known(unit_id: int, month: Month) -> dict[date, tuple[int, int]]:
    query = (
        sa.select(Served.on_date, sa.func.count(), sa.func.sum(Served.number))
        .join(Counter, Counter.id == Served.counter_id)
        .where(
            Counter.unit_id == unit_id,
            Served.on_date.between(month.first_day, month.last_day),
        )
        .group_by(Served.on_date)
    )
    return {day: (count, int(total)) for day, count, total in db.session.execute(query)}


def _seen(counters: tuple[CounterDay, ...]) -> str:
    said = "\n".join(f"{counter.id}={counter.number}" for counter in counters)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _refuse_too_many(numbers: Mapping[int, int | None]) -> None:
    if any(number is not None and not 0 <= number <= MOST_SERVED for number in numbers.values()):
        raise RuleBroken(_("Tulis bilangan 0 sampai {most}.").format(most=MOST_SERVED))


def _store(numbers: Mapping[int, int | None], day: date) -> None:
    gone = sa.delete(Served).where(Served.on_date == day, Served.counter_id.in_(numbers))
    db.session.execute(gone)
    rows = [
        {"counter_id": id_, "on_date": day, "number": number}
        for id_, number in numbers.items()
        if number is not None
    ]
    if rows:
        db.session.execute(sa.insert(Served), rows)
