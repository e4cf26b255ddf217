"""A serial number must tell every slip of the finger that people make."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.feedback.rules.serial import EXAMPLE, Serial, parse_serial, serial
from portal.month import Month

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
serials = st.builds(
    serial,
    st.text(ALPHABET, min_size=1, max_size=20),
    st.builds(Month, st.integers(2000, 2099), st.integers(1, 12)),
    st.integers(1, 99_999),
)


def test_a_serial_number_by_hand() -> None:
    """A = 10 in base 36; A-2611-00001 is 10·36⁹ + … ; the whole leaves 1 modulo 97."""
    text = str(serial("A", Month(2026, 11), 1))
    assert text.startswith("A-2611-00001-")
    value = 0
    for letter in "A261100001":
        value = value * 36 + ALPHABET.index(letter)
    assert (value * 100 + int(text[-2:])) % 97 == 1


@given(serials)
def test_what_is_printed_is_read_back(one: Serial) -> None:
    assert parse_serial(str(one)) == one
    assert parse_serial(str(one).lower().replace("-", " ")) == one
    assert parse_serial(str(one).replace("-", "")) == one


@given(serials, st.data())
def test_every_single_wrong_character_is_told(one: Serial, data: st.DataObject) -> None:
    text = str(one).replace("-", "")
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from([c for c in ALPHABET if c != text[at]]))
    with pytest.raises(RuleBroken):
        parse_serial(text[:at] + wrong + text[at + 1 :])


@given(serials, st.data())
def test_every_swap_of_neighbours_is_told(one: Serial, data: st.DataObject) -> None:
    text = str(one).replace("-", "")
    at = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if swapped == text:
        return
    with pytest.raises(RuleBroken):
        parse_serial(swapped)


@given(st.text(max_size=40))
def test_anything_else_is_read_or_refused_in_words(text: str) -> None:
    with suppress(RuleBroken):
        assert parse_serial(str(parse_serial(text))) == parse_serial(text)


@pytest.mark.parametrize(
    ("unit", "number", "words"),
    [
        ("", 1, "Kode unit"),
        ("--", 1, "Kode unit"),
        ("DUKCAPIL", 0, "Nomor urut 0"),
        ("DUKCAPIL", 100_000, "Nomor urut 100000"),
    ],
)
def test_what_cannot_be_a_serial_number(unit: str, number: int, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        serial(unit, Month(2026, 11), number)


@pytest.mark.parametrize("text", ["", "00001", "DUKCAPIL-2611-00001", "2611-00001-08"])
def test_an_incomplete_number_shows_an_example(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"DUKCAPIL-2611-00001-\d\d"):
        parse_serial(text)


def test_the_example_is_right() -> None:
    assert str(serial("Dukcapil", Month(2026, 11), 1)) == EXAMPLE
