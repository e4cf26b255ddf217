"""A line of digits and what it says; every bad one by its fault."""

import pytest

from portal.feedback.rules.paper import (
    LINE_EXAMPLE,
    BadSheet,
    Fault,
    differing,
    read_marks,
    repeated,
    sheet,
    sheet_of_line,
)
from portal.feedback.rules.questionnaire import TOO_EARLY, UNKNOWN, parse_questionnaire
from portal.feedback.rules.serial import EXAMPLE
from tests.feedback.rules.test_questionnaire import SOURCE

FORM = parse_questionnaire(SOURCE.read_text("utf-8"))


def test_the_digits_stand_in_the_order_of_the_form() -> None:
    found = read_marks(FORM, "123412341")
    assert found == {
        "persyaratan": 1,
        "prosedur": 2,
        "waktu": 3,
        "biaya": 4,
        "produk": 1,
        "kompetensi": 2,
        "perilaku": 3,
        "sarana": 4,
        "pengaduan": 1,
    }


@pytest.mark.parametrize(
    ("digits", "key", "stored"),
    [
        ("0 3 4 4 4 3 4 4 3", "persyaratan", None),
        ("-34443443", "persyaratan", None),
        ("834443443", "persyaratan", UNKNOWN),
        ("337443443", "waktu", TOO_EARLY),
        ("333743443", "biaya", TOO_EARLY),
        ("333373443", "produk", TOO_EARLY),
        ("333333447", "pengaduan", TOO_EARLY),
    ],
)
def test_the_four_states_of_an_answer(digits: str, key: str, stored: int | None) -> None:
    assert read_marks(FORM, digits)[key] == stored


@pytest.mark.parametrize(
    ("line", "fault", "at"),
    [
        ("", Fault.SERIAL, ""),
        ("334443443", Fault.SERIAL, ""),
        ("DUKCAPIL-2611-00001-03 344434423", Fault.SERIAL, ""),
        ("DUKCAPIL-2613-00001-02 344434423", Fault.SERIAL, ""),
        (EXAMPLE, Fault.LENGTH, ""),
        (f"{EXAMPLE} 34443442", Fault.LENGTH, ""),
        (f"{EXAMPLE} 344434429", Fault.DIGIT, "U9"),
        (f"{EXAMPLE} 3444３4423", Fault.DIGIT, "U5"),
        (f"{EXAMPLE} 34443x423", Fault.DIGIT, "U6"),
        (f"{EXAMPLE} 744434423", Fault.TOO_EARLY, "U1"),
        (f"{EXAMPLE} 344434473", Fault.TOO_EARLY, "U8"),
        (f"{EXAMPLE} 000000000", Fault.NOTHING, ""),
        (f"{EXAMPLE} 888800000", Fault.NOTHING, ""),
        (f"{EXAMPLE} 344434423 1", Fault.RESPONDENT_LENGTH, ""),
        (f"{EXAMPLE} 344434423 13421", Fault.RESPONDENT_LENGTH, ""),
        (f"{EXAMPLE} 344434423 9342", Fault.RESPONDENT_DIGIT, "sex"),
        (f"{EXAMPLE} 344434423 1942", Fault.RESPONDENT_DIGIT, "age_band"),
        (f"{EXAMPLE} 344434423 13²2", Fault.RESPONDENT_DIGIT, "education"),
    ],
)
def test_a_bad_line_is_named_by_its_fault(line: str, fault: Fault, at: str) -> None:
    with pytest.raises(BadSheet) as bad:
        sheet_of_line(FORM, line)
    assert (bad.value.fault, bad.value.at) == (fault, at)


def test_the_example_on_the_page_is_a_good_line() -> None:
    found = sheet_of_line(FORM, LINE_EXAMPLE)
    assert found.respondent == {
        fact: FORM.respondent[fact][number - 1].key
        for fact, number in {"sex": 1, "age_band": 3, "education": 5, "occupation": 2}.items()
    }
    assert found == sheet(FORM, EXAMPLE.lower(), "3444 3844 3", "13 52")


def test_an_empty_box_of_the_respondent_says_nothing() -> None:
    assert sheet(FORM, EXAMPLE, "344434423", "0-00").respondent == {}


def test_differing_questions_are_named_as_on_the_form() -> None:
    stored = read_marks(FORM, "344434423")
    assert differing(FORM, read_marks(FORM, "344434423"), stored) == ()
    assert differing(FORM, read_marks(FORM, "304434413"), stored) == ("U2", "U8")
    assert differing(FORM, read_marks(FORM, "844434423"), {**stored, "persyaratan": None}) == (
        "U1",
    )


def test_a_serial_number_stands_once_in_a_batch() -> None:
    one = sheet_of_line(FORM, f"{EXAMPLE} 344434423")
    other = sheet_of_line(FORM, f"{EXAMPLE} 111111111")
    assert repeated([one, other]) == {1}
    assert repeated([one]) == set()
