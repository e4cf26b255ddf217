"""Batches of comments: whole past weeks, ten or more, none twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.rules.batches import Batch, batches, waiting

MONDAY = date(2026, 9, 7)


def weeks(*numbers: int) -> list[tuple[date, int]]:
    return [(MONDAY + timedelta(weeks=at), n) for at, n in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "sizes", "left"),
    [
        ((), [], 0),
        ((9,), [], 9),
        ((10,), [10], 0),
        ((4, 5, 1, 30), [10, 30], 0),
        ((4, 0, 7, 9), [11], 9),
        ((25, 3), [25], 3),
    ],
)
def test_weeks_are_joined_until_there_are_ten(
    numbers: tuple[int, ...], sizes: list[int], left: int
) -> None:
    today = MONDAY + timedelta(weeks=len(numbers))
    found = batches(weeks(*numbers), today)
    assert [batch.comments for batch in found] == sizes
    assert waiting(weeks(*numbers), found, today) == left


@pytest.mark.parametrize(("day", "is_read"), [(6, False), (7, True), (0, False)])
def test_a_week_is_read_when_it_is_over(day: int, is_read: bool) -> None:
    found = batches(weeks(12), MONDAY + timedelta(days=day))
    assert found == ([Batch(MONDAY, MONDAY, 12)] if is_read else [])


@given(st.lists(st.integers(0, 25), max_size=30), st.integers(0, 210))
def test_a_batch_never_changes_by_what_comes_later(numbers: list[int], days: int) -> None:
    today = MONDAY + timedelta(days=days)
    now = batches(weeks(*numbers), today)
    later = batches(weeks(*numbers), today + timedelta(days=70))
    assert later[: len(now)] == now
    assert all(batch.comments >= 10 for batch in now)
