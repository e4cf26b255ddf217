"""Officers' figures for their own head and the evaluators: by name, frozen or released.

No NIP stands in a line (the survey evaluator sees none), no figure orders the list, and in the
trial period of an installation the figures are for the officers alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.appraisal.calendar import Terms, trial_end
from portal.authority import Actor, Permission
from portal.database import db
from portal.indicators.figures import ElementFigure, Indicator, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, LiveFigure
from portal.indicators.rules.elements import Element
from portal.indicators.rules.publication import Limits, Withheld, officer_withheld
from portal.indicators.staff_queries import UnitBrief, newest
from portal.month import Month
from portal.organisation.models import Officer, Unit
from portal.organisation.tree import units_below


@dataclass(frozen=True, slots=True)
class PersonalElement:
    """One element about an officer, or why it is not said; `compared` in words or None."""

    figure: ElementFigure
    withheld: Withheld | None
    compared: str | None


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer in a list: the name and the unit, no number that names a person."""

    id: int
    name: str
    unit_name: str
    kompetensi: PersonalElement
    perilaku: PersonalElement
    overall_answers: int


@dataclass(frozen=True, slots=True)
class OfficerLines:
    """The officers of a unit and all below it; `trial_until` says why there are none."""

    lines: tuple[OfficerLine, ...]
    trial_until: Month | None = None
    released_on: date | None = None


def officer_lines(
    actor: Actor, unit: UnitBrief, month: Month, terms: Terms, *, limits: Limits | None = None
) -> OfficerLines:
    """By unit and name; of a closed month as it was frozen, else as it was last released."""
    actor.demand_in(Permission.READ_OFFICER_FIGURES, unit.id)
    trial = trial_end(terms.trial_months)
    if trial is not None and month <= trial:
        return OfficerLines((), trial_until=trial)
    units = _units(actor, unit.id)
    rows = _closed(units, month) or _live(units, month)
    lines = [_line(row, limits or Limits()) for row in rows]
    nights = [row.released_on for row in rows if row.released_on is not None]
    return OfficerLines(tuple(lines), released_on=max(nights, default=None))


def _units(actor: Actor, unit_id: int) -> frozenset[int]:
    reach = actor.reach(Permission.READ_OFFICER_FIGURES)
    below = units_below(unit_id)
    return below if reach is None else below & reach


def _closed(units: frozenset[int], month: Month) -> Sequence[Any]:
    columns = (Officer.id, Officer.name, Unit.name.label("unit_name"), ClosedFigure.content)
    query = newest(*columns, sa.null().label("released_on")).where(
        ClosedFigure.period == str(month),
        ClosedFigure.subject_type == "officer",
        ClosedFigure.unit_id.in_(units),
    )
    return _named(query, ClosedFigure)


def _live(units: frozenset[int], month: Month) -> Sequence[Any]:
    columns = (Officer.id, Officer.name, Unit.name.label("unit_name"), LiveFigure.content)
    query = sa.select(*columns, LiveFigure.released_on).where(
        LiveFigure.month == str(month),
        LiveFigure.subject_type == "officer",
        LiveFigure.unit_id.in_(units),
    )
    return _named(query, LiveFigure)


def _named(query: sa.Select[Any], rows: Any) -> Sequence[Any]:
    query = query.join(Officer, Officer.id == rows.subject_id).join(Unit, Unit.id == rows.unit_id)
    return db.session.execute(query.order_by(Unit.name, Officer.name, Officer.id)).all()


def _line(row: Any, limits: Limits) -> OfficerLine:
    content = read_content(row.content)
    figure = indicator_from_json(content)
    compared = content.get("compared") or {}
    return OfficerLine(
        id=row.id,
        name=row.name,
        unit_name=row.unit_name,
        kompetensi=personal_element(figure, Element.KOMPETENSI, compared, limits),
        perilaku=personal_element(figure, Element.PERILAKU, compared, limits),
        overall_answers=figure.overall.answers,
    )


def personal_element(
    figure: Indicator, element: Element, compared: Mapping[str, Any], limits: Limits
) -> PersonalElement:
    """One element of an officer's figure, or why it is not said."""
    found = figure.elements[element]
    if found.index is not None:
        return PersonalElement(found, None, compared.get(element.value))
    withheld = officer_withheld(found.answers, found.days or 0, limits)
    return PersonalElement(found, withheld, None)
