"""Cases that the public may read: after verification, where the reporter agreed, as prepared.

No desk's list (those are narrowed by reach.py): what stands here was written for everybody by a
handler, without names. Of the day only the month is told, of the place only the unit that
handles it: a counter and a day would point at who was there.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.complaints.models import Complaint, Cycle
from portal.complaints.rules.words import Klass, State
from portal.database import db
from portal.listing import Asked, Listed
from portal.organisation.models import Unit
from portal.organisation.tree import units_below


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One case as anybody reads it; `days` from filing to the first answer."""

    kind: str
    unit: str
    text: str
    month: date
    state: str
    outcome: str | None
    days: int | None


def unit_named(unit_code: str) -> str | None:
    """The name of the unit with this code; None where there is none."""
    return db.session.execute(sa.select(Unit.name).where(Unit.code == unit_code)).scalar()


def public_cases(unit_code: str, asked: Asked) -> Listed[PublicCase]:
    """Newest month first; within a month in no order that tells anything."""
    shown = _shown(unit_code)
    total = db.session.execute(sa.select(sa.func.count(Complaint.id)).where(shown)).scalar_one()
    asked = asked.within(total)
    query = (
        sa.select(Complaint.kind, Complaint.public_text, Complaint.filed_on, Complaint.state)
        .add_columns(Complaint.outcome, Unit.name, Cycle.answered_on)
        .join(Unit, Unit.id == Complaint.handling_unit_id)
        .join(Cycle, sa.and_(Cycle.complaint_id == Complaint.id, Cycle.number == 1))
        .where(shown)
        .order_by(_month().desc(), Complaint.id)
    )
    rows = db.session.execute(query.limit(asked.size).offset(asked.offset))
    return Listed(tuple(_case(row) for row in rows), total, asked)


def public_case_count(unit_code: str) -> int:
    """How many the list of this unit and all below it holds."""
    query = sa.select(sa.func.count(Complaint.id)).where(_shown(unit_code))
    return db.session.execute(query).scalar_one()


def _shown(unit_code: str) -> sa.ColumnElement[bool]:
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit_code)).scalar()
    below = units_below(unit_id) if unit_id is not None else frozenset()
    klass = sa.func.coalesce(Complaint.klass, Complaint.kind)
    return sa.and_(
        Complaint.may_publish,
        Complaint.public_text.is_not(None),
        Complaint.state != State.RECEIVED,
        Complaint.merged_into_id.is_(None),
        Complaint.released_on.is_not(None),
        Complaint.erased_on.is_(None),
        klass != Klass.APRESIASI,
        Complaint.handling_unit_id.in_(below),
    )


def _month() -> sa.ColumnElement[int]:
    year, month = (sa.extract(part, Complaint.filed_on) for part in ("year", "month"))
    return year * 12 + month


def _case(row: sa.Row[Any]) -> PublicCase:
    return PublicCase(
        kind=row.kind,
        unit=row.name,
        text=row.public_text,
        month=row.filed_on.replace(day=1),
        state=row.state,
        outcome=row.outcome,
        days=None if row.answered_on is None else (row.answered_on - row.filed_on).days,
    )
