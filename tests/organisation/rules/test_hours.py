"""Times of day and clashes of shifts."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.organisation.rules.hours import Shift, clashes, parse_time

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08.00", time(8)),
        ("08:00", time(8)),
        ("8.30", time(8, 30)),
        ("08:30:00", time(8, 30)),
        ("8", time(8)),
        ("Pukul 13.05 WIB", time(13, 5)),
        ("23.59", time(23, 59)),
        ("'07:30", time(7, 30)),
    ],
)
def test_times(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("24.00", "23.59"),
        ("25.00", "tidak ada"),
        ("08.60", "tidak ada"),
        ("8.3", "bukan jam"),
        ("08.00-12.00", "bukan jam"),
        ("pagi", "bukan jam"),
        ("", "bukan jam"),
        ("٠٨.٠٠", "bukan jam"),
    ],
)
def test_no_times(text: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        parse_time(text)


def shift(start: int, end: int, officer: str = "A", label: int = 0) -> Shift:
    return Shift(officer, DAY, time(start), time(end), label)


@pytest.mark.parametrize(
    ("shifts", "count"),
    [
        ([shift(8, 12), shift(12, 16)], 0),
        ([shift(8, 12), shift(11, 16)], 1),
        ([shift(8, 16), shift(9, 10), shift(15, 17)], 2),
        ([shift(8, 12), shift(8, 12, "B")], 0),
        ([shift(8, 12), shift(8, 12)], 1),
    ],
)
def test_clashes(shifts: list[Shift], count: int) -> None:
    assert len(list(clashes(shifts))) == count


HOURS = st.tuples(st.integers(0, 22), st.integers(1, 5), st.sampled_from("AB"))


@given(drawn=st.lists(HOURS, max_size=7))
def test_no_clash_means_nobody_is_in_two_places(drawn: list[tuple[int, int, str]]) -> None:
    shifts = [
        shift(start, min(start + length, 23), officer, label)
        for label, (start, length, officer) in enumerate(drawn)
    ]
    doubled = any(
        one.officer == two.officer and one.start < two.end and two.start < one.end
        for one in shifts
        for two in shifts
        if one.label != two.label
    )
    assert bool(list(clashes(shifts))) == doubled
