"""Whether a block of months, or a quarter, semester or year of a unit may be public.

It stands beside the months that are public already, its own and those of its parent unit; what a
reader can subtract must leave nobody or at least ten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from portal.indicators.figures import read_content
from portal.indicators.models import ClosedFigure
from portal.indicators.publicity import leaves_nobody_alone
from portal.month import Month

Counts = Mapping[str, int]
NOTES = "unshown"


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """One unit in one closed month: all its answers, whether they are public as this month's own
    figure, and how many are left in none of its public parts (None: the unit itself is not shown).
    """

    counts: Counts
    is_public: bool
    unshown: Counts | None


@dataclass(slots=True)
class JoinedPublicity:
    """The months of the units, those of earlier closings read when they are first asked for."""

    connection: sa.Connection
    months: dict[Month, dict[int, UnitMonth]] = field(default_factory=dict)
    approved: list[tuple[int, frozenset[Month], Counts]] = field(default_factory=list)

    def may_show(self, unit: int, parent: int | None, months: Iterable[Month]) -> bool:
        """Whether a figure over these months of a unit isolates nobody; notes it when it may."""
        hidden = {
            m for m in months if unit in self._units(m) and not self._units(m)[unit].is_public
        }
        own = [self._units(m)[unit].counts for m in hidden]
        if not leaves_nobody_alone(own, ()):
            return False
        if parent is not None and not self._fits_in(parent, frozenset(hidden), own):
            return False
        for counts in own if parent is not None else ():
            self.approved.append((parent or 0, frozenset(hidden), counts))
        return True

    def _fits_in(self, parent: int, hidden: frozenset[Month], own: list[Counts]) -> bool:
        left = [self._unshown(parent, month) for month in hidden]
        if any(counts is None for counts in left):
            return False
        others = [c for at, months, c in self.approved if at == parent and months <= hidden]
        known = [counts for counts in left if counts is not None]
        return leaves_nobody_alone(known, [*own, *others])

    def _unshown(self, unit: int, month: Month) -> Counts | None:
        found = self._units(month).get(unit)
        return found.unshown if found else None

    def _units(self, month: Month) -> dict[int, UnitMonth]:
        if month not in self.months:
            self.months[month] = self._load(month)
        return self.months[month]

    def _load(self, month: Month) -> dict[int, UnitMonth]:
        query = (
            sa.select(ClosedFigure.subject_id, ClosedFigure.content, ClosedFigure.public)
            .where(ClosedFigure.period == str(month), ClosedFigure.subject_type == "unit")
            .order_by(ClosedFigure.revision)
        )
        rows = self.connection.execute(query)
        return {unit: _unit_month(read_content(c), read_content(p or "{}")) for unit, c, p in rows}


def _unit_month(content: Mapping[str, Any], public: Mapping[str, Any]) -> UnitMonth:
    is_public = public.get("withheld") is None and not public.get("block") and bool(public)
    return UnitMonth(content["counts"], is_public, content[NOTES])
