"""Numbers that point at a person are found; prices, dates and queue numbers are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.masking import (
    HIDDEN,
    HIDDEN_ADDRESS,
    has_contact,
    has_personal_number,
    hide_contacts,
    hide_personal_numbers,
)

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


CONTACTS = [
    *PERSONAL,
    "0215550123",
    "021-555-0123",
    "(021) 5550123",
    "0561 734567",
    "(0561) 734 567",
    "+62 21 555 0123",
    "+62561734567",
]
ADDRESSES = ["siti@contoh.id", "siti.aminah+rs@mail.contoh.co.id", "SITI_A@CONTOH.ID"]
NO_CONTACT = [
    *(text for text in HARMLESS if text != "0215550123"),
    "berkas 045/2026 tanggal 02-11-2026",
    "jam 08.30-10.00",
    "pukul 0830-1000",
    "Rp 0, tidak bayar",
    "Rp 250.000.000",
    "@dukcapil di Instagram",
    "tanya@loket",
    "kode 7K3Q-9MXT",
]


@pytest.mark.parametrize("number", CONTACTS)
def test_a_complaint_hides_every_telephone(number: str) -> None:
    hidden = hide_contacts(f"Tolong hubungi {number}, terima kasih.")
    assert hidden == f"Tolong hubungi {HIDDEN}, terima kasih."


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_complaint_hides_addresses(address: str) -> None:
    assert has_contact(address)
    assert hide_contacts(f"Surel saya {address}.") == f"Surel saya {HIDDEN_ADDRESS}."


@pytest.mark.parametrize("text", NO_CONTACT)
def test_a_complaint_keeps_dates_prices_and_names(text: str) -> None:
    assert not has_contact(text)


def test_comments_are_hidden_as_before() -> None:
    assert not has_personal_number("siti@contoh.id, 0215550123")


@given(st.text(alphabet="0123456789+-. ()a@", max_size=200))
def test_no_contact_is_left_afterwards(text: str) -> None:
    assert not has_contact(hide_contacts(text))


@pytest.mark.parametrize("part", ["a", "a.", "0", "08", "a@", "0 ", "a@a.", "(0", "+62"])
def test_a_long_text_is_looked_through_at_once(part: str) -> None:
    started = time.perf_counter()
    hide_contacts(part * (40_000 // len(part)))
    assert time.perf_counter() - started < 1
