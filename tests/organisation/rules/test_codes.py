"""Codes of counters, units and numbers."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.organisation.rules.codes import (
    ALPHABET,
    COUNTER_CODES,
    counter_code,
    parse_code,
    parse_codes,
    parse_counter_code,
    parse_counter_key,
    parse_counter_number,
)


def test_the_alphabet_is_crockfords() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    assert counter_code(0) == "000000"
    assert counter_code(COUNTER_CODES - 1) == "ZZZZZZ"
    assert counter_code(33) == "000011"


@given(number=st.integers(0, COUNTER_CODES - 1))
def test_every_code_is_read_however_it_is_typed(number: int) -> None:
    code = counter_code(number)
    typed = code.lower().replace("0", "o").replace("1", "l")
    assert parse_counter_code(code) == code
    assert parse_counter_code(f" {typed[:3]}-{typed[3:]} ") == code
    assert parse_counter_code(typed.replace("l", "I")) == code


@pytest.mark.parametrize(
    "text", ["", "ABCDE", "ABCDEFG", "ABCDEU", "ABC.EF", "ÀBCDEF", "１２３４５６"]
)
def test_what_is_no_counter_code(text: str) -> None:
    with pytest.raises(RuleBroken, match="6 huruf"):
        parse_counter_code(text)


@given(text=st.text(max_size=12))
def test_any_text_is_a_code_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(RuleBroken):
        code = parse_counter_code(text)
        assert len(code) == 6
        assert set(code) <= set(ALPHABET)


@pytest.mark.parametrize(
    ("text", "code"),
    [(" disdukcapil ", "DISDUKCAPIL"), ("'1.02.01", "1.02.01"), ("UPT-PKB/2", "UPT-PKB/2")],
)
def test_codes(text: str, code: str) -> None:
    assert parse_code(text) == code


@pytest.mark.parametrize("text", ["", "DINAS A", "-A", "=A", "X" * 41, "é"])
def test_no_codes(text: str) -> None:
    with pytest.raises(RuleBroken, match="bukan kode"):
        parse_code(text)


def test_several_codes_in_a_cell() -> None:
    assert parse_codes("KTP; kk,KTP\nAKTA;") == ("AKTA", "KK", "KTP")


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", "3"), ("03", "3"), ("Loket 3", "3"), ("a1", "A1"), ("'007", "7"), ("0", "0")],
)
def test_counter_numbers(text: str, number: str) -> None:
    assert parse_counter_number(text) == number


@pytest.mark.parametrize("text", ["", "123456789", "3 A", "tiga belas"])
def test_no_counter_numbers(text: str) -> None:
    with pytest.raises(RuleBroken, match="bukan nomor loket"):
        parse_counter_number(text)


def test_a_counter_named_in_one_cell() -> None:
    assert parse_counter_key("disdukcapil 03") == ("DISDUKCAPIL", "3")
    with pytest.raises(RuleBroken, match="kode unit, spasi"):
        parse_counter_key("DISDUKCAPIL")
