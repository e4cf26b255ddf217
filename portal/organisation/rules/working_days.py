"""Working days: a five- or six-day week, without national holidays and cuti bersama.

UU 25/2009 and its rules count answers in working days; the holidays come from the table that
the administrator keeps, each with its decree, and arrive here as an argument.
"""

from collections.abc import Collection
from datetime import date, timedelta

from portal.errors import RuleBroken

_LONGEST = 2_000  # working days; about eight years, longer than any period in law


def is_working_day(day: date, *, days_a_week: int, holidays: Collection[date]) -> bool:
    """Monday to Friday (5) or to Saturday (6), unless it is a holiday."""
    return day.weekday() < days_a_week and day not in holidays


def add_working_days(
    start: date, number: int, *, days_a_week: int, holidays: Collection[date]
) -> date:
    """The last day of a period of `number` working days; the day of the start does not count."""
    if not 0 <= number <= _LONGEST:
        raise RuleBroken(f"Jangka waktu {number} hari kerja di luar 0 sampai {_LONGEST}.")
    day, left = start, number
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, days_a_week=days_a_week, holidays=holidays)
    return day


def working_days_between(
    start: date, end: date, *, days_a_week: int, holidays: Collection[date]
) -> int:
    """Working days after `start` up to and including `end`; 0 where end is not after start."""
    return sum(
        is_working_day(start + timedelta(days=step), days_a_week=days_a_week, holidays=holidays)
        for step in range(1, (end - start).days + 1)
    )
