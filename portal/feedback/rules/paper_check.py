"""Ten sheets a month are typed a second time by somebody else: how much of it agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

DRAWN = 10
LONGEST_NOTE = 200


class Outcome(StrEnum):
    """What a check found."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of the checked sheets were typed as they are; a sheet that is not there was not."""

    same: int
    checked: int

    @property
    def share(self) -> Decimal | None:
        """None while nothing was checked."""
        return Decimal(self.same) / self.checked if self.checked else None


def agreement(outcomes: Iterable[str | None]) -> Agreement:
    """Of all drawn sheets; None is not checked yet."""
    known = [outcome for outcome in outcomes if outcome is not None]
    return Agreement(sum(outcome == Outcome.SAME for outcome in known), len(known))


def still_to_draw(drawn: int, waiting: int) -> int:
    """How many sheets may still be drawn, of those that wait."""
    return max(0, min(DRAWN - drawn, waiting))


def outcome_of(differing: Sequence[str]) -> Outcome:
    """Of a sheet that was found and typed again."""
    return Outcome.DIFFERENT if differing else Outcome.SAME
