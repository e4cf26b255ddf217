"""When an officer may contest a month, as working days of the month after it: pure.

Preview on working day 1, sanggahan data on days 1 to 5, final on day 8 by default; an
installation chooses its own (`objection_days`). Graded B in domain.md §4: data, not law.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.month import Month
from portal.organisation.rules.working_days import add_working_days, is_working_day


class Skipped(StrEnum):
    """Why a day did not count."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count as a working day, and why."""

    on: date
    why: Skipped


@dataclass(frozen=True, slots=True)
class ObjectionWindow:
    """The days of one month's objections: `opens` to `closes`, both included, then `final`.

    `counted_from` is the day from which working days were counted: the first of the next month,
    or the day of the closing where that came after the day of the preview. `skipped` are the days
    until `final` that did not count.
    """

    month: Month
    counted_from: date
    opens: date
    closes: date
    final: date
    days: tuple[int, int, int]
    work_days: int
    skipped: tuple[SkippedDay, ...]

    def is_open(self, day: date) -> bool:
        return self.opens <= day <= self.closes

    @property
    def was_closed_late(self) -> bool:
        return self.counted_from != self.month.next().first_day


def objection_window(
    month: Month,
    holidays: Collection[date],
    days: tuple[int, int, int] = (1, 5, 8),
    work_days: int = 5,
    closed_on: date | None = None,
) -> ObjectionWindow:
    """Preview, last day of objections, final day.

    Nobody can contest what is not there: where the month was closed only after its preview day,
    the days are counted from the closing on, that day included.
    """
    start = month.next().first_day
    window = _window(month, start, holidays, days, work_days)
    if closed_on is None or closed_on <= window.opens:
        return window
    return _window(month, closed_on, holidays, days, work_days)


def _window(
    month: Month,
    start: date,
    holidays: Collection[date],
    days: tuple[int, int, int],
    work_days: int,
) -> ObjectionWindow:
    eve = start - timedelta(days=1)
    opens, closes, final = (
        add_working_days(eve, number, days_a_week=work_days, holidays=holidays) for number in days
    )
    return ObjectionWindow(
        month=month,
        counted_from=start,
        opens=opens,
        closes=closes,
        final=final,
        days=days,
        work_days=work_days,
        skipped=_skipped(start, final, holidays, work_days),
    )


def _skipped(
    start: date, end: date, holidays: Collection[date], work_days: int
) -> tuple[SkippedDay, ...]:
    every = (start + timedelta(days=step) for step in range((end - start).days + 1))
    return tuple(
        SkippedDay(day, Skipped.HOLIDAY if day.weekday() < work_days else Skipped.WEEKEND)
        for day in every
        if not is_working_day(day, days_a_week=work_days, holidays=holidays)
    )
