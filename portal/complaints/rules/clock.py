"""By when a case is answered: working days (the law) and plain hours (PEKPPP), both pure.

domain.md §3: the clock starts at filing, is never restarted, pauses only with a reason and a
limit, and every date can say why it is that date. The calendar arrives as an argument.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from portal.errors import RuleBroken
from portal.organisation.rules.working_days import is_working_day, working_days_between

LONGEST_LIMIT = 2_000  # working days; about eight years, longer than any limit in law
LONGEST_PAUSE = 366  # days; a longer silence is no pause but a case to be closed
DAY = 24  # hours
# Response speed of PEKPPP (domain.md §5): within so many hours, so many points; later: none.
RESPONSE_BANDS = ((DAY, 5), (3 * DAY, 4), (5 * DAY, 3), (7 * DAY, 2), (14 * DAY, 1))


class Why(StrEnum):
    """What a day was to the clock."""

    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Off:
    """A day without service as the calendar has it."""

    name: str
    decree: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A unit's week of five or six days, and the days without service."""

    days_a_week: int
    holidays: Mapping[date, Off]

    def __post_init__(self) -> None:
        if self.days_a_week not in (5, 6):
            raise RuleBroken(f"Pekan {self.days_a_week} hari kerja tidak dikenal.")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from `start` until the answer (`end`), at the latest until `until`.

    On the day of the answer, and on the day of the limit, it runs again by itself.
    """

    start: date
    end: date | None
    until: date
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise RuleBroken("Jeda perlu alasan.")
        if not timedelta() < self.until - self.start <= timedelta(days=LONGEST_PAUSE):
            raise RuleBroken(f"Batas jeda harus 1 sampai {LONGEST_PAUSE} hari sesudah mulainya.")
        if self.end is not None and self.end < self.start:
            raise RuleBroken("Jeda tidak dapat berakhir sebelum mulainya.")

    @property
    def runs_again(self) -> date:
        """The first day on which the clock runs again."""
        return self.until if self.end is None else min(self.end, self.until)

    def covers(self, day: date) -> bool:
        return self.start <= day < self.runs_again


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working days for this class of case, by this rule, with what was added to them."""

    days: int
    klass: str
    basis: str
    extension: int = 0

    def __post_init__(self) -> None:
        if self.days < 1 or self.extension < 0 or self.total > LONGEST_LIMIT:
            raise RuleBroken(
                f"Batas {self.days} + {self.extension} hari kerja di luar 1 sampai {LONGEST_LIMIT}."
            )

    @property
    def total(self) -> int:
        return self.days + self.extension


@dataclass(frozen=True, slots=True)
class Day:
    """One day after the filing: which working day it is, or why it is none.

    `name` is what the calendar calls a holiday, or the reason of a pause.
    """

    on: date
    number: int | None
    why: Why
    name: str = ""
    decree: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for an answer, the day from which it is at risk, and each day on the way."""

    start: date
    limit: Limit
    days_a_week: int
    due: date
    risk: date
    days: tuple[Day, ...]


def deadline(start: date, limit: Limit, pauses: Iterable[Pause], week: Week) -> Deadline:
    """Counting begins the day after the filing; weekends, holidays and pauses do not count."""
    days = tuple(_until(limit.total, start, tuple(pauses), week))
    at_risk = risk_number(limit.total)
    risk = next(day.on for day in days if day.number == at_risk)
    return Deadline(start, limit, week.days_a_week, days[-1].on, risk, days)


def risk_number(total: int) -> int:
    """The working day on which 80 % of the time are used, rounded up."""
    return -(-4 * total // 5)


def _until(total: int, start: date, pauses: Sequence[Pause], week: Week) -> Iterator[Day]:
    on, number = start, 0
    while number < total:
        on += timedelta(days=1)
        why_not = _skipped(on, pauses, week)
        number += why_not is None
        yield why_not or Day(on, number, Why.COUNTED)


def _skipped(on: date, pauses: Sequence[Pause], week: Week) -> Day | None:
    """The day, if it does not count; a weekend stays one in a pause, and so does a holiday."""
    if on.weekday() >= week.days_a_week:
        return Day(on, None, Why.WEEKEND)
    if not is_working_day(on, days_a_week=week.days_a_week, holidays=week.holidays):
        off = week.holidays[on]
        return Day(on, None, Why.HOLIDAY, off.name, off.decree, off.kind)
    for pause in pauses:
        if pause.covers(on):
            return Day(on, None, Why.PAUSE, pause.reason)
    return None


def day_number(found: Deadline, today: date) -> int:
    """How many working days have been used, this one included; never more than the limit."""
    return max((day.number or 0 for day in found.days if day.on <= today), default=0)


def days_late(due: date, today: date, week: Week) -> int:
    """Working days after the due day; a pause that begins after it makes nothing less late."""
    return working_days_between(
        due, today, days_a_week=week.days_a_week, holidays=week.holidays.keys()
    )


def days_paused(pauses: Iterable[Pause], week: Week) -> int:
    """Working days that pauses held the clock, each day once."""
    held = {
        pause.start + timedelta(days=step)
        for pause in pauses
        for step in range((pause.runs_again - pause.start).days)
    }
    return sum(
        is_working_day(day, days_a_week=week.days_a_week, holidays=week.holidays) for day in held
    )


def calendar_days_limit(start: date, days: int) -> date:
    """The last of so many days after `start`, whatever days they are."""
    return start + timedelta(days=days)


def hours_between(filed_on: date, filed_at: datetime | None, at: datetime, zone: tzinfo) -> int:
    """Hours from filing to `at`, a begun hour counted whole.

    Of an anonymous case only the day is known: it counts from its first minute, so that the
    time is never understated.
    """
    start = filed_at or datetime.combine(filed_on, time.min, zone)
    spent = at.astimezone(UTC) - start.astimezone(UTC)
    return max(0, -(-spent // timedelta(hours=1)))
