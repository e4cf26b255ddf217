"""Comparing an officer with colleagues: only within the same work, and only when it can be told."""

import random

import pytest

from portal.appraisal.rules.comparison import Compared, Marks, Stratum, compare


def marks(*given: int) -> Marks:
    return Marks(len(given), sum(given), sum(mark * mark for mark in given))


def stratum(own: list[int], others: list[int]) -> Stratum:
    return Stratum(marks(*own), marks(*own, *others))


@pytest.mark.parametrize(
    ("own", "others", "error", "verdict"),
    [
        ([4] * 40, [2, 3] * 40, 1.5, Compared.HIGHER),
        ([2] * 40, [3, 4] * 40, 1.5, Compared.LOWER),
        ([3, 4] * 20, [3, 4] * 40, 3.0, Compared.UNCLEAR),
        ([4] * 29, [2, 3] * 40, 1.5, None),
        ([4] * 40, [2] * 29, 1.5, None),
        ([4] * 40, [], 1.5, None),
    ],
)
def test_the_word_for_one_stratum(
    own: list[int], others: list[int], error: float, verdict: Compared | None
) -> None:
    assert compare([stratum(own, others)], error) is verdict


def test_a_harder_service_is_not_held_against_an_officer() -> None:
    """Simpson: lower overall than colleagues, yet better in each service."""
    hard = stratum([2] * 80 + [3] * 20, [2] * 20)
    easy = stratum([4] * 20, [4] * 80 + [3] * 20)
    own = [2] * 80 + [3] * 20 + [4] * 20
    others = [2] * 20 + [4] * 80 + [3] * 20
    assert sum(own) / len(own) < sum(others) / len(others)
    assert compare([hard, easy], 1.0) is not Compared.LOWER


def test_the_words_are_never_those_of_the_predicate() -> None:
    for word in Compared:
        assert "ekspektasi" not in word.value


def test_equal_officers_are_seldom_told_apart() -> None:
    """Twenty identical officers over 200 months: at most one word in twenty is wrong."""
    rnd = random.Random(7)
    wrong = told = 0
    for _month in range(100):
        own = rnd.choices((1, 2, 3, 4), (3, 7, 50, 40), k=40)
        others = rnd.choices((1, 2, 3, 4), (3, 7, 50, 40), k=200)
        mean = sum(own) / 40
        spread = sum((mark - mean) ** 2 for mark in own) / 39
        verdict = compare([stratum(own, others)], 25 * (spread / 40) ** 0.5)
        told += 1
        wrong += verdict is not Compared.UNCLEAR
    assert told == 100
    assert wrong <= 8
