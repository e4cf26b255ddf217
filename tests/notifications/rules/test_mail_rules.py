"""Which facts a mail must have, and that none of them can begin a line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.rules.addresses import is_address
from portal.notifications.rules.kinds import SHAPES, Kind, checked, one_line, useless_at
from portal.notifications.rules.waits import next_try, wait_after

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LINK = {"name": "Budi", "link": "https://x/y", "expires_at": "2026-11-02T02:00:00+00:00"}


def test_the_facts_are_exactly_those_of_the_kind() -> None:
    assert checked(Kind.PASSWORD_RESET, LINK) == LINK


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({}, "link"),
        ({**LINK, "nik": "1"}, "nik"),
        ({k: v for k, v in LINK.items() if k != "link"}, "link"),
        ({**LINK, "name": 7}, "name"),
        ({**LINK, "link": None}, "link"),
    ],
)
def test_too_much_too_little_or_of_another_type_is_named(facts: dict, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        checked(Kind.PASSWORD_RESET, facts)


def test_true_is_no_number() -> None:
    facts = dict.fromkeys(SHAPES[Kind.CLOSING_DIGEST].plain, "")
    numbers = {n for n, kind in SHAPES[Kind.CLOSING_DIGEST].plain.items() if kind is int}
    with pytest.raises(ValueError, match="is not int"):
        checked(Kind.CLOSING_DIGEST, {**facts, **dict.fromkeys(numbers, True)})


@given(st.text())
def test_no_text_holds_a_line_break_or_a_control_character(text: str) -> None:
    assert "\n" not in one_line(text)
    assert "\r" not in one_line(text)
    assert all(letter.isprintable() for letter in one_line(text))
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("budi@contoh.go.id", True),
        ("budi.santoso+loket@sub.contoh.go.id", True),
        ("root@localhost", True),
        ("", False),
        ("budi", False),
        ("budi@", False),
        ("@contoh.go.id", False),
        ("budi@@contoh.go.id", False),
        ("budi santoso@contoh.go.id", False),
        ("budi@contoh..go.id", False),
        ("budi@contoh.go.id\r\nBcc: x@y.z", False),
        ("<budi@contoh.go.id>", False),
        ("a@x.id,b@x.id", False),
        ("budi@desa-\u00e9.id", False),
        ("a" * 65 + "@x.id", False),
        ("a@" + "x" * 253, False),
    ],
)
def test_addresses(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_the_waits_grow_and_end_after_three_days() -> None:
    tries, at = [], AT
    for attempts in range(1, 100):
        due = next_try(attempts, at, ends_at=AT + timedelta(days=3))
        if due is None:
            break
        tries.append(due - at)
        at = due
    minutes = [int(wait.total_seconds() / 60) for wait in tries]
    assert minutes[:6] == [1, 5, 15, 60, 240, 480]
    assert set(minutes[6:]) == {720}
    assert timedelta(days=2) < at - AT < timedelta(days=3)
    assert wait_after(1_000) == timedelta(hours=12)


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        (Kind.PASSWORD_RESET, LINK, AT + timedelta(hours=1)),
        (Kind.INVITATION, {**LINK, "expires_at": "2026-11-09T01:00:00+00:00"}, AT + timedelta(3)),
        (Kind.MONTH_READY, {"name": "", "month": "", "address": ""}, AT + timedelta(days=3)),
    ],
)
def test_a_mail_is_useless_when_its_link_is_dead(
    kind: Kind, facts: dict, expected: datetime
) -> None:
    assert useless_at(kind, facts, AT) == expected
