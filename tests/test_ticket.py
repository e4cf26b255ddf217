"""The ticket: one spelling, one counter, one day (threats.md T3)."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ticket import (
    TicketRefused,
    content_digest,
    is_stale,
    issue,
    nonce_key,
    read,
)

KEY = bytes(range(32))
NONCE = bytes(range(100, 116))
AT = datetime(2026, 11, 21, 9, 15, tzinfo=UTC)
COUNTER = 7
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def make(counter_id: int = COUNTER, at: datetime = AT) -> str:
    return issue(KEY, counter_id=counter_id, at=at, nonce=NONCE)


def is_refused(text: str, *, key: bytes = KEY, counter_id: int = COUNTER) -> bool:
    try:
        read(key, text, counter_id=counter_id)
    except TicketRefused:
        return True
    return False


def raw_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@given(
    st.integers(0, 2**63),
    st.datetimes(datetime(2024, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001  # made aware below
    st.binary(min_size=16, max_size=16),
)
def test_what_was_issued_is_read_back(counter_id: int, naive: datetime, nonce: bytes) -> None:
    at = naive.replace(tzinfo=UTC)
    ticket = read(KEY, issue(KEY, counter_id=counter_id, at=at, nonce=nonce), counter_id=counter_id)
    assert (ticket.counter_id, ticket.nonce) == (counter_id, nonce)
    assert ticket.issued_at == at.replace(second=0, microsecond=0)


def test_every_one_bit_change_of_the_bytes_is_refused() -> None:
    raw = raw_of(make())
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        text = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        assert is_refused(text), f"bit {bit}"


def test_every_one_bit_change_of_the_text_is_refused() -> None:
    text = make()
    for bit in range(len(text) * 8):
        changed = bytearray(text.encode())
        changed[bit // 8] ^= 1 << bit % 8
        assert is_refused(changed.decode("latin-1")), f"bit {bit}"


def test_every_other_letter_in_any_place_is_refused() -> None:
    text = make()
    for place, own in enumerate(text):
        for letter in set(ALPHABET) - {own}:
            assert is_refused(text[:place] + letter + text[place + 1 :]), f"{place} {letter}"


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "{}=",
        "{}==",
        " {}",
        "{}\n",
        "{}A",
        "{}AAAA",
        "{}{}",
        "A{}",
        "{}\x00",
        "{}é",
        "x" * 201,
        "-" * 60,
        "=" * 60,
    ],
)
def test_no_other_spelling_is_read(spelling: str) -> None:
    assert is_refused(spelling.replace("{}", make()))


def test_the_standard_alphabet_is_no_second_spelling() -> None:
    texts = (issue(KEY, counter_id=n, at=AT, nonce=NONCE) for n in range(200))
    number, text = next((n, t) for n, t in enumerate(texts) if {"-", "_"} & set(t))
    assert is_refused(text.replace("-", "+").replace("_", "/"), counter_id=number)


def test_a_ticket_of_another_counter_is_refused() -> None:
    assert is_refused(make(counter_id=8))
    assert is_refused(make(), counter_id=8)


def test_a_ticket_under_another_key_is_refused() -> None:
    assert is_refused(make(), key=KEY[::-1])


@given(st.text(max_size=220))
def test_any_text_is_refused_and_raises_nothing_else(text: str) -> None:
    assert is_refused(text)


@pytest.mark.parametrize(
    ("age", "stale"),
    [
        (timedelta(0), False),
        (timedelta(hours=23, minutes=59), False),
        (timedelta(hours=24), False),
        (timedelta(hours=24, seconds=1), True),
        (timedelta(days=2), True),
        (timedelta(days=-1), False),  # the clock was set back by a day
        (timedelta(days=-1, seconds=-1), True),
        (timedelta(days=-400), True),
    ],
)
def test_a_ticket_lives_a_day(age: timedelta, stale: bool) -> None:
    ticket = read(KEY, make(), counter_id=COUNTER)
    assert is_stale(ticket, now=AT + age) is stale


def test_what_is_stored_of_a_nonce_does_not_show_it() -> None:
    key = nonce_key(NONCE)
    assert len(key) == 16
    assert key != NONCE
    assert nonce_key(NONCE) == key
    assert nonce_key(NONCE[::-1]) != key


def test_the_digest_tells_contents_apart_and_needs_the_nonce() -> None:
    digest = content_digest(NONCE, "a")
    assert len(digest) == 16
    assert content_digest(NONCE, "a") == digest
    assert content_digest(NONCE, "b") != digest
    assert content_digest(NONCE[::-1], "a") != digest
