"""Five failures are free, then every one brings a longer wait; a day heals all."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.rules.lockout import (
    FREE_FOR_ACCOUNT,
    WAITS,
    Failures,
    time_to_wait,
    with_one_more,
)

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(1, 0), (4, 0), (5, 1), (6, 2), (7, 5), (8, 15), (9, 30), (10, 30), (200, 30)],
)
def test_the_wait_grows_with_each_failure(failures: int, minutes: int) -> None:
    state = Failures()
    for _ in range(failures):
        state = with_one_more(state, AT, free=FREE_FOR_ACCOUNT)
    assert state.count == failures
    assert time_to_wait(state, AT) == minutes * MINUTE


@pytest.mark.parametrize(
    ("gap", "count"),
    [
        (timedelta(), 8),
        (timedelta(hours=23, minutes=59), 8),
        (timedelta(hours=24), 1),
        (timedelta(days=30), 1),
        (timedelta(seconds=-1), 1),  # a clock that was set back does not lock for ever
    ],
)
def test_a_day_without_a_failure_begins_anew(gap: timedelta, count: int) -> None:
    state = with_one_more(Failures(7, AT, None), AT + gap, free=FREE_FOR_ACCOUNT)
    assert state.count == count


@pytest.mark.parametrize(
    ("until", "wait"),
    [
        (None, timedelta()),
        (AT, timedelta()),
        (AT - MINUTE, timedelta()),
        (AT + MINUTE, MINUTE),
        (AT + timedelta(days=400), WAITS[-1]),
    ],
)
def test_nobody_waits_longer_than_the_longest_wait(until: datetime | None, wait: timedelta) -> None:
    assert time_to_wait(Failures(9, AT, until), AT) == wait
