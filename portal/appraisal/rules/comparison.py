"""What may be said of an officer in the appraisal evidence: pure, standard library only.

Never a predicate, never a ranking (PermenPANRB 6/2022 knows no formula: the superior reads
evidence). A comparison is made only within the same service, outcome and channel, and its three
words are never those of the predicate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

LOWEST_MARK, HIGHEST_MARK = 1, 4
POINTS_PER_MARK = 25
NORMAL_95 = 1.96
FEWEST_COMPARED = 30

NOTICE = "bukan dasar tunggal hukuman, TPP, atau peringkat"


class Compared(StrEnum):
    """An officer beside colleagues in the same work; the value is what documents say."""

    HIGHER = "lebih tinggi"
    UNCLEAR = "belum dapat dibedakan"
    LOWER = "lebih rendah"


@dataclass(frozen=True, slots=True)
class Marks:
    """Some marks: how many, their sum, the sum of their squares."""

    answers: int
    total: int
    squares: int

    def __sub__(self, other: "Marks") -> "Marks":
        return Marks(
            self.answers - other.answers, self.total - other.total, self.squares - other.squares
        )

    @property
    def mean(self) -> float:
        return self.total / self.answers

    @property
    def spread(self) -> float:
        """Σ(u − mean)²."""
        return max(self.squares - self.total * self.mean, 0.0)


@dataclass(frozen=True, slots=True)
class Stratum:
    """One service, outcome and channel: the officer's own marks and those of all officers."""

    own: Marks
    everybody: Marks

    @property
    def others(self) -> Marks:
        return self.everybody - self.own


def compare(strata: Iterable[Stratum], standard_error: float) -> Compared | None:
    """The officer's mean against that of colleagues, weighted by the officer's own mix of work.

    `standard_error` is that of the officer's own mean, in points of 25 to 100. None where fewer
    than 30 own answers have colleagues beside them, or colleagues got fewer than 30 there.
    """
    usable = [s for s in strata if s.own.answers and s.others.answers]
    own = sum(s.own.answers for s in usable)
    others = sum(s.others.answers for s in usable)
    if own < FEWEST_COMPARED or others < FEWEST_COMPARED:
        return None
    gap = sum(s.own.answers * (s.own.mean - s.others.mean) for s in usable) / own
    weights = (s.own.answers**2 / s.others.answers for s in usable)
    variance = _pooled([s.others for s in usable], others) * sum(weights) / own**2
    limit = NORMAL_95 * sqrt(standard_error**2 + POINTS_PER_MARK**2 * variance)
    if abs(gap) * POINTS_PER_MARK <= limit:
        return Compared.UNCLEAR
    return Compared.HIGHER if gap > 0 else Compared.LOWER


def _pooled(marks: Sequence[Marks], answers: int) -> float:
    """The variance of a mark inside the strata, with one pseudo-answer so that it is never 0."""
    mean = sum(m.total for m in marks) / answers
    pseudo = ((LOWEST_MARK - mean) ** 2 + (HIGHEST_MARK - mean) ** 2) / 2
    return (sum(m.spread for m in marks) + pseudo) / answers
