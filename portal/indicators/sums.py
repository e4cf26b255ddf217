"""What a month's answers about one subject add up to: exact integers that can be added again.

The interval of an index needs Σ(x_i − I)², and x_i depends on the subject's own means. So the
second moments of every pair of elements are kept; from them the squares follow exactly, for a
subject, for its unit, for a quarter, without reading any answer again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import add
from typing import Any

from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import POINTS_PER_MARK, Tallies, Tally
from portal.indicators.rules.interval import MarksOfDay, effective_answers

Vector = list[int]

# One vector: ratings (with any mark), answers (with one of the nine), then number and sum of the
# marks, for the overall mark and the nine elements.
RATINGS, ANSWERS, OVERALL, FIRST_ELEMENT = 0, 1, 2, 4
WIDTH = FIRST_ELEMENT + 2 * len(FORM_ORDER)

PAIRS = tuple(combinations(range(len(FORM_ORDER)), 2))
# Per element Σu²; per pair (a, b) over those who answered both: Σ u_a·u_b, Σu_b, Σu_a, number.
MOMENTS = len(FORM_ORDER) + 4 * len(PAIRS)


def nothing() -> Vector:
    """The sums of no answers."""
    return [0] * WIDTH


def plus(one: Sequence[int], other: Sequence[int]) -> Vector:
    """Two vectors added."""
    return list(map(add, one, other))


def total(vectors: Iterable[Sequence[int]]) -> Vector:
    """Any number of vectors added."""
    return [sum(column) for column in zip(*vectors, strict=True)] or nothing()


def overall_tally(vector: Sequence[int]) -> Tally:
    """The overall marks in a vector."""
    return Tally(vector[OVERALL], vector[OVERALL + 1])


def element_tallies(vector: Sequence[int]) -> dict[Element, Tally]:
    """The marks of the nine elements in a vector."""
    places = range(FIRST_ELEMENT, WIDTH, 2)
    return {
        element: Tally(vector[at], vector[at + 1])
        for element, at in zip(FORM_ORDER, places, strict=True)
    }


def element_days(vector: Sequence[int]) -> dict[Element, MarksOfDay]:
    """The same of one day: only its numbers are needed."""
    numbers, totals = vector[FIRST_ELEMENT::2], vector[FIRST_ELEMENT + 1 :: 2]
    return dict(zip(FORM_ORDER, map(MarksOfDay, numbers, totals), strict=True))


@dataclass(slots=True)
class Sums:
    """One subject in one month, or in the union of several.

    `days` are the counted answers by local date; `complete` those of them with all nine marks;
    `flagged` the quarantined ones, which do not count. `served` is None where nobody counted.
    `people` tells how many answers each known officer has here (id as text), for counters and
    services only.
    """

    days: dict[str, Vector] = field(default_factory=dict)
    complete: Vector = field(default_factory=nothing)
    flagged: Vector = field(default_factory=nothing)
    moments: Vector = field(default_factory=lambda: [0] * MOMENTS)
    channels: dict[str, int] = field(default_factory=dict)
    served: int | None = None
    people: dict[str, int] = field(default_factory=dict)

    def counted(self) -> Vector:
        """All counted answers."""
        return total(self.days.values()) if self.days else nothing()

    def squares(self, tallies: Tallies) -> float:
        """Σ(x_i − I)² on the scale 25 to 100 with the weight 1/9; 0 where an element is missing."""
        return _squares(self.moments, tallies)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be frozen with a closed month."""
        return {
            "days": self.days,
            "complete": self.complete,
            "flagged": self.flagged,
            "moments": self.moments,
            "channels": self.channels,
            "served": self.served,
            "people": self.people,
        }


def sums_from_json(stored: Mapping[str, Any]) -> Sums:
    """Read back what `as_json` gave."""
    return Sums(**stored)


def union(parts: Sequence[Sums]) -> Sums:
    """The sums over the union of disjoint populations: months of a period, or of a block."""
    days: dict[str, Vector] = {}
    channels: dict[str, int] = {}
    people: dict[str, int] = {}
    for part in parts:
        for day, vector in part.days.items():
            days[day] = plus(days[day], vector) if day in days else vector
        add_counts(channels, part.channels)
        add_counts(people, part.people)
    return Sums(
        days=days,
        complete=total(part.complete for part in parts),
        flagged=total(part.flagged for part in parts),
        moments=[sum(column) for column in zip(*(p.moments for p in parts), strict=True)],
        channels=channels,
        served=_served(parts),
        people=people,
    )


def add_counts(into: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add numbers under the same names."""
    for name, number in counts.items():
        into[name] = into.get(name, 0) + number


def _served(parts: Iterable[Sums]) -> int | None:
    """Known only if it is known for every part that has answers."""
    known = [part.served for part in parts if part.days or part.served is not None]
    return None if None in known or not known else sum(n for n in known if n is not None)


def _squares(moments: Sequence[int], tallies: Tallies) -> float:
    if not all(tallies[e].answers for e in FORM_ORDER):
        return 0.0
    pull = POINTS_PER_MARK * effective_answers(tallies) / len(FORM_ORDER)
    return pull**2 * sum(_terms(moments, [tallies[e] for e in FORM_ORDER]))


def _terms(moments: Sequence[int], tallies: Sequence[Tally]) -> Iterable[float]:
    """Σ r_a·r_b·(u_a − m_a)(u_b − m_b) / (n_a·n_b) of every pair; whole numbers until divided."""
    for at, tally in enumerate(tallies):
        n, s = tally.answers, tally.total
        yield (moments[at] * n - s * s) / n**3
    start = len(tallies)
    for a, b in PAIRS:
        both, only_b, only_a, number = moments[start : start + 4]
        n_a, s_a, n_b, s_b = (*_pair(tallies[a]), *_pair(tallies[b]))
        exact = both * n_a * n_b - only_b * s_a * n_b - only_a * s_b * n_a + number * s_a * s_b
        yield 2 * exact / (n_a * n_b) ** 2
        start += 4


def _pair(tally: Tally) -> tuple[int, int]:
    return tally.answers, tally.total
