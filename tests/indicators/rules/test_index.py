import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import (
    GRADES,
    Grade,
    Tally,
    element_index,
    grade_of,
    index_without_fee,
    is_complete,
    other_weights,
    round_half_up,
    tally_answers,
)

PUBLISHED = Path(__file__).parents[2] / "data" / "skm_published.csv"


def published() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tallies_of(case: dict[str, str]) -> dict[Element, Tally]:
    """A published total over n answers; a published mean is a total over a hundred."""
    if case["given"] == "total":
        return {e: Tally(int(case["n"]), int(case[e])) for e in FORM_ORDER}
    return {e: Tally(100, int(Decimal(case[e]) * 100)) for e in FORM_ORDER}


def everybody(mark: int, answers: int = 10) -> dict[Element, Tally]:
    return dict.fromkeys(FORM_ORDER, Tally(answers, mark * answers))


@pytest.mark.parametrize("case", published(), ids=lambda case: case["case"])
def test_published_indexes_come_out_right(case: dict[str, str]) -> None:
    index = element_index(tallies_of(case), Weight.parse(case["weight"]))
    assert (index.value, index.grade) == (Decimal(case["index"]), Grade(case["grade"]))


def test_the_published_cases_are_there() -> None:
    assert {case["weight"] for case in published()} == {"1/9", "0.11", "0.111"}
    assert {case["given"] for case in published()} == {"mean", "total"}


@pytest.mark.parametrize(
    ("weight", "perfect", "worst"),
    [
        (Weight.NINTH, "100.00", "25.00"),
        (Weight.THREE_PLACES, "99.90", "24.98"),
        (Weight.TWO_PLACES, "99.00", "24.75"),
    ],
)
def test_the_ends_of_the_scale(weight: Weight, perfect: str, worst: str) -> None:
    assert str(element_index(everybody(4), weight).value) == perfect
    bottom = element_index(everybody(1), weight)
    assert (str(bottom.value), bottom.grade) == (worst, Grade.D)


def test_a_unit_at_89_changes_grade_with_the_weight() -> None:
    tallies = dict.fromkeys(FORM_ORDER, Tally(100, 356))
    grades = {w: element_index(tallies, w).grade for w in Weight}
    assert grades == {Weight.NINTH: "A", Weight.THREE_PLACES: "A", Weight.TWO_PLACES: "B"}


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("25.00", "D"),
        ("64.99", "D"),
        ("64.994", "D"),
        ("64.995", "C"),
        ("65.00", "C"),
        ("76.60", "C"),
        ("76.604", "C"),
        ("76.605", "B"),
        ("88.30", "B"),
        ("88.305", "A"),
        ("88.31", "A"),
        ("100", "A"),
    ],
)
def test_grades_at_their_borders(value: str, grade: str) -> None:
    assert grade_of(Decimal(value)) == grade


def test_every_thousandth_has_exactly_one_grade() -> None:
    ranges = {
        "A": ("88.31", "100.00"),
        "B": ("76.61", "88.30"),
        "C": ("65.00", "76.60"),
        "D": ("25.00", "64.99"),
    }
    for thousandths in range(25_000, 100_001):
        hundredths = (thousandths + 5) // 10
        holders = [
            name
            for name, (low, high) in ranges.items()
            if int(Decimal(low) * 100) <= hundredths <= int(Decimal(high) * 100)
        ]
        assert holders == [grade_of(Fraction(thousandths, 1000))], thousandths


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_there_is_no_grade_off_the_scale(value: str) -> None:
    with pytest.raises(ValueError):
        grade_of(Decimal(value))


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(64995, 1000), 2, "65.00"),
        (Fraction(64994999, 1000000), 2, "64.99"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 3), 4, "0.3333"),
    ],
)
def test_half_goes_up_once(value: Fraction, places: int, rounded: str) -> None:
    assert str(round_half_up(value, places)) == rounded


def test_each_element_is_divided_by_the_answers_to_it() -> None:
    tallies = everybody(3) | {Element.BIAYA: Tally(2, 8), Element.WAKTU: Tally(40, 40)}
    assert element_index(tallies, Weight.NINTH).exact == Fraction(7 * 3 + 4 + 1, 9) * 25


def test_an_element_without_answers_is_named_and_there_is_no_index() -> None:
    tallies = everybody(3) | {Element.SARANA: Tally()}
    del tallies[Element.BIAYA]
    index = element_index(tallies, Weight.NINTH)
    assert (index.value, index.grade) == (None, None)
    assert index.missing == (Element.BIAYA, Element.SARANA)


def test_a_published_month_needs_ten_answers_to_each_element() -> None:
    tallies = everybody(3, answers=30) | {Element.PENGADUAN: Tally(9, 27)}
    assert element_index(tallies, Weight.NINTH, minimum=10).missing == (Element.PENGADUAN,)
    assert element_index(tallies, Weight.NINTH).value == Decimal("75.00")


def test_the_index_without_the_fee_is_the_mean_of_eight() -> None:
    tallies = everybody(3) | {Element.BIAYA: Tally(10, 40)}
    assert index_without_fee(tallies, Weight.NINTH).value == Decimal("75.00")
    assert index_without_fee(tallies, Weight.TWO_PLACES).value == Decimal("74.25")
    del tallies[Element.BIAYA]
    assert index_without_fee(tallies, Weight.NINTH).value == Decimal("75.00")


def test_an_element_is_graded_by_its_mean_times_25() -> None:
    assert (Tally(100, 356).score, Tally(100, 356).grade) == (Decimal("89.00"), Grade.A)
    assert (Tally().score, Tally().grade) == (None, None)


@pytest.mark.parametrize(("answers", "total"), [(1, 5), (2, 1), (0, 1), (3, -1)])
def test_sums_that_marks_cannot_give_are_refused(answers: int, total: int) -> None:
    with pytest.raises(ValueError):
        Tally(answers, total)


def test_what_the_other_weights_would_give() -> None:
    case = next(c for c in published() if c["case"] == "gaspul-q3-0.11")
    others = other_weights(tallies_of(case), Weight.TWO_PLACES)
    assert {str(w): str(i.value) for w, i in others.items()} == {"1/9": "91.48", "0.111": "91.38"}


marks = st.one_of(st.none(), st.integers(1, 4))
answers = st.fixed_dictionaries(dict.fromkeys(FORM_ORDER, marks))


@given(st.lists(answers, min_size=1, max_size=20))
def test_tallies_count_the_answers_given(rows: list[dict[Element, int | None]]) -> None:
    tallies = tally_answers(rows)
    for element in FORM_ORDER:
        given_marks = [m for row in rows if (m := row[element]) is not None]
        assert tallies[element] == Tally(len(given_marks), sum(given_marks))
    assert sum(is_complete(row) for row in rows) <= min(t.answers for t in tallies.values())


@given(st.lists(st.tuples(*[st.integers(1, 4)] * 9), min_size=1, max_size=20))
def test_on_full_sheets_the_index_is_the_mean_of_all_marks(rows: list[tuple[int, ...]]) -> None:
    tallies = tally_answers(dict(zip(FORM_ORDER, row, strict=True)) for row in rows)
    flat = [mark for row in rows for mark in row]
    assert element_index(tallies, Weight.NINTH).exact == Fraction(sum(flat), len(flat)) * 25


def test_grades_have_words() -> None:
    assert [g.word_id for g in GRADES] == ["Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"]
    assert [g.word_en for g in GRADES] == ["Very good", "Good", "Not so good", "Poor"]
