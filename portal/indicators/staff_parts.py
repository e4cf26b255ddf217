"""The parts of a unit as staff see them: sub-units, counters, services; held ones in words.

A counter or service with one officer is that officer: it is shown only to whoever may see the
officer, and the closing decided what may stand beside it (portal.indicators.staff_publicity).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import db
from portal.indicators.computing import without_numbers
from portal.indicators.figures import Indicator, Overall, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, LiveFigure
from portal.indicators.rules.publication import Reason, Withheld
from portal.indicators.staff_queries import UnitBrief, UnitLine, newest, unit_lines
from portal.month import Month
from portal.organisation.models import Counter, Service

KINDS = ("counter", "service")
HELD = Withheld(Reason.COMPLEMENT)


@dataclass(frozen=True, slots=True)
class Part:
    """A counter or service of a unit; `figure` None: nothing of it was let go in this month."""

    kind: str
    code: str
    name: str
    figure: Indicator | None


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands under a unit in one month, each kind by name or number."""

    units: tuple[UnitLine, ...]
    counters: tuple[Part, ...]
    services: tuple[Part, ...]


def unit_parts(actor: Actor, unit: UnitBrief, month: Month, *, is_closed: bool) -> Parts:
    """The parts of a unit that `unit_in_reach` found, within the same reach."""
    actor.demand_in(Permission.READ_INDICATORS, unit.id)
    below = unit_lines(actor, month, below=unit.id)
    sees_officers = actor.reaches(Permission.READ_OFFICER_FIGURES, unit.id)
    figures = (_closed if is_closed else _live)(unit.id, month, sees_officers=sees_officers)
    names = _names(unit, month.first_day)
    return Parts(
        units=below,
        counters=tuple(_parts("counter", names, figures)),
        services=tuple(_parts("service", names, figures)),
    )


Key = tuple[str, int]


def _names(unit: UnitBrief, first_day: date) -> dict[Key, tuple[str, str]]:
    """Counters by number, then services by name, in use at some day of the month."""
    counters = (
        sa.select(Counter.id, Counter.number, Counter.name)
        .where(Counter.unit_id == unit.id, _in_use(Counter.closed_on, first_day))
        .order_by(sa.func.length(Counter.number), Counter.number)
    )
    services = (
        sa.select(Service.id, Service.code, Service.name)
        .where(Service.unit_id == unit.id, _in_use(Service.retired_on, first_day))
        .order_by(Service.name, Service.code)
    )
    found: dict[Key, tuple[str, str]] = {
        ("counter", i): (f"{unit.code}/{number}", f"{number} {name}")
        for i, number, name in db.session.execute(counters)
    }
    return found | {("service", i): (code, name) for i, code, name in db.session.execute(services)}


def _in_use(until: Any, first_day: date) -> sa.ColumnElement[bool]:
    return sa.or_(until.is_(None), until > first_day)


def _parts(
    kind: str, names: Mapping[Key, tuple[str, str]], figures: Mapping[Key, Indicator]
) -> Iterable[Part]:
    for key, (code, name) in names.items():
        if key[0] == kind:
            yield Part(kind, code, name, figures.get(key))


def _closed(unit_id: int, month: Month, *, sees_officers: bool) -> dict[Key, Indicator]:
    columns = (ClosedFigure.subject_type, ClosedFigure.subject_id)
    query = newest(*columns, ClosedFigure.public, ClosedFigure.content).where(
        ClosedFigure.period == str(month),
        ClosedFigure.subject_type.in_(KINDS),
        ClosedFigure.unit_id == unit_id,
    )
    return {
        (row.subject_type, row.subject_id): _shown(row, sees_officers=sees_officers)
        for row in db.session.execute(query)
    }


def _shown(row: Any, *, sees_officers: bool) -> Indicator:
    content = read_content(row.content)
    figure = indicator_from_json(content)
    is_public = row.public is not None
    if is_public or (sees_officers and content.get("staff_shown")):
        # the overall mark of parts is decided nowhere, so it stands on no page
        return replace(figure, overall=Overall(figure.overall.answers))
    return without_numbers(figure, figure.withheld or HELD)


def _live(unit_id: int, month: Month, *, sees_officers: bool) -> dict[Key, Indicator]:
    """Only for whoever may see officers: a release does not tell which part is one person."""
    if not sees_officers:
        return {}
    query = sa.select(LiveFigure.subject_type, LiveFigure.subject_id, LiveFigure.content).where(
        LiveFigure.month == str(month),
        LiveFigure.subject_type.in_(KINDS),
        LiveFigure.unit_id == unit_id,
    )
    return {
        (kind, subject): indicator_from_json(read_content(text))
        for kind, subject, text in db.session.execute(query)
    }
