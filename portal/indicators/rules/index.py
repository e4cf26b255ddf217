"""The index (IKM), the grade and the overall score: PermenPANRB 14/2017, exact arithmetic.

Everything is an integer or a fraction until one rounding at the end, half up, to two decimals;
the grade is looked up for the rounded value, so that no value falls between two grades.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element

LOWEST_MARK, HIGHEST_MARK = 1, 4
POINTS_PER_MARK = 25
MARKS = range(LOWEST_MARK, HIGHEST_MARK + 1)


class Grade(StrEnum):
    """Mutu pelayanan."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def word_id(self) -> str:
        return GRADES[self][1]

    @property
    def word_en(self) -> str:
        return GRADES[self][2]

    @property
    def lower_border(self) -> Decimal:
        """The lowest index that still has this grade."""
        return GRADES[self][0]


GRADES: dict[Grade, tuple[Decimal, str, str]] = {
    Grade.A: (Decimal("88.31"), "Sangat Baik", "Very good"),
    Grade.B: (Decimal("76.61"), "Baik", "Good"),
    Grade.C: (Decimal("65.00"), "Kurang Baik", "Not so good"),
    Grade.D: (Decimal("25.00"), "Tidak Baik", "Poor"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to one question: how many, and the sum of their marks 1 to 4."""

    answers: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        if not LOWEST_MARK * self.answers <= self.total <= HIGHEST_MARK * self.answers:
            raise ValueError(f"{self.answers} answers cannot sum to {self.total}")

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.answers + other.answers, self.total + other.total)

    @property
    def mean(self) -> Fraction | None:
        """The mean mark (NRR), 1 to 4; None without an answer."""
        return Fraction(self.total, self.answers) if self.answers else None

    @property
    def score(self) -> Decimal | None:
        """The mean on the scale 25 to 100, two decimals; None without an answer."""
        mean = self.mean
        return None if mean is None else round_half_up(mean * POINTS_PER_MARK)

    @property
    def grade(self) -> Grade | None:
        """The grade of this one element (NRR × 25)."""
        score = self.score
        return None if score is None else grade_of(score)


Tallies = Mapping[Element, Tally]
NO_ANSWERS = Tally()


@dataclass(frozen=True, slots=True)
class Index:
    """An index, or the elements for want of which there is none."""

    exact: Fraction | None
    missing: tuple[Element, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """Rounded half up, once, to two decimals."""
        return None if self.exact is None else round_half_up(self.exact)

    @property
    def grade(self) -> Grade | None:
        """The grade of the rounded value."""
        value = self.value
        return None if value is None else grade_of(value)


def round_half_up(value: Fraction, places: int = 2) -> Decimal:
    """A non-negative fraction, rounded half up."""
    units = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    return Decimal(units).scaleb(-places)


def grade_of(value: Decimal | Fraction) -> Grade:
    """The grade of an index, after rounding it to two decimals.

    With the weight 0.11 the worst survey gives 24.75, which is a D like every other below 65.
    """
    rounded = round_half_up(Fraction(value))
    if not 0 <= rounded <= 100:
        raise ValueError(f"an index lies between 0 and 100, not at {value}")
    return next((g for g in GRADES if rounded >= g.lower_border), Grade.D)


def element_index(tallies: Tallies, weight: Weight, *, minimum: int = 1) -> Index:
    """The index over available answers: each element's mean over the answers to it.

    ``minimum`` is the number of answers each element needs: 1 for a sheet, 10 for a published
    month. Elements with fewer are named and there is no index.
    """
    return _weighted(tallies, weight, FORM_ORDER, minimum)


def index_without_fee(tallies: Tallies, weight: Weight, *, minimum: int = 1) -> Index:
    """The index over the eight elements other than *biaya*, on the same scale.

    A free service scores 4 on *biaya* by definition, so this stands beside the index.
    """
    eight = tuple(element for element in FORM_ORDER if element is not Element.BIAYA)
    return _weighted(tallies, weight, eight, minimum)


def _weighted(
    tallies: Tallies, weight: Weight, elements: tuple[Element, ...], minimum: int
) -> Index:
    missing = tuple(e for e in elements if tallies.get(e, NO_ANSWERS).answers < max(minimum, 1))
    if missing:
        return Index(None, missing)
    means = sum((Fraction(tallies[e].total, tallies[e].answers) for e in elements), Fraction())
    return Index(means * weight.scale * POINTS_PER_MARK / len(elements))


def other_weights(tallies: Tallies, weight: Weight) -> dict[Weight, Index]:
    """What the weights that are not in force would give."""
    return {other: element_index(tallies, other) for other in weight.others}


def tally_marks(marks: Iterable[int | None]) -> Tally:
    """Marks of one question; None is an answer that carries no mark."""
    given = [mark for mark in marks if mark is not None]
    return Tally(len(given), sum(given))


def tally_answers(answers: Iterable[Mapping[Element, int | None]]) -> dict[Element, Tally]:
    """Answers of many people, per element."""
    rows = list(answers)
    return {element: tally_marks(row.get(element) for row in rows) for element in FORM_ORDER}


def is_complete(answer: Mapping[Element, int | None]) -> bool:
    """Whether all nine elements carry a mark."""
    return all(answer.get(element) is not None for element in FORM_ORDER)
