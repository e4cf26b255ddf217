"""Where a case's clock stands today, for one line of the desk's list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.complaints.rules.clock import day_number
from portal.complaints.rules.explaining import from_json
from portal.complaints.rules.words import OPEN_STATES, State
from portal.organisation.rules.working_days import working_days_between


class Phase(StrEnum):
    """What the clock does."""

    LATE = "late"
    TODAY = "today"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    NONE = "none"


class Group(StrEnum):
    """Under which heading of the list a case stands, by what is due next."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Dates:
    """What is stored of a case's present run. `explanation` is that of the answer's date;
    `verification_days` the limit for reading it first, which runs until `verified_on`.
    """

    state: str
    next_due_on: date | None
    answer_due: date | None
    ended_on: date | None
    verified_on: date | None
    verification_days: int
    explanation: str


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The days on which the unit's clock runs."""

    days: int
    holidays: Collection[date]

    def between(self, start: date, end: date) -> int:
        return working_days_between(start, end, days_a_week=self.days, holidays=self.holidays)


@dataclass(frozen=True, slots=True)
class Countdown:
    """`gone` of `total` working days; `days` are those left, or those late. `due` may be empty:
    praise has no limit, and an answered case shows the day it was answered.
    """

    phase: Phase
    due: date | None
    days: int = 0
    gone: int = 0
    total: int = 0


def countdown(dates: Dates, week: WorkWeek, today: date) -> Countdown:
    """The clock as the list shows it; praise has none (domain.md §3)."""
    if dates.state not in OPEN_STATES:
        return Countdown(Phase.ENDED, dates.ended_on)
    if not dates.explanation:
        return Countdown(Phase.NONE, None)
    if dates.state == State.WAITING or dates.next_due_on is None:
        gone, total = _of_answer(dates.explanation, today)
        return Countdown(Phase.PAUSED, dates.answer_due, gone=gone, total=total)
    due = dates.next_due_on
    if due < today:
        total = _of_answer(dates.explanation, today)[1] if dates.verified_on else _verifying(dates)
        return Countdown(Phase.LATE, due, week.between(due, today), total, total)
    gone, total = _running(dates, due, week, today)
    return Countdown(Phase.TODAY if due == today else Phase.RUNNING, due, total - gone, gone, total)


def _running(dates: Dates, due: date, week: WorkWeek, today: date) -> tuple[int, int]:
    if dates.verified_on:
        return _of_answer(dates.explanation, today)
    total = _verifying(dates)
    return max(0, total - week.between(today, due)), total


def _of_answer(explanation: str, today: date) -> tuple[int, int]:
    found = from_json(explanation)
    return day_number(found, today), found.limit.total


def _verifying(dates: Dates) -> int:
    return dates.verification_days


def group_of(due: date | None, today: date) -> Group:
    """By the day it is due: before today, today, until Sunday, or later."""
    if due is None or due > end_of_week(today):
        return Group.LATER
    if due > today:
        return Group.WEEK
    return Group.TODAY if due == today else Group.LATE


def end_of_week(today: date) -> date:
    """The Sunday of this week."""
    return today + timedelta(days=6 - today.weekday())
