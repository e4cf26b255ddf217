"""How many answers a survey period needs: the table of Krejcie and Morgan (1970).

[A] It is the table PermenPANRB 14/2017 prints; N is the number of users in the survey period
(a semester or a year), not in one month.
"""

from dataclasses import dataclass
from fractions import Fraction

from portal.indicators.rules.index import round_half_up

CHI_SQUARE = Fraction("3.841")
SHARE = Fraction(1, 2)
MARGIN = Fraction("0.05")


def needed_sample(users: int) -> int:
    """Answers needed for so many users, rounded to the nearest whole number."""
    if users <= 0:
        return 0
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    return int(round_half_up(spread * users / (MARGIN**2 * (users - 1) + spread), places=0))


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers against what is needed; ``users`` is None where nobody counted them."""

    answers: int
    users: int | None

    @property
    def needed(self) -> int | None:
        return None if self.users is None else needed_sample(self.users)

    @property
    def is_enough(self) -> bool | None:
        """None where the number of users is unknown: then nothing can be said."""
        return None if self.needed is None else self.answers >= self.needed

    def __str__(self) -> str:
        if self.needed is None:
            return "jumlah pengguna tidak diketahui, jadi sampel yang perlu tidak dapat dihitung"
        if self.is_enough:
            return f"{self.answers} jawaban, perlu paling sedikit {self.needed}"
        return f"{self.answers} jawaban, kurang {self.needed - self.answers} dari {self.needed}"
