from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import Tally, element_index, tally_answers
from portal.indicators.rules.interval import (
    Day,
    Interval,
    answer_deviation,
    element_factors,
    index_interval,
    index_interval_of_rows,
    interval,
    interval_of_values,
    mark_interval,
    mark_quantile,
)

Row = dict[Element, int | None]


def bounds(found: Interval | None) -> tuple[str, str]:
    assert found is not None
    return str(found.low), str(found.high)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        # n = 10 at 100: centre 96.591, s̃² = [10·3.409² + ½·71.591² + ½·3.409²]/10 = 268.466
        ([100.0] * 10, "86.9", "100.0"),
        # n = 2 at 25 and 100: centre 62.5, s̃² = 2·37.5²
        ([25.0, 100.0], "25.0", "100.0"),
        # n = 4: centre 70, s̃² = (756.25 + 1462.5)/4, half width 1.96·√(554.69/5) = 20.64
        ([50.0, 75.0, 75.0, 87.5], "49.3", "90.7"),
    ],
)
def test_intervals_computed_by_hand(values: list[float], low: str, high: str) -> None:
    n, mean = len(values), sum(values) / len(values)
    centre = (n * mean + 62.5) / (n + 1)
    spread = sum((x - centre) ** 2 for x in values)
    spread += ((25 - centre) ** 2 + (100 - centre) ** 2) / 2
    half = 1.96 * sqrt(spread / n) / sqrt(n + 1)
    found = interval_of_values(values)
    assert found is not None
    assert bounds(found) == (low, high)
    assert 0 <= max(centre - half, 25) - float(found.low) < 0.1 + 1e-9
    assert 0 <= float(found.high) - min(centre + half, 100) < 0.1 + 1e-9


@pytest.mark.parametrize("values", [[], [75.0]])
def test_there_is_none_below_two_answers(values: list[float]) -> None:
    assert interval_of_values(values) is None
    assert mark_interval(Tally(len(values), 3 * len(values)), 9 * len(values)) is None


def test_bounds_are_rounded_outward_to_one_decimal() -> None:
    found = interval(50, 83.0, 5000.0)
    assert found is not None
    assert (found.low.as_tuple().exponent, found.high.as_tuple().exponent) == (-1, -1)
    assert bounds(found) == ("79.3", "85.9")


def test_the_weight_in_force_stretches_the_interval_like_the_index() -> None:
    perfect = interval(20, 100.0, 0.0, weight=Weight.TWO_PLACES)
    assert perfect is not None
    assert perfect.high == Decimal("99.0")


def test_days_that_differ_widen_and_days_that_agree_do_not() -> None:
    alike = [50.0, 100.0] * 10
    apart = [50.0] * 10 + [100.0] * 10
    by_halves = [0] * 10 + [1] * 10
    plain = interval_of_values(alike)
    assert interval_of_values(alike, by_halves) == plain
    assert interval_of_values(apart, [0] * 20) == plain
    clustered = interval_of_values(apart, by_halves)
    assert clustered is not None
    assert plain is not None
    assert clustered.standard_error > 2 * plain.standard_error


def test_few_days_that_differ_ask_for_students_t() -> None:
    # Five days of six, at 60, 65, 70, 75 and 80: centre 69.758, Σ(day)² = 36·(250 + 5·0.242²),
    # times 5/4, and 1458.9 of the pseudo-answer; half width 2.7764·√(12722/(30·31)) = 10.27.
    values = [mood for mood in (60.0, 65.0, 70.0, 75.0, 80.0) for _ in range(6)]
    found = interval_of_values(values, [i // 6 for i in range(30)])
    centre = (30 * 70 + 62.5) / 31
    spread = 36 * sum((mood - centre) ** 2 for mood in (60, 65, 70, 75, 80)) * 5 / 4
    spread += ((25 - centre) ** 2 + (100 - centre) ** 2) / 2
    half = 2.7764 * sqrt(spread / 30 / 31)
    assert bounds(found) == ("59.4", "80.1")
    assert found is not None
    assert 0 <= centre - half - float(found.low) < 0.1
    assert found.standard_error == pytest.approx(Decimal(half / 1.96), abs=Decimal("0.001"))


def test_days_without_an_answer_are_no_days() -> None:
    days = [Day(6, 6 * (mood - 70)) for mood in (60, 65, 70, 75, 80)]
    squares = 6 * 250.0
    empty = [Day(0, 0.0)] * 20
    assert interval(30, 70.0, squares, [*days, *empty]) == interval(30, 70.0, squares, days)


def test_days_that_vary_as_answers_do_keep_the_plain_interval() -> None:
    """Equal up to the last bit of a float, which may not decide between 1.96 and 12.7."""
    plain = interval(2, 62.5, 2 * 37.5**2)
    assert plain is not None
    for noise in (-1e-12, 0.0, 1e-12):
        days = [Day(1, 37.5 / sqrt(2) + noise), Day(1, -37.5 / sqrt(2))]
        assert interval(2, 62.5, 2 * 37.5**2, days) == plain


full_marks = st.integers(1, 4)
some_marks = st.one_of(st.none(), full_marks)
day_of_month = st.integers(1, 6)


@st.composite
def rows_with_days(draw: st.DrawFn) -> tuple[list[Row], list[int]]:
    row = st.tuples(st.tuples(*[some_marks] * 9), day_of_month)
    drawn = draw(st.lists(row, min_size=2, max_size=25))
    rows = [dict(zip(FORM_ORDER, marks, strict=True)) for marks, _ in drawn]
    kept = [(r, d) for r, (_, d) in zip(rows, drawn, strict=True) if any(r.values())]
    first: Row = dict.fromkeys(FORM_ORDER, draw(full_marks))
    return [first, *(r for r, _ in kept)], [1, *(d for _, d in kept)]


@given(rows_with_days(), st.sampled_from(list(Weight)))
@settings(max_examples=60)
def test_aggregates_give_the_interval_of_the_rows(
    drawn: tuple[list[Row], list[int]], weight: Weight
) -> None:
    rows, days = drawn
    tallies = tally_answers(rows)
    factors = element_factors(tallies)
    assert factors is not None
    by_day: defaultdict[int, list[Row]] = defaultdict(list)
    for row, day in zip(rows, days, strict=True):
        by_day[day].append(row)
    from_sums = index_interval(
        tallies,
        sum(answer_deviation(row, factors) ** 2 for row in rows),
        [tally_answers(of_day) for of_day in by_day.values()],
        weight=weight,
    )
    assert from_sums == index_interval_of_rows(rows, days, weight=weight)


@given(rows_with_days())
@settings(max_examples=60)
def test_deviations_of_available_answers_cancel(drawn: tuple[list[Row], list[int]]) -> None:
    rows, _ = drawn
    tallies = tally_answers(rows)
    factors = element_factors(tallies)
    assert factors is not None
    assert abs(sum(answer_deviation(row, factors) for row in rows)) < 1e-8


@given(st.lists(st.tuples(*[full_marks] * 9), min_size=2, max_size=20), st.data())
@settings(max_examples=40)
def test_on_full_sheets_x_is_the_mean_mark_of_the_answer(
    marks: list[tuple[int, ...]], data: st.DataObject
) -> None:
    days = data.draw(st.lists(day_of_month, min_size=len(marks), max_size=len(marks)))
    rows: list[Row] = [dict(zip(FORM_ORDER, m, strict=True)) for m in marks]
    values = [sum(m) / 9 * 25 for m in marks]
    found = index_interval_of_rows(rows, days)
    assert found == interval_of_values(values, days)


@given(st.lists(st.tuples(full_marks, day_of_month), min_size=2, max_size=40))
def test_one_question_from_sums_equals_one_question_from_answers(
    answers: list[tuple[int, int]],
) -> None:
    marks = [mark for mark, _ in answers]
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    for mark, day in answers:
        by_day[day].append(mark)
    found = mark_interval(
        Tally(len(marks), sum(marks)),
        sum(mark * mark for mark in marks),
        [Tally(len(of_day), sum(of_day)) for of_day in by_day.values()],
    )
    values, days = [25.0 * mark for mark in marks], [day for _, day in answers]
    assert found == interval_of_values(values, days, quantile=mark_quantile(len(marks)))


@given(rows_with_days(), st.sampled_from(list(Weight)))
@settings(max_examples=60)
def test_the_index_lies_in_its_interval(drawn: tuple[list[Row], list[int]], weight: Weight) -> None:
    rows, days = drawn
    tallies = tally_answers(rows)
    index = element_index(tallies, weight)
    found = index_interval_of_rows(rows, days, weight=weight)
    if found is None:
        assert min(tally.answers for tally in tallies.values()) < 2
        return
    assert index.exact is not None
    assert index.exact in found
    assert weight.scale * 25 - Fraction(1, 10) <= found.low <= found.high <= 100


def test_an_element_without_answers_leaves_no_interval() -> None:
    rows: list[Row] = [dict.fromkeys(FORM_ORDER, 3) | {Element.BIAYA: None} for _ in range(12)]
    assert index_interval_of_rows(rows) is None
    assert index_interval(tally_answers(rows), 100.0) is None
