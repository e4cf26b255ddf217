from decimal import Decimal

import pytest

from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import Grade, Tally
from portal.indicators.rules.interval import Interval
from portal.indicators.rules.publication import (
    Figure,
    Limits,
    appraisal_withheld,
    decreed_figure,
    element_withheld,
    letter_words,
    officer_withheld,
    other_grades,
    unit_figure,
)

LIMITS = Limits()


def bounds(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high), Decimal("1.000"))


def unit(answers: int, low: str = "80.0", high: str = "87.0", **thin: int) -> Figure:
    tallies = {e: Tally(n := thin.get(e, answers), n * 3 + n // 3) for e in FORM_ORDER}
    return unit_figure(answers, tallies, bounds(low, high), weight=Weight.NINTH, limits=LIMITS)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (0, "belum ada jawaban"),
        (4, "4 jawaban, digabung sampai 30"),
        (9, "9 jawaban, digabung sampai 30"),
    ],
)
def test_below_ten_a_unit_has_no_number(answers: int, words: str) -> None:
    figure = unit(answers)
    assert (figure.index.value, figure.interval, figure.letter) == (None, None, None)
    assert str(figure.withheld) == words


@pytest.mark.parametrize("answers", [10, 29])
def test_from_ten_there_is_number_and_interval_but_no_letter(answers: int) -> None:
    figure = unit(answers)
    assert figure.index.value is not None
    assert figure.interval == bounds("80.0", "87.0")
    assert (figure.letter, figure.withheld) == (None, None)
    assert str(figure.letter_withheld) == f"mutu ditulis mulai 30 jawaban ({answers} dari 30)"


def test_from_thirty_there_is_a_letter() -> None:
    figure = unit(30)
    assert (figure.letter, figure.withheld, figure.letter_withheld) == ("B", None, None)


@pytest.mark.parametrize(
    ("low", "high", "letter"),
    [
        ("80.0", "88.3", "B"),
        ("80.0", "88.4", "B (bisa A)"),
        ("76.6", "85.0", "B (bisa C)"),
        ("76.7", "85.0", "B"),
        ("64.0", "95.0", "B (bisa D atau C atau A)"),
    ],
)
def test_the_letter_says_which_borders_the_interval_crosses(
    low: str, high: str, letter: str
) -> None:
    assert unit(40, low, high).letter == letter


def test_an_element_below_ten_is_named_and_leaves_no_index() -> None:
    figure = unit(40, biaya=7, sarana=0)
    assert figure.index.missing == (Element.BIAYA, Element.SARANA)
    assert figure.letter is None
    assert str(figure.withheld) == (
        "belum cukup jawaban untuk unsur Biaya/tarif (7 dari 10), Sarana dan prasarana (0 dari 10)"
    )
    assert unit(40, biaya=10).letter == "B"


def test_a_decreed_period_always_prints_its_letter_with_the_warning() -> None:
    tallies = dict.fromkeys(FORM_ORDER, Tally(4, 13))
    wide = bounds("55.0", "95.0")
    figure = decreed_figure(4, tallies, wide, weight=Weight.NINTH, limits=LIMITS)
    assert figure.letter == "B (bisa D atau C atau A)"
    assert str(figure.warning) == "belum cukup data (4 dari 30)"
    many = dict.fromkeys(FORM_ORDER, Tally(40, 130))
    tight = bounds("80.0", "82.0")
    assert decreed_figure(40, many, tight, weight=Weight.NINTH, limits=LIMITS).warning is None


def test_a_decreed_period_without_an_element_names_it() -> None:
    tallies = dict.fromkeys(FORM_ORDER[:8], Tally(40, 130))
    figure = decreed_figure(40, tallies, None, weight=Weight.NINTH, limits=LIMITS)
    assert figure.letter is None
    assert "Penanganan pengaduan" in str(figure.withheld)


@pytest.mark.parametrize(
    ("answers", "days", "own", "appraisal"),
    [
        (7, 7, "belum cukup data (7 dari 10)", "belum cukup data (7 dari 30)"),
        (12, 4, "belum cukup data (4 dari 5 hari)", "belum cukup data (12 dari 30)"),
        (10, 5, None, "belum cukup data (10 dari 30)"),
        (30, 9, None, "belum cukup data (9 dari 10 hari)"),
        (30, 10, None, None),
    ],
)
def test_an_officer_needs_answers_on_several_days(
    answers: int, days: int, own: str | None, appraisal: str | None
) -> None:
    found = officer_withheld(answers, days, LIMITS)
    evidence = appraisal_withheld(answers, days, LIMITS)
    assert (found and str(found), evidence and str(evidence)) == (own, appraisal)


@pytest.mark.parametrize(
    ("answers", "words"),
    [(0, "belum ada jawaban"), (9, "belum cukup data (9 dari 10)"), (10, "None")],
)
def test_one_question_needs_ten_answers(answers: int, words: str) -> None:
    assert str(element_withheld(answers, LIMITS)) == words


def test_words_can_be_translated_before_the_numbers_go_in() -> None:
    found = officer_withheld(7, 7, LIMITS)
    assert found is not None
    assert found.template == "belum cukup data ({have} dari {need})"
    assert "not enough ({have} of {need})".format(**found.values) == "not enough (7 of 10)"


def test_without_an_interval_no_other_grade_is_possible() -> None:
    assert other_grades(Grade.A, None) == ()
    assert letter_words(Grade.A, ()) == "A"


def test_an_installation_may_ask_for_more() -> None:
    assert str(officer_withheld(12, 9, Limits(number=15))) == "belum cukup data (12 dari 15)"
