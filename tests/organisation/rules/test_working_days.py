"""Working days of five- and six-day weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.organisation.rules.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)

# Idul Fitri 2026 with its cuti bersama, and Nyepi before it.
LEBARAN = frozenset(date(2026, 3, day) for day in (18, 19, 20, 21, 22, 23, 24))


@pytest.mark.parametrize(
    ("start", "number", "week", "expected"),
    [
        (date(2026, 11, 20), 0, 5, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, 5, date(2026, 11, 23)),
        (date(2026, 11, 20), 1, 6, date(2026, 11, 21)),
        (date(2026, 11, 21), 3, 5, date(2026, 11, 25)),
        (date(2026, 11, 21), 3, 6, date(2026, 11, 25)),
        (date(2026, 3, 17), 1, 5, date(2026, 3, 25)),
        (date(2026, 3, 17), 5, 6, date(2026, 3, 30)),
        (date(2026, 3, 20), 14, 5, date(2026, 4, 13)),
    ],
)
def test_the_last_day_of_a_period(start: date, number: int, week: int, expected: date) -> None:
    assert add_working_days(start, number, days_a_week=week, holidays=LEBARAN) == expected


def test_holidays_and_weekends_are_no_working_days() -> None:
    assert not is_working_day(date(2026, 3, 19), days_a_week=6, holidays=LEBARAN)
    assert not is_working_day(date(2026, 3, 28), days_a_week=5, holidays=LEBARAN)
    assert is_working_day(date(2026, 3, 28), days_a_week=6, holidays=LEBARAN)


@given(
    start=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    number=st.integers(0, 80),
    week=st.sampled_from([5, 6]),
    free=st.frozensets(st.dates(date(2025, 1, 1), date(2027, 6, 1)), max_size=30),
)
def test_counting_back_gives_the_number(
    start: date, number: int, week: int, free: frozenset[date]
) -> None:
    end = add_working_days(start, number, days_a_week=week, holidays=free)
    assert working_days_between(start, end, days_a_week=week, holidays=free) == number
    assert (
        working_days_between(end, start - timedelta(days=1), days_a_week=week, holidays=free) == 0
    )


@pytest.mark.parametrize("number", [-1, 2_001])
def test_impossible_periods(number: int) -> None:
    with pytest.raises(RuleBroken):
        add_working_days(date(2026, 1, 1), number, days_a_week=5, holidays=())
