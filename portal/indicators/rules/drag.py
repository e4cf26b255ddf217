"""Which element holds an index down, and which has fallen: said only where it can be told.

All nine elements weigh the same, so the one with the lowest mean holds the index down most. Two
elements of one survey are answered by the same people, who are strict or mild in both: treating
them as independent makes the difference harder to reach, never easier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.indicators.rules.elements import Element
from portal.indicators.rules.index import round_half_up

HIGHEST = Decimal(100)
ELEMENTS = 9
Bounds = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Standing:
    """One element: its value and its interval on the scale 25 to 100."""

    value: Decimal
    interval: Bounds


@dataclass(frozen=True, slots=True)
class Drag:
    """The element that holds the index down most.

    `points` is what the index would gain if it were full; `rivals` those that cannot be told
    apart from it, itself not among them (then nobody can say which it is).
    """

    element: Element
    value: Decimal
    points: Decimal
    rivals: tuple[Element, ...] = ()

    @property
    def is_clear(self) -> bool:
        return not self.rivals


@dataclass(frozen=True, slots=True)
class Fall:
    """The element that lost most since another month, beyond chance."""

    element: Element
    points: Decimal


def greatest_drag(
    elements: Mapping[Element, Standing], scale: Fraction = Fraction(1)
) -> Drag | None:
    """The lowest element, and what the index would gain from it; None without two elements.

    ``scale`` is what nine weights add up to (1, 0.999 or 0.99).
    """
    if len(elements) < 2:
        return None
    ordered = sorted(elements, key=lambda e: (elements[e].value, list(Element).index(e)))
    lowest = ordered[0]
    gap = HIGHEST - elements[lowest].value
    if gap == 0:
        return None
    points = round_half_up(Fraction(gap) * scale / ELEMENTS, 1)
    rivals = [e for e in ordered[1:] if not _differ(elements[lowest], elements[e])]
    return Drag(lowest, elements[lowest].value, points, tuple(rivals))


def greatest_fall(
    before: Mapping[Element, Standing], now: Mapping[Element, Standing]
) -> Fall | None:
    """What fell most from one month to another, if any element fell beyond chance."""
    fallen = [
        Fall(e, before[e].value - now[e].value)
        for e in now
        if e in before and now[e].value < before[e].value and _differ(now[e], before[e])
    ]
    return max(fallen, key=lambda fall: fall.points, default=None)


def _differ(one: Standing, other: Standing) -> bool:
    """|Δ| > √(h₁² + h₂²): the half widths of 95 % intervals stand for 1.96 standard errors."""
    squares = _half(one) ** 2 + _half(other) ** 2
    return (one.value - other.value) ** 2 > squares


def _half(standing: Standing) -> Decimal:
    """The longer arm of the interval: one that is clipped at 100 must not look narrow."""
    low, high = standing.interval
    return max(standing.value - low, high - standing.value)
