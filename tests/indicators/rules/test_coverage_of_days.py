"""How often the interval holds the truth where days have a mood of their own.

Answers of one day share its mood: normal around 70 with a deviation of 8 between days and 12
within a day. Seeded; the error of 20,000 months is 0.15 points.
"""

import random
from decimal import Decimal
from math import erf, exp, pi, sqrt

import pytest

from portal.indicators.rules.interval import Day, Interval, interval

DAY_TO_DAY, WITHIN_DAY = 8, 12


def clipped_mean(mean: float, deviation: float) -> float:
    """The mean of a normal value that is clipped to 25..100."""
    low, high = (25 - mean) / deviation, (100 - mean) / deviation
    below, beneath = ((1 + erf(z / sqrt(2))) / 2 for z in (low, high))
    tilt = (exp(-low * low / 2) - exp(-high * high / 2)) / sqrt(2 * pi)
    return mean * (beneath - below) + deviation * tilt + 25 * below + 100 * (1 - beneath)


def day_coverage(sizes: tuple[int, ...], months: int) -> float:
    """Days with a mood of their own; every month has days with these numbers of answers."""
    chance = random.Random(f"days {sizes}")
    true = Decimal(clipped_mean(70, sqrt(DAY_TO_DAY**2 + WITHIN_DAY**2)))
    hits = sum(true in month_of_days(sizes, chance) for _ in range(months))
    return hits / months


def month_of_days(sizes: tuple[int, ...], chance: random.Random) -> Interval:
    values, days = [], []
    for size in sizes:
        mood = chance.gauss(70, DAY_TO_DAY)
        of_day = [min(100.0, max(25.0, chance.gauss(mood, WITHIN_DAY))) for _ in range(size)]
        days.append((size, sum(of_day)))
        values += of_day
    n, mean = len(values), sum(values) / len(values)
    squares = sum(value * value for value in values) - n * mean * mean
    found = interval(n, mean, squares, [Day(size, total - size * mean) for size, total in days])
    assert found is not None
    return found


@pytest.mark.parametrize("sizes", [(6,) * 5, (3,) * 10, (2,) * 15], ids=["5×6", "10×3", "15×2"])
def test_the_truth_is_covered_when_days_differ(sizes: tuple[int, ...]) -> None:
    assert day_coverage(sizes, 20_000) >= 0.95


# What no bound may hide. Two and three days often look alike by chance, and then nothing tells
# that they differ; where one day has most of the answers, D − 1 counts days that hardly weigh.
# The figures are those of 10,000 seeded months.
SHORT_OF_95 = {
    (15, 15): 88.83,
    (10, 10, 10): 94.62,
    (12, 8, 5, 3, 2): 93.64,
    (20, 4, 3, 2, 1): 84.26,
}


@pytest.mark.parametrize("sizes", SHORT_OF_95)
def test_what_few_or_unequal_days_reach(sizes: tuple[int, ...]) -> None:
    assert round(100 * day_coverage(sizes, 10_000), 2) == SHORT_OF_95[sizes]
