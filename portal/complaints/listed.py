"""Cases of a month as rows of facts, for programs and files: no text, no reporter, no officer.

Whoever asks sees what lies on their own desks (reach.py), of the units they may export. A case
belongs to the month in which it was filed. Times are those of the first answer, as in the month's
figures; a case that went past its unit names neither that unit nor its counter.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.complaints.models import Complaint, Cycle
from portal.complaints.reach import visible
from portal.database import command, db
from portal.month import Month
from portal.organisation.models import Counter, Unit

EXPORT = Permission.EXPORT_CASES
# Ids are random: the seal of a list weighs each by what is left of it, so that sums stay small.
_WEIGHTS = 1_000_003


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case. `answered_on`, `in_time`, `hours`: the first answer, None before it."""

    number: str
    kind: str
    klass: str | None
    unit: str
    counter: str | None
    filed_on: date
    answer_due: date | None
    answered_on: date | None
    closed_on: date | None
    state: str
    outcome: str | None
    is_solved: bool | None
    cycle: int
    in_time: bool | None
    hours: int | None


@dataclass(frozen=True, slots=True)
class CaseSlice:
    """Some cases, and after which to go on; None at the end."""

    rows: tuple[CaseRow, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cases of which month, of which units (None: of all that are in reach)."""

    month: Month
    units: frozenset[int] | None = None


def case_slice(actor: Actor, wanted: Wanted, *, after: int = 0, limit: int) -> CaseSlice:
    """At most `limit` cases, in the order of their random ids, which tells nothing."""
    query = _rows(actor, wanted).where(Complaint.id > after).order_by(Complaint.id)
    found = db.session.execute(query.limit(limit + 1)).all()
    shown = found[:limit]
    return CaseSlice(
        rows=tuple(_row(row) for row in shown),
        after=shown[-1].id if len(found) > limit else None,
    )


def month_rows(actor: Actor, wanted: Wanted) -> tuple[CaseRow, ...]:
    """All of them, oldest first."""
    query = _rows(actor, wanted).order_by(Complaint.filed_on, Complaint.number)
    return tuple(_row(row) for row in db.session.execute(query))


def month_counts(actor: Actor, first: Month) -> dict[str, int]:
    """How many cases each month since then has that this actor may export."""
    actor.demand(EXPORT)
    year, month = (sa.extract(part, Complaint.filed_on) for part in ("year", "month"))
    query = (
        sa.select(year, month, sa.func.count(Complaint.id))
        .where(visible(actor), *_within(actor.reach(EXPORT)))
        .where(Complaint.filed_on >= first.first_day)
        .group_by(year, month)
    )
    rows = db.session.execute(query)
    return {str(Month(int(year), int(month))): count for year, month, count in rows}


def seal_of(actor: Actor, wanted: Wanted) -> str:
    """Changes whenever a row of the list could: every change raises a case's version."""
    weight = sa.func.sum((Complaint.id % _WEIGHTS) * Complaint.version)
    query = sa.select(sa.func.count(Complaint.id), weight).where(*_conditions(actor, wanted))
    count, weighed = db.session.execute(query).one()
    return f"{count} {int(weighed or 0)}"


@command
def note_cases_exported(actor: Actor, *, wanted: Wanted, kind: str, rows: int) -> None:
    """Write down that a list of cases went out as a file."""
    actor.demand(EXPORT)
    after = {"format": kind, "rows": rows}
    record(actor, action="export_cases", subject=f"cases:{wanted.month}", after=after)


def _conditions(actor: Actor, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    actor.demand(EXPORT)
    days = (wanted.month.first_day, wanted.month.last_day)
    return [
        visible(actor),
        Complaint.filed_on.between(*days),
        *_within(actor.reach(EXPORT)),
        *_within(wanted.units),
    ]


def _within(units: frozenset[int] | None) -> list[sa.ColumnElement[bool]]:
    return [] if units is None else [Complaint.handling_unit_id.in_(units)]


def _rows(actor: Actor, wanted: Wanted) -> sa.Select[Any]:
    home = aliased(Unit)
    own = (
        *(Complaint.id, Complaint.number, Complaint.kind, Complaint.klass, Complaint.filed_on),
        *(Complaint.closed_on, Complaint.state, Complaint.outcome, Complaint.is_solved),
        *(Complaint.cycle, Complaint.is_bypassed),
    )
    return (
        sa.select(*own, Cycle.answer_due, Cycle.answered_on, Cycle.hours)
        .add_columns(Unit.code.label("unit"), home.code.label("home"), Counter.number.label("at"))
        .join(Unit, Unit.id == Complaint.handling_unit_id)
        .join(Cycle, sa.and_(Cycle.complaint_id == Complaint.id, Cycle.number == 1))
        .outerjoin(Counter, Counter.id == Complaint.counter_id)
        .outerjoin(home, home.id == Counter.unit_id)
        .where(*_conditions(actor, wanted))
    )


def _row(row: sa.Row[Any]) -> CaseRow:
    has_counter = row.home is not None and not row.is_bypassed
    is_judged = row.answered_on is not None and row.answer_due is not None
    return CaseRow(
        number=row.number,
        kind=row.kind,
        klass=row.klass,
        unit=row.unit,
        counter=f"{row.home}/{row.at}" if has_counter else None,
        filed_on=row.filed_on,
        answer_due=row.answer_due,
        answered_on=row.answered_on,
        closed_on=row.closed_on,
        state=row.state,
        outcome=row.outcome,
        is_solved=row.is_solved,
        cycle=row.cycle,
        in_time=row.answered_on <= row.answer_due if is_judged else None,
        hours=row.hours,
    )
