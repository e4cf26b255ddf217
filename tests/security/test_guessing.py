"""T16: guessing links, session tokens and passwords tells nothing, by words or by time.

What is timed is the thread's own processor time: it holds the argon2 too, and not what else
this machine does meanwhile. Bounded here; DRILLS=long sends the full 10,000 of each kind.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from portal.accounts.models import LinkKind
from portal.accounts.passwords import linked_person, make_link
from portal.accounts.queries import signed_in
from portal.accounts.rules.keys import new_token
from portal.accounts.signing_in import check_password
from portal.clock import now, today
from portal.database import db
from portal.web.limits import secret_keys, settings
from tests.staff import make_session
from tests.web.account.people import PASSWORD, somebody

GUESSES = 10_000 if os.environ.get("DRILLS") == "long" else 2_000
BOUND = 0.05  # of the slower median
TRIES = 40  # at a password: each costs an argon2
PASSWORD_BOUND = 0.10


def medians(ways: dict[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
    """The median time of each way, taken in turn, so that the machine's moods hit all alike."""
    taken: dict[str, list[int]] = {name: [] for name in ways}
    gc.disable()
    try:
        for number in range(rounds):
            for name, guess in ways.items():
                began = time.thread_time_ns()
                guess(number)
                taken[name].append(time.thread_time_ns() - began)
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def spread(found: dict[str, float]) -> float:
    return (max(found.values()) - min(found.values())) / max(found.values())


def test_links_unknown_malformed_and_expired_take_the_same_time(sqlite_app: Flask) -> None:
    key, at = secret_keys().vault_key, now()
    expired = [new_expired_link(key) for _ in range(20)]
    unknown = [new_token() for _ in range(20)]
    malformed = [f"{'x' * 20}\x00%{number}é" for number in range(20)]

    def guess(tokens: list[str]) -> Callable[[int], object]:
        def one(number: int) -> None:
            assert linked_person(tokens[number % 20], vault_key=key, at=at) is None

        return one

    found = medians(
        {"unknown": guess(unknown), "malformed": guess(malformed), "expired": guess(expired)},
        GUESSES,
    )
    assert spread(found) <= BOUND, found


def new_expired_link(key: str) -> str:
    person = somebody(password=None)
    token = make_link(person, LinkKind.RESET, vault_key=key, at=now() - timedelta(hours=2))
    db.session.commit()
    return token


def test_session_tokens_unknown_and_malformed_take_the_same_time(sqlite_app: Flask) -> None:
    key, at, day = secret_keys().vault_key, now(), today(settings().timezone)
    unknown = [new_token() for _ in range(20)]
    malformed = ["", "x", "é" * 40, "\x00", "A" * 400] * 4

    def guess(tokens: list[str]) -> Callable[[int], object]:
        def one(number: int) -> None:
            assert signed_in(tokens[number % 20], vault_key=key, at=at, today=day) is None

        return one

    found = medians({"unknown": guess(unknown), "malformed": guess(malformed)}, GUESSES)
    assert spread(found) <= BOUND, found


def test_an_expired_session_is_no_session(sqlite_app: Flask) -> None:
    """How long this takes tells nothing: only its owner ever had such a token."""
    long_ago = now() - timedelta(hours=13)
    token, _session = make_session(somebody(), started_at=long_ago, seen_at=long_ago)
    day = today(settings().timezone)
    assert signed_in(token, vault_key=secret_keys().vault_key, at=now(), today=day) is None


def test_unknown_wrong_and_disabled_logins_cost_the_same(sqlite_app: Flask) -> None:
    """A new source and a new login for every try: no lock, and argon2 each time."""
    known = [somebody().login for _ in range(TRIES)]
    disabled = [somebody(disabled_on=now().date()).login for _ in range(TRIES)]
    invited = [somebody(password=None).login for _ in range(TRIES)]

    def guess(logins: list[str]) -> Callable[[int], object]:
        def one(number: int) -> None:
            checked = check_password(
                login=logins[number],
                password="tebakan saja",
                source=new_token(),
                vault_key=secret_keys().vault_key,
                at=now(),
            )
            assert checked.known is None
            assert not checked.wait

        return one

    strangers = [f"orang.lain{number}" for number in range(TRIES)]
    guess(["pemanasan"])(0)
    ways = {"unknown": strangers, "wrong": known, "disabled": disabled, "invited": invited}
    found = medians({name: guess(logins) for name, logins in ways.items()}, TRIES)
    assert spread(found) <= PASSWORD_BOUND, found


def test_locking_one_account_leaves_the_other_free(sqlite_app: Flask) -> None:
    attacked, free = somebody(), somebody()
    facts = {"vault_key": secret_keys().vault_key, "at": now()}
    for number in range(50):
        check_password(login=attacked.login, password="tebakan", source=f"s{number}", **facts)
    held = check_password(login=attacked.login, password=PASSWORD, source="rumah", **facts)
    assert (held.known, held.wait) == (None, timedelta(minutes=1)), "what is held is not counted"
    assert check_password(login=free.login, password=PASSWORD, source="rumah", **facts).known
