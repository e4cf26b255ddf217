"""Who answered and when, per unit and month: frozen at the closing, never in a nightly release.

A cell of a profile may grow by one or two answers from night to night, and two looks would then
show their marks; so a profile stands only in closed months (product.md §2 rule 6).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.feedback.models import Rating, Status
from portal.indicators.figures import number
from portal.indicators.passes import in_month, rows_of
from portal.indicators.rules.index import Tally
from portal.indicators.rules.interval import MarksOfDay, mark_interval
from portal.indicators.rules.profiles import profile_cells
from portal.indicators.subjects import Places
from portal.indicators.sums import plus, total
from portal.month import Month

MINIMUM = 10
UNSAID = "-"
TIMED = ("weekday", "part_of_day")
FACTS = ("tier", "sex", "age_band", "education", "occupation")

Cells = dict[str, int]


@dataclass(slots=True)
class UnitCells:
    """One unit with all below it: people by dimension and cell, and the overall marks of `TIMED`.

    `given` counts overall marks; `days` holds number, Σu and Σu² by dimension/cell and date.
    """

    people: dict[str, Cells] = field(default_factory=dict)
    given: dict[str, Cells] = field(default_factory=dict)
    days: dict[tuple[str, str], dict[date, list[int]]] = field(default_factory=dict)

    def add(self, kind: str, name: str, cell: str, value: int) -> None:
        cells: Cells = getattr(self, kind).setdefault(name, {})
        cells[cell] = cells.get(cell, 0) + value

    def add_marks(self, name: str, cell: str, day: date, marks: Sequence[int]) -> None:
        days = self.days.setdefault((name, cell), {})
        days[day] = plus(days[day], marks) if day in days else list(marks)


def unit_profiles(
    connection: sa.Connection, month: Month, places: Places
) -> dict[int, dict[str, Any]]:
    """The profiles of every unit with answers, as plain values to be frozen.

    By dimension: `cells`, each with `answers` and, of weekdays and parts of the day, the `score`
    of the overall mark with its interval; and `rest`, the answers in cells that are not shown.
    """
    found: dict[int, UnitCells] = {}
    for unit, day, part, ratings, *marks in rows_of(connection, _time_query(month)):
        for above in places.lineage(unit):
            cells = found.setdefault(above, UnitCells())
            for name, cell in (("weekday", str(day.isoweekday())), ("part_of_day", part or UNSAID)):
                cells.add("people", name, cell, ratings)
                cells.add("given", name, cell, marks[0])
                cells.add_marks(name, cell, day, [int(mark or 0) for mark in marks])
    for unit, *facts, ratings in rows_of(connection, _fact_query(month)):
        for above in places.lineage(unit):
            for name, cell in zip(FACTS, facts, strict=True):
                found[above].add("people", name, cell or UNSAID, ratings)
    parents = {key.id: named.unit_id for key, named in places.named.items() if key.kind == "unit"}
    people = {name: _shown(parents, found, "people", name) for name in (*TIMED, *FACTS)}
    given = {name: _shown(parents, found, "given", name) for name in TIMED}
    return {
        unit: {
            name: _dimension(cells, name, people[name][unit], given.get(name, {}).get(unit))
            for name in (*TIMED, *FACTS)
        }
        for unit, cells in found.items()
    }


def _time_query(month: Month) -> sa.Select[Any]:
    keys = (Rating.unit_id, Rating.received_on, Rating.part_of_day)
    overall = Rating.overall
    squares = sa.func.sum(overall * overall)
    return (
        sa.select(*keys, sa.func.count(), sa.func.count(overall), sa.func.sum(overall), squares)
        .where(in_month(month), Rating.status == Status.COUNTS)
        .group_by(*keys)
    )


def _fact_query(month: Month) -> sa.Select[Any]:
    keys = (Rating.unit_id, *(getattr(Rating, name) for name in FACTS))
    return (
        sa.select(*keys, sa.func.count())
        .where(in_month(month), Rating.status == Status.COUNTS)
        .group_by(*keys)
    )


def _shown(
    parents: Mapping[int, int | None], found: Mapping[int, UnitCells], kind: str, name: str
) -> dict[int, frozenset[str]]:
    counts = {unit: getattr(cells, kind).get(name, {}) for unit, cells in found.items()}
    return profile_cells(parents, counts, MINIMUM)


def _dimension(
    cells: UnitCells, name: str, shown: Iterable[str], scored: frozenset[str] | None
) -> dict[str, Any]:
    people = cells.people.get(name, {})
    kept = {cell: people[cell] for cell in sorted(shown) if people[cell]}
    return {
        "cells": {
            cell: {"answers": answers, **_score(cells, name, cell, scored)}
            for cell, answers in kept.items()
        },
        "rest": sum(people.values()) - sum(kept.values()),
    }


def _score(cells: UnitCells, name: str, cell: str, scored: frozenset[str] | None) -> dict[str, Any]:
    """The overall score of a cell with its interval, where the cell may show it."""
    if scored is None or cell not in scored or not cells.given[name][cell]:
        return {"score": None, "interval": None}
    days = cells.days[name, cell].values()
    given, marks, squares = total(days)
    tally = Tally(given, marks)
    interval = mark_interval(tally, squares, [MarksOfDay(n, s) for n, s, _squares in days])
    return {
        "score": number(tally.score),
        "interval": None if interval is None else [number(interval.low), number(interval.high)],
    }
