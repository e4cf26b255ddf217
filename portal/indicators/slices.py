"""Figures of one month in slices, for programs: one kind of subject, by name, within a reach.

A slice begins after the subject at which the one before ended, so that nothing is left out or
told twice while the month gets a revision; the revision asked for stays the same throughout.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.indicators.computing import without_numbers
from portal.indicators.figures import Indicator, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, LiveFigure, ReleaseNight
from portal.indicators.rules.publication import Reason, Withheld
from portal.organisation.models import Counter, Officer, Service, Unit
from portal.organisation.tree import units_below

TABLES: Mapping[str, Any] = {
    "unit": Unit,
    "counter": Counter,
    "service": Service,
    "officer": Officer,
}
HIDDEN = Withheld(Reason.COMPLEMENT)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures: of a closed month up to a revision, or (`revision` None) the live ones."""

    month: str
    subject: str
    units: frozenset[int] | None
    revision: int | None


@dataclass(frozen=True, slots=True)
class Slice:
    """Some figures, made one at a time, and after which subject to go on; None at the end."""

    figures: Iterator[Indicator]
    after: int | None


def units_asked(actor: Actor, permission: Permission, unit: str | None) -> frozenset[int] | None:
    """The units that are asked about: a unit and all below it, as far as it is in reach."""
    reach = actor.reach(permission)
    if unit is None:
        return reach
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar()
    if unit_id is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(permission, unit_id)
    below = units_below(unit_id)
    return below if reach is None else below & reach


def night_of(month: str) -> int:
    """The number of the last nightly release of a month; 0 where there was none."""
    query = sa.select(sa.func.max(ReleaseNight.number)).where(ReleaseNight.month == month)
    return db.session.execute(query).scalar() or 0


def figure_slice(actor: Actor, asked: Asked, *, after: int = 0, limit: int) -> Slice:
    """At most `limit` figures after a subject, by name; officers for whoever may see them."""
    actor.demand(Permission.READ_INDICATORS)
    if asked.subject == "officer":
        actor.demand(Permission.READ_OFFICER_FIGURES)
    rows = db.session.execute(_query(asked, after).limit(limit + 1)).all()
    shown = rows[:limit]
    return Slice(
        figures=(_figure(actor, asked.subject, row) for row in shown),
        after=shown[-1].subject_id if len(rows) > limit else None,
    )


def _query(asked: Asked, after: int) -> sa.Select[Any]:
    table = TABLES[asked.subject]
    query, rows = _live(asked) if asked.revision is None else _closed(asked, asked.revision)
    query = query.join(table, table.id == rows.subject_id).order_by(table.name, table.id)
    if asked.units is not None:
        query = query.where(rows.unit_id.in_(asked.units))
    if after:
        last = sa.select(table.name).where(table.id == after).scalar_subquery()
        beyond = sa.tuple_(table.name, table.id) > sa.tuple_(last, sa.literal(after))
        query = query.where(beyond)
    return query


def _live(asked: Asked) -> tuple[sa.Select[Any], type[LiveFigure]]:
    columns = (LiveFigure.subject_id, LiveFigure.unit_id, LiveFigure.content)
    # Nothing of an open month is public: its figures are for those who may see the people.
    query = sa.select(*columns, sa.null().label("public")).where(
        LiveFigure.month == asked.month, LiveFigure.subject_type == asked.subject
    )
    return query, LiveFigure


def _closed(asked: Asked, revision: int) -> tuple[sa.Select[Any], type[ClosedFigure]]:
    """The newest row of each subject that stood after the revision."""
    columns = (ClosedFigure.subject_id, ClosedFigure.unit_id, ClosedFigure.content)
    later = aliased(ClosedFigure)
    newer = (
        sa.select(sa.literal(1))
        .where(
            later.subject_type == ClosedFigure.subject_type,
            later.subject_id == ClosedFigure.subject_id,
            later.period == ClosedFigure.period,
            later.revision > ClosedFigure.revision,
            later.revision <= revision,
        )
        .exists()
    )
    query = sa.select(*columns, ClosedFigure.public).where(
        ClosedFigure.period == asked.month,
        ClosedFigure.subject_type == asked.subject,
        ClosedFigure.revision <= revision,
        ~newer,
    )
    return query, ClosedFigure


def _figure(actor: Actor, subject: str, row: sa.Row[Any]) -> Indicator:
    """In full for whoever may see the officers there; else what the closing let everybody see.

    A counter or service that is one officer is that officer (product.md §2 rule 6).
    """
    full = indicator_from_json(read_content(row.content))
    if actor.reaches(Permission.READ_OFFICER_FIGURES, row.unit_id):
        return full
    if row.public is not None:
        return indicator_from_json(read_content(row.public))
    return full if subject == "unit" else without_numbers(full, full.withheld or HIDDEN)
