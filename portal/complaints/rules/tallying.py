"""What is counted about complaints in a month, and how counts of parts become those of a whole.

Everything belongs to the month in which it happened: filed, answered (the first answer of a case),
said solved or not, reopened, appealed. So nothing that happens later moves a month that is over.
In time by two clocks: the legal day in working days, and plain hours (PEKPPP, domain.md §5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median_high, median_low
from typing import Any

from portal.complaints.rules.clock import RESPONSE_BANDS

BANDS = tuple(limit for limit, _points in RESPONSE_BANDS)


@dataclass(slots=True)
class Tally:
    """Counts of one place in one month; `hours` maps hours to how many answers took them."""

    filed: int = 0
    praise: int = 0
    answered: int = 0
    in_time: int = 0
    hours: Counter[int] = field(default_factory=Counter)
    solved: int = 0
    unsolved: int = 0
    reopened: int = 0
    appeals: int = 0

    def add(self, other: "Tally") -> None:
        """Take in the counts of a part."""
        for name in ("filed", "praise", "answered", "in_time", "solved", "unsolved"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reopened += other.reopened
        self.appeals += other.appeals
        self.hours.update(other.hours)

    def median_hours(self) -> float | None:
        """The median time to the first answer; None where nothing was answered."""
        known = list(self.hours.elements())
        return (median_low(known) + median_high(known)) / 2 if known else None

    def within(self, limit: int) -> int:
        """Answers within so many hours."""
        return sum(count for hours, count in self.hours.items() if hours <= limit)

    def as_figures(self) -> dict[str, Any]:
        """The figures by the names of the contract (product.md §3), more of them after it."""
        return {
            "filed": self.filed,
            "answered": self.answered,
            "answered_in_time": self.in_time,
            "median_hours": self.median_hours(),
            "within_hours": {str(limit): self.within(limit) for limit in BANDS},
            "solved": self.solved,
            "unsolved": self.unsolved,
            "reopened": self.reopened,
            "appeals": self.appeals,
            "praise": self.praise,
        }


def total(parts: Iterable[Tally]) -> Tally:
    """The whole of its parts."""
    found = Tally()
    for part in parts:
        found.add(part)
    return found


def joined(months: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """A period out of the frozen figures of its months; None where no month has any.

    The median is not known from the months' medians: None.
    """
    known = [month for month in months if month]
    if not known:
        return None
    counted = ("filed", "answered", "answered_in_time", "solved", "unsolved")
    found: dict[str, Any] = {
        name: sum(month[name] for month in known)
        for name in (*counted, "reopened", "appeals", "praise")
    }
    bands = {str(one): sum(month["within_hours"][str(one)] for month in known) for one in BANDS}
    return {**found, "median_hours": None, "within_hours": bands}
