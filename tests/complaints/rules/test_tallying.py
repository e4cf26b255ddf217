"""Counts of complaints: medians, bands, parts into wholes, months into periods."""

from collections import Counter

import pytest

from portal.complaints.rules.tallying import Tally, joined, total


@pytest.mark.parametrize(
    ("hours", "median"),
    [
        ({}, None),
        ({5: 1}, 5.0),
        ({4: 1, 8: 1}, 6.0),
        ({1: 3, 100: 1}, 1.0),
        ({1: 1, 2: 1, 9: 1}, 2),
    ],
)
def test_the_median_of_hours(hours: dict[int, int], median: float | None) -> None:
    assert Tally(hours=Counter(hours)).median_hours() == median


def test_bands_include_their_limit() -> None:
    tally = Tally(hours=Counter({24: 1, 25: 1, 72: 1, 336: 1, 337: 1}))
    assert tally.as_figures()["within_hours"] == {
        "24": 1,
        "72": 3,
        "120": 3,
        "168": 3,
        "336": 4,
    }


def test_a_whole_is_its_parts_and_its_median_is_of_all_answers() -> None:
    one = Tally(filed=2, answered=1, in_time=1, hours=Counter({10: 1}), solved=1)
    two = Tally(filed=1, answered=2, hours=Counter({50: 2}), unsolved=1, reopened=1, appeals=1)
    whole = total([one, two])
    assert (whole.filed, whole.answered, whole.in_time) == (3, 3, 1)
    assert whole.median_hours() == 50
    assert (whole.solved, whole.unsolved, whole.reopened, whole.appeals) == (1, 1, 1, 1)


def test_a_period_sums_its_months_and_knows_no_median() -> None:
    month = Tally(filed=2, answered=1, in_time=1, hours=Counter({10: 1})).as_figures()
    year = joined([month, month])
    assert year is not None
    assert (year["filed"], year["answered_in_time"], year["within_hours"]["24"]) == (4, 2, 2)
    assert year["median_hours"] is None
    assert joined([]) is None
