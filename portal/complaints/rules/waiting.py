"""What time alone does to a case (domain.md §3): silence closes, lateness climbs. Pure."""

from datetime import date, timedelta

from portal.complaints.rules.clock import (
    Day,
    Deadline,
    Week,
    Why,
    calendar_days_limit,
)
from portal.organisation.rules.working_days import add_working_days

AFTERMATH_AFTER = 30  # days after filing: "apakah ada perlakuan buruk setelah melapor?"


def last_day_of_silence(since: date, days: int, week: Week) -> date:
    """The last day on which the reporter may still react to the answer; then it closes."""
    return add_working_days(
        since, days, days_a_week=week.days_a_week, holidays=week.holidays.keys()
    )


def is_withdrawn(asked_on: date, days: int, today: date) -> bool:
    """A report whose question was not answered within so many calendar days [M]."""
    return today > calendar_days_limit(asked_on, days)


def superiors_due(late: int, days_each: int) -> int:
    """How many superiors up a late case has climbed: one at once, one more after each term."""
    return 0 if late < 1 else 1 + (late - 1) // max(1, days_each)


def is_aftermath_due(filed_on: date, today: date) -> bool:
    """Is it time to ask how the reporter was treated?"""
    return today >= filed_on + timedelta(days=AFTERMATH_AFTER)


def calendar_changes(before: Deadline, after: Deadline) -> tuple[tuple[Day, bool], ...]:
    """Days of which the calendar now says otherwise, each with whether it is off now.

    Only days on which both counts look: the rest follows from them.
    """
    was = {day.on: day for day in before.days}
    now = {day.on: day for day in after.days}
    changed = []
    for on in sorted(was.keys() & now.keys()):
        old, new = was[on].why is Why.HOLIDAY, now[on].why is Why.HOLIDAY
        if old != new:
            changed.append((now[on] if new else was[on], new))
    return tuple(changed)
