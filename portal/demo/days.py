"""The half year that is told, and which of its days an office was open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.month import Month
from portal.organisation.rules.working_days import is_working_day

MONTHS = 6
# A month closes at the earliest a day after its end; until then the half year ends with it,
# so that there are always five closed months and one open month with answers in it.
SETTLING = timedelta(days=2)
ROSTER_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Six months, the last one open; answers reach up to yesterday."""

    today: date
    months: tuple[Month, ...]
    holidays: frozenset[date]

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_answer_day(self) -> date:
        return min(self.today - timedelta(days=1), self.months[-1].last_day)

    @property
    def mobile_day(self) -> date:
        """When the bus stood at Sungai Limau: the tenth working day of the month before."""
        month = self.months[-2]
        return tuple(self.working_days(5, month.first_day, month.last_day))[9]

    def working_days(self, days_a_week: int, first: date, last: date) -> Iterator[date]:
        """Open days from first to last, both included."""
        for step in range((last - first).days + 1):
            day = first + timedelta(days=step)
            if is_working_day(day, days_a_week=days_a_week, holidays=self.holidays):
                yield day

    def position(self, day: date) -> int:
        """Which month of the story a day lies in, from 0."""
        return self.months[0].months_until(Month.of(day))


def six_months(today: date) -> tuple[Month, ...]:
    """The months of the story that is told on this day, earliest first."""
    last = Month.of(today - SETTLING)
    return tuple(last.plus(step) for step in range(1 - MONTHS, 1))
