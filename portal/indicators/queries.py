"""What can be known of figures: released and closed ones only; nothing is computed at a look.

`published_…` are for everybody: closed months, with suppression applied when the month was closed,
never an officer and never a counter or service that is one officer. The others are for staff and
for files, and show a closed row in full.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.database import db
from portal.indicators.figures import Indicator, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, LiveFigure
from portal.month import Month, Period
from portal.organisation.models import Unit

PUBLIC_KINDS = ("unit", "counter", "service")
MOST_MONTHS = 36  # in a trend


def _is_month() -> sa.ColumnElement[bool]:
    """Months are written 2026-10; quarters 2026-TW4, semesters 2026-S2, years 2026."""
    period = ClosedFigure.period
    return sa.and_(period.like("____-__"), period.not_like("%S%"))


@dataclass(frozen=True, slots=True)
class UnitBrief:
    """A unit in a list: its code, its name, the code of the unit above."""

    code: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """All that the public page of a unit shows.

    `figure` is the asked period (by default the newest closed month); `trend` its closed months,
    oldest first; `units`, `counters` and `services` the parts that may be shown, by name.
    `periods` are all periods that can be asked for, newest first.
    """

    unit: UnitBrief
    path: tuple[UnitBrief, ...]
    figure: Indicator | None
    trend: tuple[Indicator, ...]
    units: tuple[Indicator, ...]
    counters: tuple[Indicator, ...]
    services: tuple[Indicator, ...]
    periods: tuple[str, ...]


def closed_months() -> tuple[Month, ...]:
    """Months that can be shown, oldest first."""
    query = sa.select(ClosedFigure.period).where(ClosedFigure.subject_type == "unit", _is_month())
    found = db.session.execute(query.distinct().order_by(ClosedFigure.period)).scalars()
    return tuple(Month.parse(month) for month in found)


def closed_periods() -> tuple[str, ...]:
    """Every closed month, quarter, semester and year: newest first, the longer before the month."""
    query = sa.select(ClosedFigure.period).where(ClosedFigure.subject_type == "unit").distinct()
    periods = [Period.parse(period) for period in db.session.execute(query).scalars()]
    periods.sort(key=lambda p: (p.last_day, len(p.months)), reverse=True)
    return tuple(str(period) for period in periods)


def published_indicators(
    period: str, subject: str = "unit", unit: str | None = None
) -> tuple[Indicator, ...]:
    """Public figures of a closed period, by name: of all units, or of the parts of one.

    `subject` is unit, counter or service. `unit` (a code) asks for what stands directly under it:
    its sub-units, its counters, its services. Units that may not show a number are there with the
    reason; anything that is one officer is not there at all.
    """
    if subject not in PUBLIC_KINDS:
        return ()
    unit_id = None
    if unit is not None:
        unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar()
        if unit_id is None:
            return ()
    query = _newest(ClosedFigure.public).where(
        ClosedFigure.period == period, ClosedFigure.subject_type == subject
    )
    if unit_id is not None:
        query = query.where(_directly_under(subject, unit_id))
    return _by_name(db.session.execute(query).scalars())


def _directly_under(subject: str, unit_id: int) -> sa.ColumnElement[bool]:
    if subject != "unit":
        return ClosedFigure.unit_id == unit_id
    return ClosedFigure.subject_id.in_(sa.select(Unit.id).where(Unit.parent_id == unit_id))


def _newest(*columns: Any) -> sa.Select[Any]:
    """The newest revision of each row that is public."""
    later = sa.orm.aliased(ClosedFigure)
    newer = (
        sa.select(sa.literal(1))
        .where(
            later.period == ClosedFigure.period,
            later.subject_type == ClosedFigure.subject_type,
            later.subject_id == ClosedFigure.subject_id,
            later.revision > ClosedFigure.revision,
        )
        .exists()
    )
    return sa.select(*columns).where(~newer)


def _by_name(texts: Any) -> tuple[Indicator, ...]:
    """By name, never by a figure; rows without a public text are left out."""
    figures = (indicator_from_json(read_content(text)) for text in texts if text)
    return tuple(sorted(figures, key=lambda f: (f.subject.name.casefold(), f.subject.code)))


def unit_page(unit: str, period: str | None = None) -> UnitPage | None:
    """The public page of a unit by its code; None where there is no such unit.

    Costs the same whatever the number of answers: it reads frozen rows of this unit and its parts.
    """
    found = _brief(unit)
    if found is None:
        return None
    unit_id, brief, path = found
    trend = _trend(unit_id)
    periods = closed_periods()
    asked = period or (trend[-1].month if trend else None)
    figure = None if asked is None else _one(unit_id, asked)
    parts = {
        kind: () if asked is None else published_indicators(asked, kind, unit)
        for kind in PUBLIC_KINDS
    }
    return UnitPage(
        unit=brief,
        path=path,
        figure=figure,
        trend=trend,
        units=parts["unit"],
        counters=parts["counter"],
        services=parts["service"],
        periods=periods,
    )


def _one(unit_id: int, period: str) -> Indicator | None:
    query = _newest(ClosedFigure.public).where(
        ClosedFigure.period == period,
        ClosedFigure.subject_type == "unit",
        ClosedFigure.subject_id == unit_id,
    )
    text = db.session.execute(query).scalar()
    return indicator_from_json(read_content(text)) if text else None


def _trend(unit_id: int) -> tuple[Indicator, ...]:
    query = _newest(ClosedFigure.public).where(
        ClosedFigure.subject_type == "unit",
        ClosedFigure.subject_id == unit_id,
        _is_month(),
    )
    newest = query.order_by(ClosedFigure.period.desc()).limit(MOST_MONTHS)
    texts = db.session.execute(newest).scalars().all()
    return tuple(indicator_from_json(read_content(text)) for text in reversed(texts) if text)


def _brief(code: str) -> tuple[int, UnitBrief, tuple[UnitBrief, ...]] | None:
    rows = db.session.execute(sa.select(Unit.id, Unit.code, Unit.name, Unit.parent_id)).all()
    by_id = {row.id: row for row in rows}
    at = next((row for row in rows if row.code == code), None)
    if at is None:
        return None
    path: list[UnitBrief] = []
    unit_id: int | None = at.id
    while unit_id in by_id and len(path) < len(by_id):
        row = by_id[unit_id]
        above = by_id.get(row.parent_id)
        path.append(UnitBrief(row.code, row.name, above.code if above else None))
        unit_id = row.parent_id
    return at.id, path[0], tuple(reversed(path[1:]))


def closed_indicators(
    period: str, *, subjects: Sequence[str] = (), revision: int | None = None
) -> Iterator[Indicator]:
    """Closed figures in full, for files and staff: by kind, unit, then name; one at a time.

    `revision` asks for what stood after that revision; by default the newest.
    """
    query = sa.select(ClosedFigure.subject_type, ClosedFigure.subject_id, ClosedFigure.content)
    query = query.where(ClosedFigure.period == period)
    if subjects:
        query = query.where(ClosedFigure.subject_type.in_(subjects))
    if revision is not None:
        query = query.where(ClosedFigure.revision <= revision)
    newest: dict[tuple[str, int], str] = {}
    for kind, subject_id, content in db.session.execute(query.order_by(ClosedFigure.revision)):
        newest[kind, subject_id] = content
    figures = [indicator_from_json(read_content(text)) for text in newest.values()]
    yield from sorted(figures, key=_place)


def _place(figure: Indicator) -> tuple[int, str, str]:
    kinds = ("unit", "location", "service", "counter", "officer")
    subject = figure.subject
    return kinds.index(subject.type), subject.name.casefold(), subject.code


def live_indicators(month: Month, *, subject: str = "unit") -> tuple[Indicator, ...]:
    """The figures of an open month as the last nightly release let them go, by name."""
    query = sa.select(LiveFigure.content).where(
        LiveFigure.month == str(month), LiveFigure.subject_type == subject
    )
    return _by_name(db.session.execute(query).scalars())
