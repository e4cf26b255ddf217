"""The 95 % interval of a mean on the scale 25 to 100, with one pseudo-answer.

Normal and t intervals fail for good units at few answers (75–88 % coverage at ten; width zero when
all agree). One pseudo-answer, half at 25 and half at 100, mends both. With values x_i of n
answers and mean m::

    m̃ = (n·m + 62.5) / (n + 1)
    s̃² = [Σ(x_i − m̃)² + ½(25 − m̃)² + ½(100 − m̃)²] / n
    interval = m̃ ± 1.96·s̃ / √(n + 1), clipped to 25..100

Where answers fall on several days and days differ, the sum of squares is the day-clustered one if
that is larger: days with a queue push all their answers the same way. Few days show too little of
how days differ, so that it carries the usual correction D/(D − 1) for D days, and Student's t with
D − 1 degrees of freedom in the place of 1.96.

One question by itself (`mark_interval`) knows four values, not the thirty of nine questions
together: it takes Student's t with n − 1 degrees of freedom. What each of these covers, and what
none of them does, is in docs/decisions/0009-intervals.md.

Over available answers, where more people answer one element than another, n is the *effective*
number of answers: the harmonic mean k of the answers to the nine elements, and
``x_i − I = (25/9)·Σ (k/n_e)·r_ie·(u_ie − NRR_e)``. On full sheets k = n. Counting everybody who
answered anything would let one widely answered question vouch for eight others: where a third of
thirty answer all nine, it covers the truth in 92–96 of 100 months, k in 97–99.

Bounds are rounded outward to *one* decimal: the interval is several points wide, so a second
decimal would say nothing, and the pages print one. No correction for a finite population: it may
be used only where everybody was asked, which no page can know.

Floats are used here and nowhere else; what leaves is decimal again.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import (
    POINTS_PER_MARK,
    Tallies,
    Tally,
    element_index,
    tally_answers,
)
from portal.indicators.rules.student import student_95

LOW_END, HIGH_END = 25.0, 100.0
MIDDLE = (LOW_END + HIGH_END) / 2
NORMAL_95 = 1.96
FEWEST_ANSWERS = 2
PLACE = Decimal("0.1")
ERROR_PLACE = Decimal("0.001")
ROUNDING = 1e-9
FLOAT_NOISE = Decimal(str(ROUNDING))


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds with one decimal and the standard error (three decimals, rounded up).

    The error is half the width before clipping, over 1.96: where Student's t made the interval
    wider, whoever multiplies the error by 1.96 (`change`) is as careful as the interval.
    """

    low: Decimal
    high: Decimal
    standard_error: Decimal

    def __contains__(self, value: Decimal | Fraction) -> bool:
        return self.low <= value <= self.high


class Day(NamedTuple):
    """The answers of one day: how many, and the sum of their deviations Σ(x_i − mean)."""

    answers: float
    deviation: float


class MarksOfDay(NamedTuple):
    """The marks of one day on one question: how many, and their sum."""

    answers: int
    total: int


DayMarks = Mapping[Element, MarksOfDay]


def interval(
    answers: float,
    mean: Fraction | float,
    squares: float,
    days: Iterable[Day] = (),
    *,
    weight: Weight = Weight.NINTH,
    quantile: float = NORMAL_95,
) -> Interval | None:
    """The interval from aggregates; None below two answers.

    ``mean`` and ``squares`` = Σ(x_i − mean)² are on the scale 25 to 100, that is with the weight
    1/9; ``weight`` stretches the result to the weight in force, as it does the index. ``days``
    without a second day changes nothing. ``quantile`` holds unless the days ask for more.
    """
    if answers < FEWEST_ANSWERS - ROUNDING:
        return None
    centre = (answers * float(mean) + MIDDLE) / (answers + 1)
    shift = float(mean) - centre
    spread, quantile = _spread(squares + answers * shift**2, quantile, list(days), shift)
    pseudo = ((LOW_END - centre) ** 2 + (HIGH_END - centre) ** 2) / 2
    half_width = quantile * sqrt((spread + pseudo) / answers / (answers + 1))
    return _outward(centre, half_width, float(weight.scale))


def _spread(
    plain: float, quantile: float, days: Sequence[Day], shift: float
) -> tuple[float, float]:
    """The sum of squares and the quantile that goes with it: the days' own if they differ."""
    answered = [day for day in days if day.answers]
    clustered = _clustered(answered, shift)
    # Days that vary exactly as answers do must not flip with the last bit of a float.
    if clustered <= plain * (1 + ROUNDING) + ROUNDING:
        return plain, quantile
    return clustered, max(quantile, student_95(len(answered) - 1))


def _clustered(days: Sequence[Day], shift: float) -> float:
    if len(days) < 2:
        return 0.0
    totals = sum((deviation + answers * shift) ** 2 for answers, deviation in days)
    return totals * len(days) / (len(days) - 1)


def _outward(centre: float, half_width: float, scale: float) -> Interval:
    low = max(centre - half_width, LOW_END) * scale
    high = min(centre + half_width, HIGH_END) * scale
    error = half_width / NORMAL_95 * scale
    return Interval(
        (Decimal(low) + FLOAT_NOISE).quantize(PLACE, ROUND_FLOOR),
        (Decimal(high) - FLOAT_NOISE).quantize(PLACE, ROUND_CEILING),
        (Decimal(error) - FLOAT_NOISE).quantize(ERROR_PLACE, ROUND_CEILING),
    )


def interval_of_values(
    values: Sequence[float],
    days: Sequence[Hashable] | None = None,
    *,
    quantile: float = NORMAL_95,
) -> Interval | None:
    """The same from the values themselves: the reference, and enough for one sheet."""
    if not values:
        return None
    mean = sum(values) / len(values)
    moves = [Day(1, value - mean) for value in values]
    squares = sum(move.deviation**2 for move in moves)
    return interval(len(values), mean, squares, _by_day(moves, days or ()), quantile=quantile)


def _by_day(moves: Sequence[Day], days: Sequence[Hashable]) -> list[Day]:
    totals: dict[Hashable, Day] = {}
    for move, day in zip(moves, days, strict=bool(days)):
        before = totals.get(day, Day(0, 0.0))
        totals[day] = Day(before.answers + move.answers, before.deviation + move.deviation)
    return list(totals.values())


class Factor(NamedTuple):
    """How an answer to one element moves x_i: ``pull``·(mark − ``mean``), pull = (25/9)·(k/n_e)."""

    pull: float
    mean: float


Factors = Mapping[Element, Factor]


def element_factors(tallies: Tallies) -> dict[Element, Factor] | None:
    """The linearisation of an index over available answers; None where an element has none.

    A query may apply these eighteen numbers to the stored marks and return nothing but
    Σ(x_i − I)², the ``squares`` of `index_interval`.
    """
    if any(e not in tallies or not tallies[e].answers for e in FORM_ORDER):
        return None
    pull = POINTS_PER_MARK * effective_answers(tallies) / len(FORM_ORDER)
    return {
        e: Factor(pull / tallies[e].answers, tallies[e].total / tallies[e].answers)
        for e in FORM_ORDER
    }


def effective_answers(tallies: Tallies) -> float:
    """The harmonic mean of the numbers of answers to the nine elements (each at least one)."""
    return len(FORM_ORDER) / sum(1 / tallies[e].answers for e in FORM_ORDER)


def answer_deviation(row: Mapping[Element, int | None], factors: Factors) -> float:
    """x_i − I of one answer."""
    marks = {element: mark for element in factors if (mark := row.get(element)) is not None}
    return sum(factors[e].pull * (mark - factors[e].mean) for e, mark in marks.items())


def day_of_index(tallies: Tallies | DayMarks, factors: Factors) -> Day:
    """One day of an index, from that day's sums per element: linear in them.

    Its number of answers is the effective one, so that the days add up to k.
    """
    pulled = deviation = 0.0
    for element, (pull, mean) in factors.items():
        if element in tallies:
            marks = tallies[element]
            pulled += pull * marks.answers
            deviation += pull * (marks.total - marks.answers * mean)
    return Day(pulled / POINTS_PER_MARK, deviation)


def index_interval(
    tallies: Tallies,
    squares: float,
    days: Iterable[Tallies | DayMarks] = (),
    *,
    weight: Weight = Weight.NINTH,
) -> Interval | None:
    """The interval of an index over available answers, from aggregates.

    ``squares`` is Σ(x_i − I)² with the `element_factors` of the same tallies; ``days`` are the
    tallies of the single days. None where an element has fewer than two answers.
    """
    factors = element_factors(tallies)
    if factors is None:
        return None
    clusters = [day_of_index(day, factors) for day in days]
    return _interval_of_index(tallies, squares, clusters, weight)


def _interval_of_index(
    tallies: Tallies, squares: float, days: Sequence[Day], weight: Weight
) -> Interval | None:
    index = element_index(tallies, Weight.NINTH, minimum=FEWEST_ANSWERS).exact
    if index is None:
        return None
    return interval(effective_answers(tallies), index, squares, days, weight=weight)


def index_interval_of_rows(
    rows: Sequence[Mapping[Element, int | None]],
    days: Sequence[Hashable] | None = None,
    *,
    weight: Weight = Weight.NINTH,
) -> Interval | None:
    """The same from the answers themselves: the reference, and enough for one sheet."""
    tallies = tally_answers(rows)
    factors = element_factors(tallies)
    if factors is None:
        return None
    moves = [day_of_index(tally_answers([row]), factors) for row in rows]
    squares = sum(move.deviation**2 for move in moves)
    return _interval_of_index(tallies, squares, _by_day(moves, days or ()), weight)


def mark_interval(
    tally: Tally, sum_of_squares: int, days: Iterable[Tally | MarksOfDay] = ()
) -> Interval | None:
    """The interval of one question (an element, or the overall mark), with x_i = 25·u_i.

    ``sum_of_squares`` is Σu_i²; ``days`` are the tallies of the single days.
    """
    if tally.answers < FEWEST_ANSWERS:
        return None
    mean = tally.total / tally.answers
    squares = POINTS_PER_MARK**2 * max(sum_of_squares - tally.total * mean, 0.0)
    clusters = [
        Day(day.answers, POINTS_PER_MARK * (day.total - day.answers * mean)) for day in days
    ]
    quantile = mark_quantile(tally.answers)
    return interval(tally.answers, POINTS_PER_MARK * mean, squares, clusters, quantile=quantile)


def mark_quantile(answers: int) -> float:
    """Student's t with n − 1 degrees of freedom, never less than 1.96."""
    return max(NORMAL_95, student_95(answers - 1))
