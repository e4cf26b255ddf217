from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.month import Month, Period, months_between

months = st.builds(Month, st.integers(2001, 2998), st.integers(1, 12))


def test_a_month_is_read_and_printed_alike() -> None:
    assert str(Month.parse("2026-10")) == "2026-10"
    assert Month.parse(" 2026-01 ") == Month(2026, 1)
    assert Month.of(date(2026, 2, 28)) == Month(2026, 2)


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "26-10", "10-2026", "2026/10", "", "1999-12", "٢٠٢٦-١٠"],
)
def test_what_is_no_month_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        Month.parse(text)
    assert len(refusal.value.message) > 20


def test_days_of_a_month() -> None:
    assert Month(2028, 2).first_day == date(2028, 2, 1)
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert Month(2026, 12).last_day == date(2026, 12, 31)


def test_a_year_has_neighbours() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2026, 1).previous() == Month(2025, 12)
    assert Month(2025, 12) < Month(2026, 1) < Month(2026, 2)


def test_the_last_month_there_is_has_no_next() -> None:
    with pytest.raises(RuleBroken):
        Month(2999, 12).next()


@given(months, st.integers(-11, 11))
def test_steps_and_distance_are_inverse(month: Month, steps: int) -> None:
    assert month.months_until(month.plus(steps)) == steps


def test_months_between_includes_both_ends() -> None:
    between = list(months_between(Month(2025, 11), Month(2026, 2)))
    assert [str(month) for month in between] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert list(months_between(Month(2026, 2), Month(2026, 1))) == []


@pytest.mark.parametrize(
    ("text", "printed", "first", "last"),
    [
        ("2026-S1", "2026-S1", "2026-01", "2026-06"),
        ("2026-S2", "2026-S2", "2026-07", "2026-12"),
        ("2026-TW1", "2026-TW1", "2026-01", "2026-03"),
        ("2026-Q1", "2026-TW1", "2026-01", "2026-03"),
        ("2026-tw4", "2026-TW4", "2026-10", "2026-12"),
        ("2026", "2026", "2026-01", "2026-12"),
        ("2026-10", "2026-10", "2026-10", "2026-10"),
    ],
)
def test_periods_are_read(text: str, printed: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert str(period) == printed
    assert (str(period.months[0]), str(period.months[-1])) == (first, last)
    assert (period.first_day, period.last_day) == (
        Month.parse(first).first_day,
        Month.parse(last).last_day,
    )


@pytest.mark.parametrize(
    "text", ["2026-S3", "2026-S0", "2026-TW5", "2026-Q0", "2026-X1", "S1", "2026-S", "2026-13", "1"]
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        Period.parse(text)
    assert len(refusal.value.message) > 20


@given(months)
def test_a_month_lies_in_its_own_periods(month: Month) -> None:
    for period in (month.quarter, month.semester, month.whole_year):
        assert month in period.months
        assert Period.parse(str(period)) == period
    assert [len(p.months) for p in (month.quarter, month.semester, month.whole_year)] == [3, 6, 12]
