import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Problems
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER, Element, Order
from portal.indicators.rules.sheet_columns import recognise_columns
from portal.indicators.rules.sheet_index import Cell, read_answers, read_mark, sheet_index

HEADERS = ["No", *(f"U{number}" for number in range(1, 10))]
COLUMNS = recognise_columns(HEADERS, Order.FORM)
GASPUL = (105, 101, 100, 116, 102, 105, 106, 105, 115)
PEOPLE = 29


def marks_with_sum(total: int) -> list[int]:
    """29 marks of 3 and 4 that add up to the total."""
    fours = total - 3 * PEOPLE
    return [4] * fours + [3] * (PEOPLE - fours)


def gaspul() -> list[tuple[int, list[Cell]]]:
    """A sheet of 29 answers with the published totals."""
    columns = [marks_with_sum(total) for total in GASPUL]
    return [(i + 2, [i + 1, *(c[i] for c in columns)]) for i in range(PEOPLE)]


def test_the_published_sheet_with_the_three_weights() -> None:
    _, answers = read_answers(gaspul(), COLUMNS)
    found = sheet_index(answers, Weight.TWO_PLACES).as_json()
    assert (found["index"], found["grade"], found["answers"], found["complete"]) == (
        90.56,
        "A",
        29,
        29,
    )
    assert found["other_weights"] == {
        "1/9": {"index": 91.48, "grade": "A"},
        "0.111": {"index": 91.38, "grade": "A"},
    }
    assert (found["weight"], found["definition"]) == ("0.11", "skm-2017/weight-0.11/available/1")


def test_the_json_has_the_fields_of_the_contract() -> None:
    _, answers = read_answers(gaspul(), COLUMNS)
    found = json.loads(json.dumps(sheet_index(answers, Weight.NINTH).as_json()))
    assert set(found) >= {
        "index",
        "grade",
        "answers",
        "complete",
        "interval",
        "weight",
        "definition",
        "elements",
        "index_complete",
        "other_weights",
    }
    assert list(found["elements"]) == [str(e) for e in FORM_ORDER]
    assert found["elements"]["biaya"] == {
        "answers": 29,
        "mean": 4.0,
        "index": 100.0,
        "grade": "A",
    }
    assert found["index_without_biaya"] == 90.41
    low, high = found["interval"]
    assert low < found["index"] == found["index_complete"] < high


def test_blanks_are_not_zero_and_complete_questionnaires_stand_beside() -> None:
    rows: list[tuple[int, list[Cell]]] = [
        (2, [1, *[4] * 9]),
        (3, [2, *[2] * 9]),
        (4, [3, "", None, "-", "tidak tahu", " ", "", "4", "", ""]),
        (5, [4, *[""] * 9]),
        (6, [5]),
    ]
    numbers, answers = read_answers(rows, COLUMNS)
    found = sheet_index(answers, Weight.NINTH)
    assert numbers == [2, 3, 4]
    assert (found.answers, found.complete) == (3, 2)
    assert found.tallies[Element.PERILAKU].answers == 3
    assert found.as_json()["index"] == 75.93
    assert found.as_json()["index_complete"] == 75.0


def test_one_answer_has_an_index_and_no_interval() -> None:
    _, answers = read_answers([(2, [1, *[3] * 9])], COLUMNS)
    found = sheet_index(answers, Weight.NINTH).as_json()
    assert (found["index"], found["interval"]) == (75.0, None)


def test_without_a_complete_questionnaire_there_is_no_index_over_them() -> None:
    rows: list[tuple[int, list[Cell]]] = [
        (2, [1, *[3] * 8, ""]),
        (3, [2, "", *[3] * 8]),
    ]
    _, answers = read_answers(rows, COLUMNS)
    found = sheet_index(answers, Weight.NINTH).as_json()
    assert (found["index"], found["complete"], found["index_complete"]) == (75.0, 0, None)


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("4", 4), (3, 3), (2.0, 2), ("1,0", 1), (" 2 ", 2), ("3\xa0", 3), (None, None), ("–", None)],
)
def test_marks_are_read_as_spreadsheets_write_them(cell: Cell, mark: int | None) -> None:
    assert read_mark(cell) == mark


@pytest.mark.parametrize("cell", ["5", 0, "-1", 3.5, "3,5", "baik", "a", "44", True, "１"])
def test_what_is_no_mark_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError):
        read_mark(cell)


def test_every_bad_cell_is_named_by_row_and_column() -> None:
    rows: list[tuple[int, list[Cell]]] = [
        (2, [1, 5, *[3] * 8]),
        (3, [2, *[3] * 8, 0]),
        (4, [3, *[3] * 9]),
    ]
    with pytest.raises(Problems) as refusal:
        read_answers(rows, COLUMNS)
    first, second = refusal.value.problems
    assert (first.where, second.where) == ("baris 2, kolom U1", "baris 3, kolom U9")
    assert "“5” bukan nilai 1 sampai 4" in first.what
    assert "0 bukan nilai" in second.what


def test_an_element_that_nobody_answered_is_named() -> None:
    _, answers = read_answers([(2, [1, 3, 3, 3, "", 3, 3, 3, 3, 3])], COLUMNS)
    with pytest.raises(Problems, match="Biaya/tarif"):
        sheet_index(answers, Weight.NINTH)


def test_a_sheet_without_marks_is_refused() -> None:
    with pytest.raises(Problems, match="tidak ada satu pun nilai"):
        sheet_index([], Weight.NINTH)


def test_days_that_differ_widen_the_interval() -> None:
    rows: list[tuple[int, list[Cell]]] = [(i, [i, *[4 if i < 22 else 2] * 9]) for i in range(2, 42)]
    _, answers = read_answers(rows, COLUMNS)
    plain = sheet_index(answers, Weight.NINTH).interval
    by_day = sheet_index(answers, Weight.NINTH, [i // 20 for i in range(40)]).interval
    assert plain is not None
    assert by_day is not None
    assert by_day.low < plain.low


cells = st.one_of(st.none(), st.integers(-5, 9), st.floats(), st.text(max_size=5))


@given(st.lists(st.lists(cells, max_size=12), max_size=6))
def test_any_cells_give_an_index_or_words(rows: list[list[Cell]]) -> None:
    try:
        _, answers = read_answers(list(enumerate(rows, start=2)), COLUMNS)
        told = json.dumps(sheet_index(answers, Weight.NINTH).as_json(), allow_nan=False)
    except Problems as refusal:
        told = refusal.message
    assert told
