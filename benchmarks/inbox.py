"""The desk's list and its search with many cases behind, beside the same with few.

    .venv/bin/python -m benchmarks.inbox [--cases 200000] [--few 2000] [--rounds 15]
        [--database sqlite|postgresql|both]

Two databases of a kind are filled and opened in turns in one run: one holds few cases, one holds
many. In both the same number is open (`--open`), as it is where work is done and cases grow old;
the rest is answered and closed over three years. Three people look: a coordinator who sees every
unit, the head of a unit with its sub-units, and a handler of one small unit. Times are those of the
query behind the page; the page itself is measured too. On SQLite the database works in the same
thread: there they are that thread's CPU, so that other work on the machine does not count.

Goals: the list with many within 1.3 times the time with few; a search over many in under 200 ms,
for rare words and for common ones.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.aggregate import SECRETS, database, settle
from portal.app import create_app
from portal.authority import Actor, Role
from portal.clock import today
from portal.complaints.inbox import inbox
from portal.complaints.models import Complaint, Cycle, SearchWords
from portal.complaints.queues import Chosen, Queue
from portal.complaints.rules.clock import Limit, Week, deadline
from portal.complaints.rules.explaining import as_json
from portal.complaints.rules.numbers import case_number
from portal.complaints.rules.searching import number_words, words_of
from portal.complaints.rules.words import Klass
from portal.config import Settings
from portal.database import db
from portal.listing import Asked
from portal.organisation.models import RuleSet, Unit
from portal.web.actors import SID
from portal.web.limits import settings
from tests.staff import actor_of, make_person, make_session

UNITS, BELOW = 200, 20  # below one office; the others stand beside it
DAYS = 3 * 365
BATCH = 5_000
LIST_GOAL, SEARCH_GOAL = 1.3, 0.200
SEARCHES = ("akta", "aktanya terlambat", "loket 3", "petugas", "mer", "kat", "sukamto", "7K3Q-9MXT")
# Common words are in most cases, as in life; the rare ones in a handful.
COMMON = ("petugas", "loket", "akta", "ktp", "antre", "lama", "datang", "hari", "belum", "jadi")
MIDDLE = tuple(f"kata{number:03}" for number in range(400))


@dataclass(frozen=True, slots=True)
class Site:
    """One database of one size, with its people."""

    name: str
    app: Flask
    actors: dict[str, Actor]
    clients: dict[str, FlaskClient]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--few", type=int, default=2_000)
    parser.add_argument("--open", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    kinds = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    missed = [missing for kind in kinds for missing in measure(kind, asked)]
    if missed:
        raise SystemExit(f"missed: {', '.join(missed)}")


def measure(kind: str, asked: argparse.Namespace) -> list[str]:
    with ExitStack() as stack:
        few = stack.enter_context(site(kind, "few", asked.few, asked.open))
        many = stack.enter_context(site(kind, "many", asked.cases, asked.open))
        print(f"{kind}: {asked.few:,} and {asked.cases:,} cases, {asked.open} open in both")
        return [*lists(kind, few, many, asked.rounds), *searches(kind, many, asked.rounds)]


@contextmanager
def site(kind: str, name: str, cases: int, opened: int) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
        app = create_app(
            Settings(instance=Path(folder), database_url=url, secrets=SECRETS), testing=True
        )
        with app.app_context():
            began = time.perf_counter()
            units = make_units()
            fill(cases, opened, units)
            settle_well(kind)
            print(f"{kind}: {cases:,} cases filled in {time.perf_counter() - began:.0f} s")
            yield people(name, app, units)
            db.session.remove()
            db.engine.dispose()


def make_units() -> list[Unit]:
    """A root, an office with sub-units below it, and as many units as a large regency has."""
    units = [Unit(id=1, code="U1", name="Pemda"), Unit(id=2, code="U2", name="Dinas", parent_id=1)]
    for number in range(3, UNITS + 1):
        parent = 2 if number < 3 + BELOW else 1
        units.append(Unit(id=number, code=f"U{number}", name=f"Unit {number}", parent_id=parent))
    db.session.add_all(units)
    db.session.commit()
    return units


def settle_well(kind: str) -> None:
    """What the database does by itself at night: statistics, and its index in one piece."""
    settle(kind)
    if kind == "sqlite":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def fill(cases: int, opened: int, units: Sequence[Unit]) -> None:
    """The first ones are open, the others answered and closed; words as people use them."""
    chance, day = random.Random(7), today(settings().timezone)
    rule_set = db.session.execute(sa.select(RuleSet.id)).scalars().first()
    places = [unit.id for unit in units]
    db.session.commit()  # nothing is being read while other connections write
    week = Week(5, {})
    explained: dict[int, tuple[date, date, str]] = {}
    for start in range(0, cases, BATCH):
        rows: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = []
        for place in range(start, min(start + BATCH, cases)):
            ago = chance.randrange(12) if place < opened else chance.randrange(12, DAYS)
            if ago not in explained:
                found = deadline(day - timedelta(days=ago), Limit(14, "pengaduan", "uji"), (), week)
                explained[ago] = found.due, found.risk, as_json(found)
            unit = places[place % len(places)]
            is_open = place < opened
            rows.append(one_case(chance, day, ago, explained[ago], unit, rule_set, is_open=is_open))
        with db.engine.begin() as connection:
            parts = zip(*rows, strict=True)
            for model, part in zip((Complaint, Cycle, SearchWords), parts, strict=True):
                connection.execute(sa.insert(model), list(part))


def one_case(
    chance: random.Random,
    day: date,
    ago: int,
    dates: tuple[date, date, str],
    unit: int,
    rule_set: int | None,
    *,
    is_open: bool,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    key, number = chance.getrandbits(62), case_number(chance.getrandbits(40))
    filed, (due, risk, explanation) = day - timedelta(days=ago), dates
    words = [*chance.choices(COMMON, k=8), *chance.choices(MIDDLE, k=30)]
    if chance.random() < 0.0001:
        words.append("sukamto")
    story = " ".join(words)
    closed = None if is_open else due
    case = {
        "id": key,
        "number": number,
        "kind": "pengaduan",
        "about": "layanan",
        "klass": chance.choice(list(Klass)[:4]),
        "title": story[:80],
        "story": story,
        "wish": "Segera selesai.",
        "place": "Loket 3",
        "channel": "qr",
        "desk": "unit",
        "unit_id": unit,
        "handling_unit_id": unit,
        "filed_on": filed,
        "released_on": filed,
        "state": "in_progress" if is_open else "closed",
        "rule_set_id": rule_set,
        "next_due_on": due if is_open else None,
        "at_risk_on": risk if is_open else None,
        "answered_on": closed,
        "closed_on": closed,
    }
    cycle = {
        "complaint_id": key,
        "number": 1,
        "unit_id": unit,
        "started_on": filed,
        "verify_due": due,
        "answer_due": due,
        "explanation": explanation,
        "verified_on": filed,
        "answered_on": closed,
    }
    found = words_of(story, "Segera selesai.", "Loket 3", number_words(number))
    return case, cycle, {"complaint_id": key, "words": found}


def people(name: str, app: Flask, units: Sequence[Unit]) -> Site:
    root, office, small = units[0], units[1], units[-1]
    held = {
        "coordinator": (Role.COORDINATOR, root),
        "head": (Role.UNIT_HEAD, office),
        "handler": (Role.HANDLER, small),
    }
    persons = {who: make_person(role) for who, role in held.items()}
    clients = {}
    for who, person in persons.items():
        token, _session = make_session(person)
        clients[who] = app.test_client()
        with clients[who].session_transaction() as cookie:
            cookie[SID] = token
    return Site(name, app, {who: actor_of(one) for who, one in persons.items()}, clients)


def lists(kind: str, few: Site, many: Site, rounds: int) -> list[str]:
    """Each list in turns on both; the ratio of the medians."""
    print("who · what | ms with few | ms with many | times")
    missed = []
    for who in few.actors:
        works: dict[str, Callable[[Site], object]] = {
            "list": partial(listed, who, Queue.OPEN),
            "late": partial(listed, who, Queue.LATE),
            "page": partial(opened, who),
        }
        for what, work in works.items():
            before, after = in_turns(few, many, work, rounds)
            ratio = after / before
            print(f"{who} · {what} | {before * 1000:.1f} | {after * 1000:.1f} | {ratio:.2f}")
            if ratio > LIST_GOAL:
                missed.append(f"{kind} {who} {what} {ratio:.2f}")
        closed = timed(many, partial(listed, who, Queue.ALL))
        print(f"{who} · finished ones too | | {closed * 1000:.1f} |")
    return missed


def searches(kind: str, many: Site, rounds: int) -> list[str]:
    print("who · search | ms, median | worst | found")
    missed = []
    for who in many.actors:
        for words in SEARCHES:
            work = partial(searched, who, words)
            times = [timed(many, work) for _ in range(rounds)]
            number = work(many)
            median = statistics.median(times)
            print(f"{who} · {words} | {median * 1000:.1f} | {max(times) * 1000:.1f} | {number}")
            if median > SEARCH_GOAL:
                missed.append(f"{kind} {who} “{words}” {median * 1000:.0f} ms")
    return missed


def in_turns(
    few: Site, many: Site, work: Callable[[Site], object], rounds: int
) -> tuple[float, float]:
    times: dict[str, list[float]] = {few.name: [], many.name: []}
    for _round in range(rounds):
        for at in (few, many):
            times[at.name].append(timed(at, work))
    return statistics.median(times[few.name]), statistics.median(times[many.name])


def timed(at: Site, work: Callable[[Site], object]) -> float:
    with at.app.app_context():
        is_inside = db.engine.dialect.name == "sqlite"
        clock = time.thread_time if is_inside else time.perf_counter
        began = clock()
        work(at)
        found = clock() - began
        db.session.rollback()
    return found


def listed(who: str, queue: Queue, at: Site) -> int:
    day = today(settings().timezone)
    return inbox(at.actors[who], Asked(), Chosen(queue), day).listed.total


def searched(who: str, words: str, at: Site) -> int:
    with at.app.app_context():
        day = today(settings().timezone)
        return inbox(at.actors[who], Asked(search=words), Chosen(), day).listed.total


def opened(who: str, at: Site) -> None:
    answer = at.clients[who].get("/desk")
    assert answer.status_code == 200, answer.status_code


if __name__ == "__main__":
    main()
