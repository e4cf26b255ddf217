"""What each group of held answers would move, for whoever reviews them.

Groups under the minimum are told by number only: the difference of two indexes would give the
marks of a few away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.appraisal.rules.readiness import Movement
from portal.authority import Actor, Permission
from portal.database import db
from portal.feedback.models import Rating, Status
from portal.feedback.outsiders import units_inside
from portal.feedback.reviewing import HeldGroup, held_groups, received_counts
from portal.indicators.passes import in_month
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import Tally, element_index
from portal.indicators.rules.publication import Limits
from portal.month import Month
from portal.organisation.tree import units_below

Tallies = dict[Element, Tally]


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A group, what it would move in its unit (None: too few to say), and who may decide it."""

    group: HeldGroup
    movement: Movement | None
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The held answers of a month, and the sum that must match."""

    month: Month
    received: Mapping[str, int]
    lines: tuple[HeldLine, ...]


def review_of(actor: Actor, month: Month, weight: Weight, limits: Limits | None = None) -> Review:
    """Everything that waits for a review in a month, in the units this actor reviews."""
    actor.demand(Permission.REVIEW_RATINGS)
    limits = limits or Limits()
    groups = held_groups(actor, month)
    inside = units_inside(actor)
    trees = {group.unit_id: units_below(group.unit_id) for group in groups}
    counted = _counted(month, set().union(*trees.values()))
    held = _held(month)
    lines = []
    for group in groups:
        below = _sum(counted.get(unit, {}) for unit in trees[group.unit_id])
        own = held.get((group.unit_id, group.counter_id, group.signal), {})
        moved = _movement(below, own, weight, limits) if group.answers >= limits.number else None
        lines.append(HeldLine(group, moved, inside is not None and group.unit_id not in inside))
    within = actor.reach(Permission.REVIEW_RATINGS)
    return Review(month, received_counts(month, within=within), tuple(lines))


def _movement(counted: Tallies, held: Tallies, weight: Weight, limits: Limits) -> Movement:
    without = element_index(counted, weight, minimum=limits.number)
    both = element_index(_sum([counted, held]), weight, minimum=limits.number)
    return Movement(without.value, both.value, without.grade, both.grade)


def _marks() -> list[sa.ColumnElement[Any]]:
    found: list[sa.ColumnElement[Any]] = []
    for element in FORM_ORDER:
        mark = getattr(Rating, element.value)
        given = sa.case((mark > 0, mark))
        found += [sa.func.count(given), sa.func.sum(given)]
    return found


def _counted(month: Month, units: set[int]) -> dict[int, Tallies]:
    if not units:
        return {}
    query = sa.select(Rating.unit_id, *_marks()).where(
        in_month(month), Rating.status == Status.COUNTS, Rating.unit_id.in_(units)
    )
    rows = db.session.execute(query.group_by(Rating.unit_id))
    return {row[0]: _tallies(row[1:]) for row in rows}


def _held(month: Month) -> dict[tuple[int, int | None, str], Tallies]:
    keys = (Rating.unit_id, Rating.counter_id, Rating.status_reason)
    query = sa.select(*keys, *_marks()).where(in_month(month), Rating.status == Status.QUARANTINED)
    rows = db.session.execute(query.group_by(*keys))
    return {
        (unit, counter, signal or ""): _tallies(marks) for unit, counter, signal, *marks in rows
    }


def _tallies(marks: Any) -> Tallies:
    return {
        element: Tally(int(marks[2 * at]), int(marks[2 * at + 1] or 0))
        for at, element in enumerate(FORM_ORDER)
    }


def _sum(parts: Iterable[Tallies]) -> Tallies:
    found = {element: Tally(0, 0) for element in FORM_ORDER}
    for part in parts:
        for element, tally in part.items():
            known = found[element]
            found[element] = Tally(known.answers + tally.answers, known.total + tally.total)
    return found
