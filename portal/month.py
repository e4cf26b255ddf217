"""A calendar month and the longer periods made of months, as values."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from portal.errors import RuleBroken

EARLIEST_YEAR = 2000
LATEST_YEAR = 2999
MONTH_SHAPE = re.compile(r"([0-9]{4})-([0-9]{2})")
PERIOD_SHAPE = re.compile(r"([0-9]{4})(?:-(TW|Q|S)([0-9]))?")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month; orders by time and prints as ``2026-10``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise RuleBroken(f"Tahun {self.year} di luar {EARLIEST_YEAR} sampai {LATEST_YEAR}.")
        if not 1 <= self.number <= 12:
            raise RuleBroken(f"Tidak ada bulan ke-{self.number}. Tulis 01 sampai 12.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-10``; anything else is refused in words."""
        found = MONTH_SHAPE.fullmatch(text.strip())
        if not found:
            raise RuleBroken(
                f"Bulan “{text}” tidak terbaca. Tulis tahun dan bulan seperti 2026-10."
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which a day lies."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def ordinal(self) -> int:
        """Months since the year 0, so that months can be counted."""
        return self.year * 12 + self.number - 1

    def plus(self, months: int) -> "Month":
        """The month so many months later, or earlier with a negative number."""
        year, zero_based = divmod(self.ordinal + months, 12)
        return Month(year, zero_based + 1)

    def next(self) -> "Month":
        return self.plus(1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def months_until(self, other: "Month") -> int:
        """How many steps forward from this month to the other; negative when it lies before."""
        return other.ordinal - self.ordinal

    @property
    def quarter(self) -> "Period":
        """The triwulan in which this month lies."""
        return Period(PeriodKind.QUARTER, self.year, (self.number + 2) // 3)

    @property
    def semester(self) -> "Period":
        """The half-year in which this month lies."""
        return Period(PeriodKind.SEMESTER, self.year, (self.number + 5) // 6)

    @property
    def whole_year(self) -> "Period":
        """The calendar year in which this month lies (``year`` is its number)."""
        return Period(PeriodKind.YEAR, self.year, 1)


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"

    @property
    def length(self) -> int:
        """Months in it."""
        return {"month": 1, "quarter": 3, "semester": 6, "year": 12}[self.value]


KIND_OF_SIGN = {"TW": PeriodKind.QUARTER, "Q": PeriodKind.QUARTER, "S": PeriodKind.SEMESTER}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, triwulan, semester or year; ``number`` counts within the year from 1."""

    kind: PeriodKind
    year: int
    number: int

    def __post_init__(self) -> None:
        most = 12 // self.kind.length
        if not 1 <= self.number <= most:
            raise RuleBroken(
                f"Periode {self} tidak ada: nomornya 1 sampai {most} dalam satu tahun."
            )
        Month(self.year, 1)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2026-S1``, ``2026-TW1``, ``2026-Q1``, ``2026`` or ``2026-10``."""
        written = text.strip().upper()
        if MONTH_SHAPE.fullmatch(written):
            month = Month.parse(written)
            return cls(PeriodKind.MONTH, month.year, month.number)
        found = PERIOD_SHAPE.fullmatch(written)
        if not found:
            raise RuleBroken(
                f"Periode “{text}” tidak terbaca. "
                "Tulis 2026-10 (bulan), 2026-TW1 (triwulan), 2026-S1 (semester) atau 2026 (tahun)."
            )
        year, sign, number = found.groups()
        return cls(KIND_OF_SIGN.get(sign, PeriodKind.YEAR), int(year), int(number or 1))

    def __str__(self) -> str:
        signs = {
            PeriodKind.MONTH: f"-{self.number:02d}",
            PeriodKind.QUARTER: f"-TW{self.number}",
            PeriodKind.SEMESTER: f"-S{self.number}",
            PeriodKind.YEAR: "",
        }
        return f"{self.year:04d}{signs[self.kind]}"

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, earliest first."""
        first = Month(self.year, (self.number - 1) * self.kind.length + 1)
        return tuple(months_between(first, first.plus(self.kind.length - 1)))

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        return self.months[-1].last_day


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included; none when the last lies before."""
    return (first.plus(step) for step in range(first.months_until(last) + 1))
