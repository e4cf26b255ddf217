"""The words of a text, and of a question: a table for each."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.complaints.rules.searching import (
    LONGEST_WORD,
    as_number,
    asked_words,
    fts5_frequent,
    fts5_question,
    number_words,
    parts_of,
    tsquery,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("?! …", ""),
        ("Akta BELUM jadi, akta!", "akta belum jadi"),
        ("Aktanya belum jadi", "akta aktanya belum jadi"),
        ("KTP-el dan e-KTP", "dan e el ktp"),
        ("Rp50.000 atau Rp 1,5 juta", "15 50000 atau juta rp"),
        ("Café Soraya, İstanbul, straße", "cafe istanbul soraya strasse"),
        ("\uff2b\uff34\uff30 berlebar penuh", "berlebar ktp penuh"),
        ("kupu-kupu", "kupu"),
        ("masalah sekolah langkah buku makan", "buku langkah makan masalah sekolah"),
        ("hanya punya tanya", "hanya punya tanya"),
        ("ditanya bertanya sebenarnya", "bertanya ditanya sebenarnya"),
        ("a" * 100, "a" * LONGEST_WORD),
    ],
)
def test_words_of_a_text(text: str, words: str) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("…", ()),
        ("aktanya Aktanya AKTA", ("akta",)),
        ("e KTP", ("ktp",)),
        ("e", ("e",)),
        ("loket 3", ("loket", "3")),
        ('akta" OR *) NEAR(', ("akta", "or", "near")),
        ("'x' & !y:*", ("x", "y")),
        ("50.000", ("50000",)),
        (
            "satu dua tiga empat lima enam tujuh delapan sembilan",
            ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"),
        ),
    ],
)
def test_words_of_a_question(typed: str, words: tuple[str, ...]) -> None:
    assert asked_words(typed) == words


def test_questions_for_either_database() -> None:
    assert fts5_question(("akta", "3")) == '"akta"* AND "3"'
    assert tsquery(("akta", "3")) == "'akta':* & '3'"
    assert fts5_frequent(("petugas", "akta", "3")) == '"petugas" AND "akta"* AND "3"'
    assert parts_of(("akta", "3")) == (" akta", " 3 ")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7K3Q-9MXT", "7K3Q9MXT"),
        ("7k3q 9mxt", "7K3Q9MXT"),
        ("ok3l9mxt", "0K319MXT"),
        ("pengadua", None),  # U is no sign of a number
        ("akta", None),
        ("aktanyaa", None),  # no digit
        ("7K3Q", None),
    ],
)
def test_a_number_is_known_as_it_is_typed(typed: str, number: str | None) -> None:
    assert as_number(typed) == number


def test_a_number_is_found_whole_and_by_its_halves() -> None:
    assert words_of(number_words("7K3Q9MXT")) == "7k3q 7k3q9mxt 9mxt"


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_whatever_stands_in_a_text_its_words_are_found_by_it(text: str) -> None:
    """Each word asked for begins one that is stored; and both databases part them alike."""
    stored = words_of(text).split(" ")
    for word in asked_words(text):
        assert any(one.startswith(word) for one in stored)
        assert word.isalnum()
        assert not any(unicodedata.combining(sign) == 0 and sign.isspace() for sign in word)
