"""Which definition made a number: printed under it, and frozen with each closed month."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self

from portal.errors import RuleBroken


class Weight(StrEnum):
    """The weight of one element; agencies use the exact ninth or one of its roundings."""

    NINTH = "1/9"
    THREE_PLACES = "0.111"
    TWO_PLACES = "0.11"

    @classmethod
    def parse(cls, text: str) -> "Weight":
        """Read ``1/9``, ``0.111`` or ``0,11``; any other weight is refused in words."""
        written = text.strip().replace(" ", "").replace(",", ".")
        written = f"0{written}" if written.startswith(".") else written
        for weight in cls:
            if weight.value == written:
                return weight
        raise RuleBroken(f"Bobot “{text}” tidak dikenal. Pilih 1/9, 0,111 atau 0,11.")

    @property
    def fraction(self) -> Fraction:
        """The exact value."""
        return Fraction(self.value)

    @property
    def scale(self) -> Fraction:
        """How much of the full scale nine such weights reach: 1, 0.999 or 0.99."""
        return 9 * self.fraction

    @property
    def others(self) -> tuple["Weight", ...]:
        return tuple(weight for weight in Weight if weight is not self)


METHOD = "skm-2017"
POPULATION = "available"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Definition:
    """Method, weight, population and version; prints as ``skm-2017/weight-1_9/available/1``."""

    weight: Weight = Weight.NINTH
    method: str = METHOD
    population: str = POPULATION
    version: int = VERSION

    def __str__(self) -> str:
        weight = self.weight.value.replace("/", "_")
        return f"{self.method}/weight-{weight}/{self.population}/{self.version}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a printed definition; one that this program cannot compute is refused."""
        for weight in Weight:
            definition = cls(weight)
            if str(definition) == text:
                return definition
        raise RuleBroken(f"Definisi “{text}” tidak dikenal oleh versi program ini.")
