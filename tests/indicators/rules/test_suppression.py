from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.indicators.rules.elements import FORM_ORDER
from portal.indicators.rules.suppression import (
    ANSWERS,
    may_show_within,
    publishable_rows,
    split_total,
)

TEN = 10


@pytest.mark.parametrize(
    ("total", "parts", "shown", "held", "joinable"),
    [
        # nothing small: everything is shown
        (60, {"1": 20, "2": 40}, "12", "", False),
        # the counters table of the design: 7 answers joined with the next smallest, 18
        (312, {"1": 52, "2": 94, "3": 81, "4": 60, "5": 18, "6": 7}, "1234", "56", True),
        # two small ones hide each other
        (60, {"1": 48, "2": 7, "3": 5}, "1", "23", True),
        # two small ones that do not
        (60, {"1": 31, "2": 20, "3": 5, "4": 4}, "1", "234", True),
        # three answers name no counter: they are a remainder too
        (63, {"1": 40, "2": 20}, "1", "2", False),
        (73, {"1": 40, "2": 20}, "12", "", False),
        # no answers are no secret
        (40, {"1": 40, "2": 0}, "12", "", False),
        # a total that is too small shows nothing below it
        (9, {"1": 9, "2": 0}, "", "12", False),
        (12, {"1": 6, "2": 6}, "", "12", True),
        (0, {}, "", "", False),
    ],
)
def test_parts_of_a_total(
    total: int, parts: dict[str, int], shown: str, held: str, joinable: bool
) -> None:
    split = split_total(total, parts, TEN)
    assert ("".join(split.shown), "".join(split.held)) == (shown, held)
    assert split.is_joinable is joinable


def test_a_counter_with_one_officer_is_neither_shown_nor_left_over() -> None:
    split = split_total(120, {"1": 50, "2": 40, "3": 30}, TEN, barred={"1"})
    assert (split.shown, split.held) == (("2",), ("1", "3"))
    assert split_total(50, {"1": 50}, TEN, barred={"1"}).shown == ()


def test_parts_larger_than_their_total_are_a_mistake() -> None:
    with pytest.raises(ValueError):
        split_total(10, {"1": 11}, TEN)


few = st.integers(0, 14)
tables = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), few, max_size=7)


@given(tables, few)
def test_no_difference_of_a_total_and_its_rows_isolates_a_few(
    parts: dict[str, int], elsewhere: int
) -> None:
    total = sum(parts.values()) + elsewhere
    split = split_total(total, parts, TEN)
    rows = [parts[key] for key in split.shown]
    rows += [sum(parts[key] for key in split.held)] if split.is_joinable else []
    assert not any(1 <= n <= 9 for n in rows)
    published = [total] if total >= TEN else []
    assert published or not any(rows)
    for taken in chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1)):
        for whole in published:
            assert not 1 <= whole - sum(taken) <= 9


@given(tables)
def test_no_more_is_held_than_needed(parts: dict[str, int]) -> None:
    """Beyond what is itself too small, at most one row is given up."""
    total = sum(parts.values())
    held = split_total(total, parts, TEN).held
    if total >= TEN:
        assert sum(parts[key] >= TEN for key in held) <= 1


QUESTIONS = ("overall", *FORM_ORDER)


def counts(answers: int, **fewer: int) -> dict[str, int]:
    return {ANSWERS: answers, **dict.fromkeys(QUESTIONS, answers), **fewer}


def test_a_question_with_a_few_answers_takes_the_next_smallest_with_it() -> None:
    parts = {"1": counts(50), "2": counts(40), "3": counts(30, biaya=6)}
    total = {p: sum(c[p] for c in parts.values()) for p in counts(0)}
    rows = {row.parts: row for row in publishable_rows(total, parts, TEN)}
    hidden = {key: set(row.counts) - row.shown for key, row in rows.items()}
    assert hidden == {("1",): set(), ("2",): {"biaya"}, ("3",): {"biaya"}}
    assert [row.has_index for row in rows.values()] == [True, False, False]


def test_a_joined_row_carries_the_sums_of_its_parts() -> None:
    parts = {"5": counts(18), "6": counts(7, biaya=2), "1": counts(80)}
    total = {p: sum(c[p] for c in parts.values()) for p in counts(0)}
    joined = publishable_rows(total, parts, TEN)[-1]
    assert joined.parts == ("5", "6")
    assert (joined.counts[ANSWERS], joined.counts["biaya"]) == (25, 20)
    assert joined.has_index


def test_rows_that_cannot_be_joined_are_words_only() -> None:
    parts = {"1": counts(40), "2": counts(20)}
    rows = publishable_rows(counts(63), parts, TEN)
    assert [(row.parts, bool(row.shown)) for row in rows] == [(("1",), True), (("2",), False)]


part_counts = st.tuples(few, few, few).map(
    lambda drawn: {ANSWERS: max(drawn), "overall": drawn[0], "perilaku": drawn[1]}
)


@given(st.lists(part_counts, max_size=6), part_counts)
def test_no_difference_in_any_question_isolates_a_few(
    listed: list[dict[str, int]], elsewhere: dict[str, int]
) -> None:
    parts = dict(enumerate(listed))
    total = {p: n + sum(c[p] for c in listed) for p, n in elsewhere.items()}
    rows = publishable_rows(total, parts, TEN)
    assert sorted(key for row in rows for key in row.parts) == sorted(parts)
    for population, whole in total.items():
        shown = [row.counts[population] for row in rows if population in row.shown]
        assert not any(1 <= n <= 9 for n in shown)
        for taken in chain.from_iterable(combinations(shown, i) for i in range(len(shown) + 1)):
            assert whole < TEN or not 1 <= whole - sum(taken) <= 9


@pytest.mark.parametrize(
    ("whole", "within", "may"),
    [
        (counts(50), counts(50), True),
        (counts(50), counts(40), True),
        (counts(50), counts(41), False),
        (counts(50), counts(9), False),
        (counts(50), counts(0), True),
        (counts(50, biaya=44), counts(40), False),
    ],
)
def test_a_figure_beside_another_over_more_answers(
    whole: dict[str, int], within: dict[str, int], may: bool
) -> None:
    assert may_show_within(whole, within, TEN) is may
