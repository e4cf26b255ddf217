"""What stands between a month and its closing, and what a person must look at: pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.indicators.rules.index import Grade


class Check(StrEnum):
    """What is looked at before a closing."""

    TURN = "turn"
    ROSTER = "roster"
    ATTRIBUTION = "attribution"
    SERVED = "served"
    OBJECTIONS = "objections"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: passed or not, with its numbers; `blocks` where the closing would be refused.

    `have` of `all` are in order; `names` are what is not, a few of them.
    """

    check: Check
    is_passed: bool
    have: int = 0
    all: int = 0
    names: tuple[str, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """An index without and with the answers that are held back."""

    without: Decimal | None
    with_held: Decimal | None
    grade_without: Grade | None = None
    grade_with: Grade | None = None

    @property
    def points(self) -> Decimal | None:
        """How far they would move it."""
        if self.without is None or self.with_held is None:
            return None
        return self.with_held - self.without

    @property
    def changes_grade(self) -> bool:
        return (
            self.grade_without is not None
            and self.grade_with is not None
            and self.grade_without is not self.grade_with
        )


def coverage(check: Check, have: int, everything: int, names: tuple[str, ...] = ()) -> Finding:
    """Passed when all are in order; never a reason to refuse."""
    return Finding(check, have >= everything, have, everything, names)
