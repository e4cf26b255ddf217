"""An officer's own results: as they were closed, or as the night released them; never counted live.

What a month does not say alone is said by the quarter or semester of the record
(`records_queries.own_record`); nothing else is joined here, so that no difference of two figures
tells a few answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.appraisal.calendar import Terms, trial_end, window_of
from portal.appraisal.officer_lines import PersonalElement, personal_element
from portal.appraisal.rules.calendar import ObjectionWindow
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.indicators.figures import Overall, indicator_from_json, read_content
from portal.indicators.models import ClosedFigure, LiveFigure
from portal.indicators.rules.elements import Element
from portal.indicators.rules.publication import Limits
from portal.indicators.staff_queries import is_month, newest
from portal.month import Month
from portal.organisation.models import Officer, Unit

MOST_WINDOWS = 3  # months back whose objections may still be open, where one was closed late


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """The officer's figures of one month; `released_on` is the night of a month that is open."""

    month: Month
    answers: int
    kompetensi: PersonalElement
    perilaku: PersonalElement
    overall: Overall
    flagged: int
    revision: int
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnResults:
    """The officer, every month with a figure (newest first), and the month that is shown.

    `trial_until` is the last month that nobody but the officer sees.
    """

    name: str
    unit_id: int
    unit_name: str
    has_nip: bool
    figures: tuple[OwnFigure, ...]
    month: Month
    shown: OwnFigure | None
    trial_until: Month | None


def own_results(
    actor: Actor, month: Month | None, today: date, terms: Terms, *, limits: Limits | None = None
) -> OwnResults:
    """The newest month with a figure unless another is asked for.

    Raises NotFound for a month without a figure that is not the current one.
    """
    actor.demand(Permission.READ_OWN_FIGURES)
    who = _who(actor)
    by_month = {figure.month: figure for figure in _figures(actor, limits or Limits())}
    known = sorted(by_month, reverse=True)
    asked = month or (known[0] if known else Month.of(today))
    if asked not in by_month and asked != Month.of(today):
        raise NotFound(UNKNOWN)
    trial = trial_end(terms.trial_months)
    return OwnResults(
        name=who.name,
        unit_id=who.unit_id,
        unit_name=who.unit_name,
        has_nip=who.has_nip,
        figures=tuple(by_month[m] for m in known),
        month=asked,
        shown=by_month.get(asked),
        trial_until=trial if trial is not None and asked <= trial else None,
    )


def _who(actor: Actor) -> Any:
    query = (
        sa.select(
            *(Officer.name, Officer.unit_id, Unit.name.label("unit_name")),
            Officer.nip.is_not(None).label("has_nip"),
        )
        .join(Unit, Unit.id == Officer.unit_id)
        .where(Officer.id == actor.officer_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _figures(actor: Actor, limits: Limits) -> Iterator[OwnFigure]:
    live = sa.select(LiveFigure.content, LiveFigure.released_on).where(
        LiveFigure.subject_type == "officer", LiveFigure.subject_id == actor.officer_id
    )
    closed = newest(ClosedFigure.content, sa.null().label("released_on")).where(
        is_month(),
        ClosedFigure.subject_type == "officer",
        ClosedFigure.subject_id == actor.officer_id,
    )
    for query in (live, closed):  # a month that was just closed: what was closed
        for content, night in db.session.execute(query):
            yield _figure(read_content(content), night, limits)


def _figure(content: Any, night: date | None, limits: Limits) -> OwnFigure:
    figure, compared = indicator_from_json(content), content.get("compared") or {}
    return OwnFigure(
        month=Month.parse(figure.month),
        answers=figure.answers,
        kompetensi=personal_element(figure, Element.KOMPETENSI, compared, limits),
        perilaku=personal_element(figure, Element.PERILAKU, compared, limits),
        overall=figure.overall,
        flagged=figure.flagged.answers,
        revision=figure.revision,
        released_on=night,
    )


def own_unit(actor: Actor) -> int:
    """The unit whose working days count for the officer's objections."""
    actor.demand(Permission.FILE_OBJECTIONS)
    return int(_who(actor).unit_id)


@dataclass(frozen=True, slots=True)
class Windows:
    """Which months the officer may contest today, newest first, and which comes next."""

    open: tuple[ObjectionWindow, ...]
    following: ObjectionWindow


def own_windows(actor: Actor, today: date, terms: Terms) -> Windows:
    """The windows of the last months and of this one, by the working days of the own unit."""
    unit_id, month = own_unit(actor), Month.of(today)
    months = [month.plus(-back) for back in range(1, MOST_WINDOWS + 1)]
    past = [window_of(one, terms.objection_days, unit_id=unit_id) for one in months]
    ahead = window_of(month, terms.objection_days, unit_id=unit_id)
    to_come = [window for window in (*reversed(past), ahead) if today < window.opens]
    return Windows(tuple(w for w in past if w.is_open(today)), to_come[0])
