"""The receipt: made from the ticket, checked by itself, stored as a keyed digest (T16)."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.rules.receipt import (
    DIGITS,
    Mistyped,
    digest,
    groups,
    make,
    parse,
    receipt_keys,
)

KEYS = receipt_keys("7f" * 32)
NONCES = st.binary(min_size=16, max_size=16)
PLACES = st.integers(0, DIGITS - 1)


@given(NONCES)
def test_a_receipt_is_twenty_digits_in_five_groups(nonce: bytes) -> None:
    receipt = make(KEYS, nonce)
    assert len(receipt) == DIGITS
    assert receipt.isdigit()
    assert [len(group) for group in groups(receipt)] == [4] * 5
    assert "".join(groups(receipt)) == receipt


@given(NONCES)
def test_the_same_form_shows_the_same_receipt(nonce: bytes) -> None:
    assert make(KEYS, nonce) == make(KEYS, nonce)
    assert make(KEYS, nonce) != make(receipt_keys("8e" * 32), nonce)


@given(NONCES)
def test_it_is_read_as_people_write_it(nonce: bytes) -> None:
    receipt = make(KEYS, nonce)
    for between in (" ", "-", ".", "\n", " - "):
        assert parse(f"  {between.join(groups(receipt))} ") == receipt


@given(NONCES, PLACES, st.integers(1, 9))
def test_every_single_wrong_digit_is_found(nonce: bytes, place: int, by: int) -> None:
    receipt = make(KEYS, nonce)
    wrong = str((int(receipt[place]) + by) % 10)
    with pytest.raises(Mistyped) as caught:
        parse(receipt[:place] + wrong + receipt[place + 1 :])
    assert not caught.value.is_count


@given(NONCES, st.integers(0, DIGITS - 2))
def test_every_swap_of_two_neighbours_is_found(nonce: bytes, place: int) -> None:
    receipt = make(KEYS, nonce)
    one, two = receipt[place], receipt[place + 1]
    swapped = receipt[:place] + two + one + receipt[place + 2 :]
    if one != two:
        with pytest.raises(Mistyped):
            parse(swapped)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("", 0), ("abc", 0), ("4821 7730", 8), ("1" * 21, 21), ("9" * 5_000, 200), ("lima", 0)],
)
def test_a_wrong_count_is_told_with_the_count(typed: str, digits: int) -> None:
    with pytest.raises(Mistyped) as caught:
        parse(typed)
    assert (caught.value.is_count, caught.value.digits) == (True, digits)


def test_digits_of_another_keyboard_are_digits() -> None:
    receipt = make(KEYS, bytes(16))
    wide = "".join(chr(ord("\uff10") + int(digit)) for digit in receipt)
    arabic = "".join(chr(ord("\u0660") + int(digit)) for digit in receipt)
    assert parse(wide) == parse(arabic) == receipt


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_receipt_or_mistyped(typed: str) -> None:
    with contextlib.suppress(Mistyped):
        assert len(parse(typed)) == DIGITS


def test_the_stored_digest_is_under_another_key() -> None:
    receipt = make(KEYS, bytes(16))
    assert len(digest(KEYS, receipt)) == 32
    assert KEYS.making != KEYS.storing
    assert digest(KEYS, receipt) != digest(receipt_keys("8e" * 32), receipt)


def test_all_of_sixty_three_bits_are_used() -> None:
    """The first digit of 19 goes from 0 to 9: 2**63 is 9.2 million million million."""
    first = {make(KEYS, number.to_bytes(16))[0] for number in range(300)}
    assert first == set("0123456789")
