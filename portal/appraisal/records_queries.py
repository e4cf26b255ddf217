"""Appraisal records for those who may read them: within their reach, as they stand today.

The frozen rows never change; the status is derived at each reading (calendar.py). In the trial
period of a new installation they are for the officer alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.appraisal.calendar import Standings, Terms, standings, trial_end
from portal.appraisal.models import AppraisalRecord, Closing
from portal.appraisal.queries import Appraisal, appraisal_from_json
from portal.appraisal.rules.calendar import ObjectionWindow
from portal.appraisal.verification import SHAPE
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound, RuleBroken
from portal.indicators.figures import read_content
from portal.language import gettext as _
from portal.language import month_name
from portal.listing import Asked, Listed
from portal.month import Month
from portal.organisation.models import Officer, Unit
from portal.organisation.queries import units_in_tree
from portal.organisation.tree import units_below

INDENT = "\u2003"


@dataclass(frozen=True, slots=True)
class Record:
    """One officer's record as it is read today.

    `newest` is the newest revision of the month, `window` when the officer may contest it.
    """

    officer_id: int
    appraisal: Appraisal
    newest: int
    window: ObjectionWindow


def record_months(actor: Actor) -> tuple[str, ...]:
    """Every closed month, newest first, whether or not its trial is over."""
    actor.demand(Permission.READ_APPRAISALS)
    query = sa.select(Closing.month).distinct().order_by(Closing.month.desc())
    return tuple(db.session.execute(query).scalars())


def record_units(actor: Actor, month: str) -> tuple[tuple[str, str], ...]:
    """Code and indented name of the units in reach that have records, themselves or below."""
    actor.demand(Permission.READ_APPRAISALS)
    here = sa.select(AppraisalRecord.unit_id).where(AppraisalRecord.month == month).distinct()
    have = frozenset(db.session.execute(here).scalars())
    reach = actor.reach(Permission.READ_APPRAISALS)
    ids = {row.code: row.id for row in db.session.execute(sa.select(Unit.code, Unit.id))}
    return tuple(
        (unit.code, f"{INDENT * unit.depth}{unit.name}")
        for unit in units_in_tree()
        if (reach is None or ids[unit.code] in reach) and have & units_below(ids[unit.code])
    )


def listed_records(
    actor: Actor, month: str, asked: Asked, *, today: date, terms: Terms
) -> Listed[Record]:
    """One page of a month's newest records by unit and name, never by a figure.

    `asked` may search a name and choose a `unit` (with those below it).
    """
    query = _narrowed(actor, _newest(actor, month), asked)
    refuse_trial(month, terms)
    total = db.session.execute(
        sa.select(sa.func.count()).select_from(query.subquery())
    ).scalar_one()
    asked = asked.within(total)
    page = query.order_by(Unit.name, Unit.code, Officer.name, Officer.id)
    rows = db.session.execute(page.limit(asked.size).offset(asked.offset)).all()
    return Listed(
        tuple(_as_read(rows, month, standings(month, today=today, terms=terms))), total, asked
    )


def records_of_month(
    actor: Actor, month: str, *, today: date, terms: Terms, unit: str | None = None
) -> tuple[Record, ...]:
    """All newest records of a month in reach, or those of a unit and below, by unit and name."""
    query = _newest(actor, month)
    refuse_trial(month, terms)
    if unit is not None:
        query = query.where(AppraisalRecord.unit_id.in_(_below(actor, unit)))
    rows = db.session.execute(query).all()
    found = _as_read(rows, month, standings(month, today=today, terms=terms))
    return tuple(sorted(found, key=_place))


def _place(record: Record) -> tuple[str, str, str]:
    told = record.appraisal
    return told.unit_name.casefold(), told.name.casefold(), told.nip


def record_of(actor: Actor, extract_id: str, *, today: date, terms: Terms) -> Record:
    """The record of an extract id, any revision; outside the reach there is none."""
    actor.demand(Permission.READ_APPRAISALS)
    if not SHAPE.fullmatch(extract_id):
        raise NotFound(UNKNOWN)
    query = _rows().where(AppraisalRecord.extract_id == extract_id)
    row = db.session.execute(query.where(_within(actor, AppraisalRecord.unit_id))).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    refuse_trial(row.month, terms)
    return next(_as_read([row], row.month, standings(row.month, today=today, terms=terms)))


def own_record(actor: Actor, month: str, *, today: date, terms: Terms) -> Record | None:
    """The officer's own newest record of a month; the trial period keeps nothing from them."""
    actor.demand(Permission.READ_OWN_FIGURES)
    query = _rows().where(
        AppraisalRecord.month == month, AppraisalRecord.officer_id == actor.officer_id
    )
    row = db.session.execute(query.order_by(AppraisalRecord.revision.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return next(_as_read([row], month, standings(month, today=today, terms=terms)))


def extract_of_nip(actor: Actor, month: str, nip: str) -> str | None:
    """The newest record of whoever has this NIP, in reach; None where there is none."""
    actor.demand(Permission.READ_APPRAISALS)
    query = _newest(actor, month).where(Officer.nip == nip)
    row = db.session.execute(query).one_or_none()
    return None if row is None else str(row.extract_id)


def record_revisions(actor: Actor, officer_id: int, month: str) -> tuple[tuple[int, str], ...]:
    """Every revision of an officer's record of a month, the first one first, with its extract."""
    actor.demand(Permission.READ_APPRAISALS)
    query = sa.select(AppraisalRecord.revision, AppraisalRecord.extract_id).where(
        AppraisalRecord.month == month,
        AppraisalRecord.officer_id == officer_id,
        _within(actor, AppraisalRecord.unit_id),
    )
    rows = db.session.execute(query.order_by(AppraisalRecord.revision))
    return tuple((row.revision, row.extract_id) for row in rows)


def refuse_trial(month: str, terms: Terms) -> None:
    """Raise, in words, where a month's personal figures are for the officer alone."""
    words = trial_words(month, terms)
    if words:
        raise RuleBroken(words)


def trial_words(month: str, terms: Terms) -> str:
    """Why nobody but the officer sees a month's personal figures yet; empty where all may."""
    last = trial_end(terms.trial_months)
    if last is None or Month.parse(month) > last:
        return ""
    return _(
        "Masa percobaan sampai {month}: hasil bulan itu hanya untuk petugas sendiri."
        " Bukti dukung dapat dibuka mulai bulan sesudahnya."
    ).format(month=month_name(last.first_day))


def _rows() -> sa.Select[Any]:
    return (
        sa.select(
            AppraisalRecord.extract_id,
            AppraisalRecord.month,
            AppraisalRecord.officer_id,
            AppraisalRecord.unit_id,
            AppraisalRecord.content,
        )
        .join(Officer, Officer.id == AppraisalRecord.officer_id)
        .join(Unit, Unit.id == AppraisalRecord.unit_id)
    )


def _newest(actor: Actor, month: str) -> sa.Select[Any]:
    """The records in reach of a month's newest revision, which holds all of them."""
    actor.demand(Permission.READ_APPRAISALS)
    return _rows().where(
        AppraisalRecord.month == month,
        AppraisalRecord.revision == _newest_revision(month),
        _within(actor, AppraisalRecord.unit_id),
    )


def _newest_revision(month: str) -> int:
    query = sa.select(sa.func.max(Closing.revision)).where(Closing.month == month)
    return db.session.execute(query).scalar() or 0


def _within(actor: Actor, column: Any) -> sa.ColumnElement[bool]:
    reach = actor.reach(Permission.READ_APPRAISALS)
    return sa.true() if reach is None else column.in_(sorted(reach))


def _below(actor: Actor, unit: str) -> list[int]:
    """The ids of a unit and all below it; a unit outside the reach is not there."""
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar()
    if unit_id is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(Permission.READ_APPRAISALS, unit_id)
    return sorted(units_below(unit_id))


def _narrowed(actor: Actor, query: sa.Select[Any], asked: Asked) -> sa.Select[Any]:
    if asked.search:
        words = (Officer.name.icontains(word, autoescape=True) for word in asked.search.split())
        query = query.where(*words)
    if asked.chose("unit"):
        query = query.where(AppraisalRecord.unit_id.in_(_below(actor, asked.chose("unit"))))
    return query


def _as_read(rows: Any, month: str, found: Standings) -> Iterator[Record]:
    newest = _newest_revision(month)
    for row in rows:
        frozen = appraisal_from_json(read_content(row.content))
        status = found.status(frozen.status, officer_id=row.officer_id, unit_id=row.unit_id)
        told = replace(frozen, status=str(status))
        yield Record(row.officer_id, told, newest, found.window(row.unit_id))
