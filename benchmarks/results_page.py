"""What the pages of results cost a head, with many ratings behind, beside `/healthz`.

    .venv/bin/python -m benchmarks.results_page [--behind 3000000] [--rounds 40]
        [--database sqlite|postgresql]

A month of ratings is closed, another released, and so many older ratings fill the table; then a
unit head opens the pages in the same process, in turns with `/healthz`. The pages read frozen rows
only, so the number behind must not matter: the table shows both. Times are the CPU of the thread
that answers (on SQLite the database is in it): other work on the machine does not count.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.aggregate import ACTOR, SECRETS, database, fill_organisation, fill_ratings, settle
from portal.app import create_app
from portal.appraisal.commands import close_month
from portal.authority import Role
from portal.config import Settings
from portal.database import db
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Unit
from portal.web.actors import SID
from tests.staff import make_person, make_session

CLOSED, LIVE = Month(2026, 10), Month(2026, 11)
LIMIT = 0.100
PAGES = ("/results", "/results/{code}", "/results/{code}?bulan=2026-10", "/results/{code}/saran")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--behind", type=int, default=3_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        database(asked.database, Path(name)) as url,
    ):
        run(url, Path(name), asked)


def run(url: str, folder: Path, asked: argparse.Namespace) -> None:
    app = create_app(Settings(instance=folder, database_url=url, secrets=SECRETS), testing=True)
    with app.app_context():
        prepare(app)
        settle(asked.database)
        client, code = head_of(app)
        before = measure(client, code, asked.rounds)
        fill_behind(asked.behind)
        settle(asked.database)
        after = measure(client, code, asked.rounds)
        report(before, after, asked)
        db.session.remove()
        db.engine.dispose()


def prepare(app: Flask) -> None:
    """One closed month and one released, fifty thousand ratings each."""
    fill_organisation(500)
    for month in (CLOSED, LIVE):
        fill_ratings(50_000, 500, month)
    today = LIVE.first_day.replace(day=20)
    close_month(ACTOR, month=CLOSED, today=today, weight=Weight.NINTH, reviewed="benchmark")
    release_month(ACTOR, month=LIVE, today=today, weight=Weight.NINTH)


def head_of(app: Flask) -> tuple[FlaskClient, str]:
    """The browser of a head of the root unit, which has all others below it."""
    root = db.session.get(Unit, 1)
    assert root is not None
    token, _session = make_session(make_person((Role.UNIT_HEAD, root)))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[SID] = token
    return client, root.code


def fill_behind(number: int) -> None:
    """Older ratings, a million to a month, before the closed one."""
    for at in range(0, number, 1_000_000):
        fill_ratings(min(1_000_000, number - at), 500, CLOSED.plus(-1 - at // 1_000_000))


def measure(client: FlaskClient, code: str, rounds: int) -> dict[str, list[float]]:
    pages = ["/healthz", *(page.format(code=code) for page in PAGES)]
    times: dict[str, list[float]] = {page: [] for page in pages}
    for _round in range(rounds):
        for page in pages:
            began = time.thread_time()
            answer = client.get(page)
            times[page].append(time.thread_time() - began)
            assert answer.status_code == 200, (page, answer.status_code)
    return times


def report(
    before: dict[str, list[float]], after: dict[str, list[float]], asked: argparse.Namespace
) -> None:
    floor = statistics.median(after["/healthz"])
    print(f"{asked.database}, {asked.behind:,} ratings behind, {asked.rounds} rounds")
    print("page | CPU ms without | CPU ms with | p95 with | times /healthz")
    for page, found in after.items():
        ms = statistics.median(found) * 1000
        old = statistics.median(before[page]) * 1000
        p95 = sorted(found)[int(len(found) * 0.95) - 1] * 1000
        print(f"{page} | {old:.1f} | {ms:.1f} | {p95:.1f} | {ms / floor / 1000:.0f}")
    slow = [page for page, found in after.items() if statistics.median(found) > LIMIT]
    if slow:
        raise SystemExit(f"slower than {LIMIT * 1000:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
