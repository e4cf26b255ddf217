"""What staff can know of units: frozen and released figures within the reach, never computed here.

A closed unit is shown as it was published, with the overall mark where that isolates nobody; an
open month as the last nightly release let it go. Another unit than one's own is not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.indicators.figures import Indicator, Overall, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, LiveFigure
from portal.month import MONTH_SHAPE, Month
from portal.organisation.models import Unit

MONTHS_IN_TREND = 12
Reach = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class UnitBrief:
    """A unit as pages name it; `parent` is the code of the unit above, where that is in reach."""

    id: int
    code: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class StaffFigure:
    """A unit's figure as staff see it: closed, or released on a night.

    `profile` (of closed months only) is who answered and when, by dimension and cell.
    """

    figure: Indicator
    released_on: date | None = None
    profile: Mapping[str, Any] | None = None

    @property
    def is_closed(self) -> bool:
        return self.released_on is None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list, where it stands in the tree that is in reach; without figure: None."""

    unit: UnitBrief
    depth: int
    shown: StaffFigure | None


@dataclass(frozen=True, slots=True)
class UnitResults:
    """All that stands on a unit's page besides its parts.

    `months` can be asked for, oldest first; `trend` are up to twelve of them, the asked one last;
    `a_year_ago` the same month of the year before; `profiled` the newest month with a profile.
    """

    unit: UnitBrief
    path: tuple[UnitBrief, ...]
    months: tuple[Month, ...]
    month: Month
    shown: StaffFigure | None
    trend: tuple[Indicator, ...]
    a_year_ago: Indicator | None
    profiled: StaffFigure | None


def is_month() -> sa.ColumnElement[bool]:
    """Months are written 2026-10; quarters 2026-TW4, semesters 2026-S2, years 2026."""
    return sa.and_(ClosedFigure.period.like("____-__"), ClosedFigure.period.not_like("%S%"))


def newest(*columns: Any) -> sa.Select[Any]:
    """Closed rows in their newest revision."""
    later = sa.orm.aliased(ClosedFigure)
    newer = sa.select(sa.literal(1)).where(
        later.period == ClosedFigure.period,
        later.subject_type == ClosedFigure.subject_type,
        later.subject_id == ClosedFigure.subject_id,
        later.revision > ClosedFigure.revision,
    )
    return sa.select(*columns).where(~newer.exists())


def within(column: Any, reach: Reach) -> sa.ColumnElement[bool]:
    """The condition that a unit is in reach."""
    return sa.true() if reach is None else column.in_(reach)


def result_months(actor: Actor) -> tuple[Month, ...]:
    """Every closed month, and open ones with released figures, of units in reach; oldest first."""
    actor.demand(Permission.READ_INDICATORS)
    reach = actor.reach(Permission.READ_INDICATORS)
    of_units = within(ClosedFigure.subject_id, reach)
    closed = sa.select(ClosedFigure.period).where(
        is_month(), ClosedFigure.subject_type == "unit", of_units
    )
    live = sa.select(LiveFigure.month).where(
        LiveFigure.subject_type == "unit", within(LiveFigure.subject_id, reach)
    )
    return _months(db.session.execute(closed.union(live)).scalars())


def _months(names: Iterable[str]) -> tuple[Month, ...]:
    return tuple(sorted(Month.parse(name) for name in names if MONTH_SHAPE.fullmatch(name)))


def unit_lines(actor: Actor, month: Month, *, below: int | None = None) -> tuple[UnitLine, ...]:
    """The units in reach as a tree, by name, each with its figure of a month.

    `below` asks for those right below one unit only; without it the elements are left out.
    """
    actor.demand(Permission.READ_INDICATORS)
    reach = actor.reach(Permission.READ_INDICATORS)
    query = sa.select(Unit.id, Unit.code, Unit.name, Unit.parent_id).where(within(Unit.id, reach))
    if below is not None:
        query = query.where(Unit.parent_id == below)
    figures = _figures(month, reach, below)
    in_use = sa.or_(Unit.retired_on.is_(None), Unit.id.in_(list(figures)))
    rows = db.session.execute(query.where(in_use).order_by(Unit.name, Unit.code)).all()
    return tuple(_in_tree(rows, figures))


def _in_tree(rows: Sequence[Any], figures: Mapping[int, StaffFigure]) -> Iterator[UnitLine]:
    known = {row.id: row.code for row in rows}
    children: dict[int | None, list[Any]] = {}
    for row in rows:
        above = row.parent_id if row.parent_id in known else None
        children.setdefault(above, []).append(row)
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        brief = UnitBrief(row.id, row.code, row.name, known.get(row.parent_id))
        yield UnitLine(brief, depth, figures.get(row.id))
        waiting += [(child, depth + 1) for child in reversed(children.get(row.id, []))]


def _figures(month: Month, reach: Reach, below: int | None) -> dict[int, StaffFigure]:
    """Closed figures of a month by unit; where it is not closed, the released ones."""
    closed = newest(ClosedFigure.subject_id, ClosedFigure.public).where(
        ClosedFigure.period == str(month), *_of_units(ClosedFigure, reach, below)
    )
    found = {
        unit: StaffFigure(_listed(text, below))
        for unit, text in db.session.execute(closed)
        if text is not None
    }
    return found or _live(month, reach, below)


def _listed(text: str, below: int | None) -> Indicator:
    """A figure in a list; two hundred units of a regency need no elements, and half the time."""
    stored = read_content(text)
    return indicator_from_json(stored if below is not None else {**stored, "elements": {}})


def _of_units(table: Any, reach: Reach, below: int | None) -> list[sa.ColumnElement[bool]]:
    conditions = [table.subject_type == "unit", within(table.subject_id, reach)]
    if below is not None:
        children = sa.select(Unit.id).where(Unit.parent_id == below)
        conditions.append(table.subject_id.in_(children))
    return conditions


def closed_unit(row: Any) -> StaffFigure | None:
    """A closed unit as staff see it: as published, with the overall mark where it may be."""
    if row.public is None:
        return None
    content = read_content(row.content)
    figure = indicator_from_json(read_content(row.public))
    if content.get("staff_overall") and figure.index is not None:
        overall = indicator_from_json(content).overall
        figure = replace(figure, overall=Overall(overall.answers, overall.mean, overall.score))
    return StaffFigure(figure, profile=content.get("profile"))


def _live(month: Month, reach: Reach, below: int | None) -> dict[int, StaffFigure]:
    query = sa.select(LiveFigure.subject_id, LiveFigure.content, LiveFigure.released_on).where(
        LiveFigure.month == str(month), *_of_units(LiveFigure, reach, below)
    )
    return {
        unit: StaffFigure(_listed(text, below), released_on=night)
        for unit, text, night in db.session.execute(query)
    }


def unit_in_reach(actor: Actor, code: str, permission: Permission) -> UnitBrief:
    """A unit by its code; raises NotFound where it is not, or is not in this reach."""
    actor.demand(permission)
    above = sa.orm.aliased(Unit)
    query = (
        sa.select(Unit.id, Unit.code, Unit.name, above.id.label("above"), above.code.label("of"))
        .outerjoin(above, above.id == Unit.parent_id)
        .where(Unit.code == code, within(Unit.id, actor.reach(permission)))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    parent = row.of if row.above and actor.reaches(permission, row.above) else None
    return UnitBrief(row.id, row.code, row.name, parent)


def unit_results(actor: Actor, code: str, month: Month | None, today: date) -> UnitResults:
    """One unit in one month: the newest with a figure unless another is asked for.

    Raises NotFound for a month that has no figures and is not the current one.
    """
    unit = unit_in_reach(actor, code, Permission.READ_INDICATORS)
    closed, live = _closed_months(unit.id), _live_months(unit.id)
    known = sorted({*closed, *live, Month.of(today)})
    with_figure = [m for m in known if m in closed or m in live]
    asked = month or (with_figure[-1] if with_figure else known[-1])
    if asked not in known:
        raise NotFound(UNKNOWN)
    until = [m for m in with_figure if m <= asked]
    year_ago = asked.plus(-MONTHS_IN_TREND)
    figures = _public_figures(unit.id, [*until[-MONTHS_IN_TREND:], year_ago])
    figures |= {m: shown.figure for m, shown in live.items()}
    last = next((m for m in reversed(until) if m in closed), None)
    profiled = _closed_unit_of(unit.id, last) if last else None
    return UnitResults(
        unit=unit,
        path=_path(actor, unit),
        months=tuple(known),
        month=asked,
        shown=profiled if asked == last else live.get(asked),
        trend=tuple(figures[m] for m in until[-MONTHS_IN_TREND:] if m in figures),
        a_year_ago=figures.get(year_ago),
        profiled=profiled if profiled and profiled.profile else None,
    )


def _of_unit(unit_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(ClosedFigure.subject_type == "unit", ClosedFigure.subject_id == unit_id)


def _closed_months(unit_id: int) -> frozenset[Month]:
    query = sa.select(ClosedFigure.period).where(
        is_month(), _of_unit(unit_id), ClosedFigure.public.is_not(None)
    )
    return frozenset(_months(db.session.execute(query.distinct()).scalars()))


def _public_figures(unit_id: int, months: Iterable[Month]) -> dict[Month, Indicator]:
    """Closed months as they were published."""
    query = newest(ClosedFigure.period, ClosedFigure.public).where(
        _of_unit(unit_id), ClosedFigure.period.in_([str(month) for month in months])
    )
    return {
        Month.parse(period): indicator_from_json(read_content(text))
        for period, text in db.session.execute(query)
        if text is not None
    }


def _closed_unit_of(unit_id: int, month: Month) -> StaffFigure | None:
    columns = (ClosedFigure.public, ClosedFigure.content)
    query = newest(*columns).where(_of_unit(unit_id), ClosedFigure.period == str(month))
    row = db.session.execute(query).one_or_none()
    return None if row is None else closed_unit(row)


def _live_months(unit_id: int) -> dict[Month, StaffFigure]:
    query = sa.select(LiveFigure.month, LiveFigure.content, LiveFigure.released_on).where(
        LiveFigure.subject_type == "unit", LiveFigure.subject_id == unit_id
    )
    return {
        Month.parse(month): StaffFigure(indicator_from_json(read_content(text)), released_on=night)
        for month, text, night in db.session.execute(query)
    }


def _path(actor: Actor, unit: UnitBrief) -> tuple[UnitBrief, ...]:
    """The units above that are in reach too, the highest first."""
    found: list[UnitBrief] = []
    at = unit
    while at.parent is not None:
        at = unit_in_reach(actor, at.parent, Permission.READ_INDICATORS)
        found.append(at)
    return tuple(reversed(found))
