"""T16: guessing receipts tells nothing, by words or by time, and locks nobody else out.

What is timed is the thread's own processor time, as in test_guessing.py. Bounded here;
DRILLS=long sends the full 10,000 of each kind.
"""

import gc
import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from portal.complaints.rules.receipt import digest
from portal.complaints.tracking import tracked
from portal.database import db
from tests.complaints.receipts import DAY, keys, make_receipt, make_tracked
from tests.conftest import make_app
from tests.factories import make_unit
from tests.visitor import forget_request

GUESSES = 10_000 if os.environ.get("DRILLS") == "long" else 300
BOUND = 0.05  # of the slower median
MANY = 1_000_000


def post(client: Client, code: str, address: str = "203.0.113.7") -> TestResponse:
    forget_request()
    return client.post("/lacak", data={"kode": code}, environ_base={"REMOTE_ADDR": address})


def mistyped(number: int) -> str:
    code = make_receipt(number)
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def words(response: TestResponse) -> str:
    """The page without what differs between any two requests."""
    text = re.sub(r"nonce=\"[^\"]+\"|value=\"[^\"]*\"", "", response.text)
    assert "<form" in text
    return text


def test_unknown_and_removed_codes_are_answered_identically(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client(use_cookies=False)
    case = make_tracked(make_unit(), 1)
    case.receipt = None
    db.session.commit()
    gone, never = post(client, make_receipt(1)), post(client, make_receipt(2))
    assert gone.status_code == never.status_code == 404
    assert words(gone) == words(never)
    assert set(gone.headers.keys()) == set(never.headers.keys())


def medians(ways: dict[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
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


@pytest.mark.drill
@pytest.mark.alone
def test_unknown_mistyped_and_removed_codes_take_the_same_time(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Outside a context: each request opens and ends its own, as in a worker."""
    app = make_app(sqlite_url, tmp_path, address_limit=100_000)
    with app.app_context():
        unit = make_unit()
        for number in range(20):
            make_tracked(unit, number)
        removed = [make_receipt(number) for number in range(GUESSES)]
        for row in db.session.execute(db.text("SELECT id FROM complaint")).all():
            db.session.execute(
                db.text("UPDATE complaint SET receipt = NULL WHERE id = :id"), {"id": row.id}
            )
        db.session.commit()
        unknown = [make_receipt(MANY + number) for number in range(GUESSES)]
        wrong = [mistyped(MANY + number) for number in range(GUESSES)]
    client = app.test_client(use_cookies=False)

    def guess(codes: list[str], status: int) -> Callable[[int], object]:
        def one(number: int) -> None:
            code = codes[number % len(codes)]
            address = f"203.0.{number % 250}.7"
            response = client.post(
                "/lacak", data={"kode": code}, environ_base={"REMOTE_ADDR": address}
            )
            assert response.status_code in (status, 429)

        return one

    ways = {
        "unknown": guess(unknown, 404),
        "mistyped": guess(wrong, 422),
        "removed": guess(removed, 404),
    }
    medians(ways, 20)  # everything is loaded and compiled
    found = medians(ways, GUESSES)
    spread = (max(found.values()) - min(found.values())) / max(found.values())
    assert spread <= BOUND, found


def test_the_question_to_the_database_takes_the_same_time(sqlite_app: Flask) -> None:
    make_tracked(make_unit(), 1)
    day, found = DAY, keys()
    unknown = [digest(found, make_receipt(MANY + number)) for number in range(20)]
    nobodys = [digest(found, "x")] * 20

    def guess(digests: list[bytes]) -> Callable[[int], object]:
        def one(number: int) -> None:
            assert tracked(digests[number % 20], today=day) is None

        return one

    ways = {"unknown": guess(unknown), "mistyped": guess(nobodys)}
    medians(ways, 50)
    times = medians(ways, 500)
    assert (max(times.values()) - min(times.values())) / max(times.values()) <= BOUND * 2, times


def test_a_slip_of_the_finger_costs_no_attempt(sqlite_url: str, tmp_path: Path) -> None:
    app = make_app(sqlite_url, tmp_path, address_limit=3)
    with app.app_context():
        make_tracked(make_unit(), 1)
        codes = [mistyped(number) for number in range(10)]
        good = make_receipt(1)
        db.session.remove()
    client = app.test_client(use_cookies=False)
    for code in [*codes, "123", ""]:
        assert post(client, code).status_code == 422
    assert post(client, good).status_code == 200


def test_wrong_codes_hold_back_their_network_and_no_other(sqlite_url: str, tmp_path: Path) -> None:
    app = make_app(sqlite_url, tmp_path, address_limit=5)
    with app.app_context():
        make_tracked(make_unit(), 1)
        codes = [make_receipt(MANY + number) for number in range(7)]
        good = make_receipt(1)
        db.session.remove()
    client = app.test_client(use_cookies=False)
    answers = [post(client, code).status_code for code in codes]
    assert answers == [404] * 5 + [429] * 2
    held = post(client, good)
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) > 0
    assert good in held.text, "what was typed is kept"
    assert post(client, good, "198.51.100.9").status_code == 200


def test_locking_one_code_leaves_the_other_free(sqlite_url: str, tmp_path: Path) -> None:
    app = make_app(sqlite_url, tmp_path)
    with app.app_context():
        unit = make_unit()
        make_tracked(unit, 1)
        make_tracked(unit, 2)
        first, second = make_receipt(1), make_receipt(2)
        db.session.remove()
    client = app.test_client(use_cookies=False)
    answers = {post(client, first).status_code for _look in range(121)}
    assert answers == {200, 429}
    assert post(client, first, "198.51.100.9").status_code == 429, "wherever one sits"
    assert post(client, second).status_code == 200


def test_an_unknown_code_is_limited_like_a_known_one(sqlite_url: str, tmp_path: Path) -> None:
    """Else the limit itself would tell which codes exist."""
    app = make_app(sqlite_url, tmp_path, address_limit=1000)
    with app.app_context():
        code = make_receipt(MANY)
        db.session.remove()
    client = app.test_client(use_cookies=False)
    answers = [post(client, code).status_code for _look in range(121)]
    assert answers == [404] * 120 + [429]


def test_the_code_reaches_no_log(
    sqlite_app: Flask, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    make_tracked(make_unit(), 1)
    client = sqlite_app.test_client(use_cookies=False)
    for code in (make_receipt(1), make_receipt(2), mistyped(1)):
        post(client, code)
    written = capfd.readouterr()
    for code in (make_receipt(1), make_receipt(2), mistyped(1)):
        assert code not in written.out + written.err + caplog.text
