"""What can be known of objections: by whoever decides them, and by the officer who filed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.appraisal.contested import affected_counts
from portal.appraisal.models import Objection
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.feedback.models import Certainty, Rating, Status
from portal.feedback.outsiders import is_outside
from portal.feedback.queries import last_closed_month
from portal.indicators.passes import in_month
from portal.month import Month
from portal.organisation.models import Counter, Officer, Unit

MOST = 500


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection as lists show it; the officer by name, never by NIP."""

    handle: str
    month: str
    kind: str
    on_date: date | None
    counter: str
    unit: str
    officer: str
    text: str
    filed_on: date
    state: str
    decided_on: date | None
    reason: str
    affected: int


@dataclass(frozen=True, slots=True)
class ObjectionCase:
    """An objection to be decided: how many answers it is about, and who else may be named.

    `answers` are the contested ones by status; `exact` the officer's counted answers of the month
    that are used for appraisal, `exact_contested` those of them that are contested.
    """

    line: ObjectionLine
    answers: Mapping[str, int]
    exact: int
    exact_contested: int
    may_decide: bool
    is_closed: bool
    colleagues: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        return sum(self.answers.values())


def _lines() -> sa.Select[Any]:
    return (
        sa.select(Objection, Officer.name, Unit.name, Counter.number, Counter.name)
        .select_from(Objection)
        .join(Officer, Officer.id == Objection.officer_id)
        .join(Unit, Unit.id == Objection.unit_id)
        .outerjoin(Counter, Counter.id == Objection.counter_id)
    )


def _line(row: Any) -> ObjectionLine:
    stored, officer, unit, number, counter = row
    return ObjectionLine(
        handle=stored.handle,
        month=stored.month,
        kind=stored.kind,
        on_date=stored.on_date,
        counter=f"{number} {counter}" if number is not None else "",
        unit=unit,
        officer=officer,
        text=stored.text,
        filed_on=stored.filed_on,
        state=stored.state,
        decided_on=stored.decided_on,
        reason=stored.reason,
        affected=stored.affected,
    )


def objections_to_decide(
    actor: Actor, *, is_open: bool = True, month: str | None = None
) -> tuple[ObjectionLine, ...]:
    """Objections in the units this actor decides for, the oldest first; else those decided."""
    actor.demand(Permission.DECIDE_OBJECTIONS)
    query = _lines().where(_in_reach(actor))
    query = query.where(
        Objection.state == "open" if is_open else Objection.state.in_(("upheld", "rejected"))
    )
    if month is not None:
        query = query.where(Objection.month == month)
    order = (Objection.filed_on, Objection.handle)
    ordered = query.order_by(*order) if is_open else query.order_by(Objection.decided_on.desc())
    return tuple(_line(row) for row in db.session.execute(ordered.limit(MOST)))


def _in_reach(actor: Actor) -> sa.ColumnElement[bool]:
    reach = actor.reach(Permission.DECIDE_OBJECTIONS)
    return sa.true() if reach is None else Objection.unit_id.in_(reach)


def own_objections(actor: Actor, month: str | None = None) -> tuple[ObjectionLine, ...]:
    """What the officer filed, newest first."""
    actor.demand(Permission.FILE_OBJECTIONS)
    query = _lines().where(Objection.officer_id == actor.officer_id)
    if month is not None:
        query = query.where(Objection.month == month)
    ordered = query.order_by(Objection.filed_on.desc(), Objection.handle)
    return tuple(_line(row) for row in db.session.execute(ordered))


def objection_case(actor: Actor, handle: str) -> ObjectionCase:
    """One objection with what deciding it would touch; NotFound outside the actor's reach."""
    actor.demand(Permission.DECIDE_OBJECTIONS)
    row = db.session.execute(
        _lines().where(Objection.handle == handle, _in_reach(actor))
    ).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    stored: Objection = row[0]
    last = last_closed_month()
    is_own = actor.officer_id == stored.officer_id
    exact, contested = _exact_counts(stored)
    return ObjectionCase(
        line=_line(row),
        answers=affected_counts(stored),
        exact=exact,
        exact_contested=contested,
        may_decide=not is_own and is_outside(actor, stored.unit_id),
        is_closed=last is not None and stored.month <= last,
        colleagues=_colleagues(stored),
    )


def _exact_counts(objection: Objection) -> tuple[int, int]:
    """The officer's answers of the month that count for appraisal: all, and the contested."""
    is_contested = Rating.received_on == objection.on_date
    if objection.counter_id is not None:
        is_contested = sa.and_(is_contested, Rating.counter_id == objection.counter_id)
    query = sa.select(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((is_contested, 1), else_=0)), 0)
    ).where(
        in_month(Month.parse(objection.month)),
        Rating.officer_id == objection.officer_id,
        Rating.status == Status.COUNTS,
        Rating.attribution_certainty == Certainty.EXACT,
    )
    row = db.session.execute(query).one()
    return int(row[0]), int(row[1])


def _colleagues(objection: Objection) -> tuple[tuple[str, str], ...]:
    query = (
        sa.select(Officer.handle, Officer.name)
        .where(
            Officer.unit_id == objection.unit_id,
            Officer.id != objection.officer_id,
            Officer.left_on.is_(None),
        )
        .order_by(Officer.name, Officer.id)
    )
    return tuple((row.handle, row.name) for row in db.session.execute(query))
