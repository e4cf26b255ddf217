"""The tree of units as sets of ids: how far a role held in one unit reaches."""

from collections.abc import Mapping

import sqlalchemy as sa

from portal.database import glance
from portal.organisation.models import Unit
from portal.organisation.remembering import remembered

_PARENTS = sa.select(Unit.id, Unit.parent_id)


def units_below(unit_id: int) -> frozenset[int]:
    """The unit and everything below it, retired units too; empty when there is no such unit."""
    children = _children()
    found: set[int] = set()
    waiting = [unit_id] if unit_id in children else []
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += children[at]
    return frozenset(found)


def units_above(unit_id: int) -> tuple[int, ...]:
    """The unit itself, then its parent, and so on up to the root; empty without such a unit."""
    parents = _parents()
    found: list[int] = []
    at = unit_id if unit_id in parents else None
    while at is not None and at not in found:
        found.append(at)
        at = parents[at]
    return tuple(found)


def reach_of(unit_id: int) -> frozenset[int] | None:
    """How far a role held in this unit reaches; None is the whole installation.

    Held at the root it also reaches what belongs to no unit (the calendar, units yet to come).
    """
    below = units_below(unit_id)
    return None if below and len(below) == len(_children()) else below


@remembered
def _children() -> Mapping[int, tuple[int, ...]]:
    rows = glance(_PARENTS, {})
    children: dict[int, list[int]] = {row.id: [] for row in rows}
    for row in rows:
        if row.parent_id is not None:
            children[row.parent_id].append(row.id)
    return {unit: tuple(below) for unit, below in children.items()}


@remembered
def _parents() -> Mapping[int, int | None]:
    return {row.id: row.parent_id for row in glance(_PARENTS, {})}
