"""Numbers that point at a person are found; prices, dates and queue numbers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.rules.masking import HIDDEN, has_personal_number, hide_personal_numbers

PERSONAL = [
    "3201012345670001",
    "3201 0123 4567 0001",
    "3201.0123.4567.0001",
    "198609262015051001",
    "19860926 201505 1 001",
    "081234567890",
    "0812-3456-7890",
    "0812 3456 789",
    "+62 812-3456-7890",
    "+6281234567890",
    "(+62)81234567890",
    "62812345678",
    "081234567",
]
HARMLESS = [
    "Rp 1.500.000",
    "Rp150.000.000.000",
    "21-11-2026 pukul 08.30",
    "2026-11-21 08:30",
    "antrean nomor 081",
    "loket 3, jam 10 sampai 12",
    "UU 25/2009",
    "0215550123",
    "kode K7M2Q9",
    "",
]


@pytest.mark.parametrize("number", PERSONAL)
def test_a_personal_number_is_found_and_hidden(number: str) -> None:
    text = f"Tolong hubungi {number}, terima kasih."
    assert has_personal_number(text)
    assert hide_personal_numbers(text) == f"Tolong hubungi {HIDDEN}, terima kasih."


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not has_personal_number(text)
    assert hide_personal_numbers(text) == text


def test_two_numbers_beside_each_other_are_both_hidden() -> None:
    hidden = hide_personal_numbers("081234567890 3201012345670001")
    assert hidden == f"{HIDDEN} {HIDDEN}"


@given(st.text(alphabet="0123456789+-. ()ab", max_size=200))
def test_nothing_is_left_to_hide_afterwards(text: str) -> None:
    assert not has_personal_number(hide_personal_numbers(text))
