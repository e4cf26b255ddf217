"""T11 for mails: the worker is killed while it sends. None is lost; what goes twice is known.

A mail goes twice only when the server had taken it and the worker died before that was noted: at
most one per kill, with the same Message-ID.
"""

import json
import random
import signal
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Role
from portal.clock import today
from portal.complaints.models import Told
from portal.database import db
from portal.notifications.models import Message
from portal.notifications.rules.kinds import Kind
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.faults.conftest import bounded
from tests.notifications.mails import LINK, reset_mail
from tests.notifications.post_office import PostOffice, open_post_office
from tests.staff import make_person
from tests.worker.worker_process import Worker, until

MAILS_PER_KILL = 12
DELAY = 0.06  # seconds the server takes for one mail, so that a kill meets one in hand


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        opened.delay = DELAY
        yield opened


def unsent() -> set[str]:
    db.session.rollback()
    query = sa.select(Message.handle).where(Message.sent_at.is_(None))
    return set(db.session.execute(query).scalars())


def let_claims_end() -> None:
    """A quarter of an hour goes by: what the dead worker held is free again."""
    db.session.rollback()
    db.session.execute(sa.update(Message).values(claimed_until=None))
    db.session.execute(sa.text("DELETE FROM job_run"))
    db.session.commit()


def kill_while_sending(worker: Worker, office: PostOffice, moment: float) -> None:
    before = len(office.arrived)
    worker.start("--once")
    until(lambda: len(office.arrived) > before, what=worker.log)
    time.sleep(moment)
    assert worker.process is not None
    assert worker.process.poll() is None, "it must be killed while it works"
    worker.end(signal.SIGKILL)


@pytest.mark.drill
def test_kill_nine_loses_no_mail(app: Flask, office: PostOffice) -> None:
    settings = app.config["PORTAL"]
    worker = Worker(settings.database_url, settings.instance, {"PORTAL_SMTP_URL": office.url})
    dice, kills = random.Random(7), bounded(6, 20)
    handles: set[str] = set()
    windows: list[set[str]] = []
    for _kill in range(kills):
        handles |= {reset_mail(f"orang{n}@contoh.go.id") for n in range(MAILS_PER_KILL)}
        kill_while_sending(worker, office, dice.uniform(0.0, DELAY * 4))
        time.sleep(DELAY * 2)  # what the server had taken from the dead worker arrives
        in_window = set(office.handles()) & unsent()
        assert len(in_window) <= 1, "more than the one mail in hand was taken and not noted"
        windows.append(in_window)
        let_claims_end()
    while unsent():
        assert worker.once() == 0, worker.log
        let_claims_end()
    arrived = office.handles()
    assert set(arrived) == handles, "a mail was lost"
    twice = {handle for handle in handles if arrived.count(handle) > 1}
    assert twice == set().union(*windows)
    assert len(arrived) == len(handles) + sum(map(len, windows))
    assert LINK not in worker.log
    print(f"{kills} kills, {len(handles)} mails: none lost, {len(twice)} twice, each in its window")


# Whatever the hour of the drill, there it is about noon: at night nobody is told anything.
def _noon() -> str:
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


def _an_hour_later(numbers: set[str], unit: Unit, on: date) -> None:
    """Another case on the desk, and the last letters are old enough for the next."""
    numbers.add(make_case(unit, on).number)
    db.session.execute(sa.update(Told).values(told_at=datetime.now(UTC) - timedelta(hours=2)))
    db.session.commit()
    let_claims_end()


def _kill_at(worker: Worker, office: PostOffice, moment: float) -> None:
    """While it sends, or while it writes the next letters."""
    before = len(office.arrived)
    worker.start("--once")
    until(lambda: len(office.arrived) > before, what=worker.log)
    time.sleep(moment)
    worker.end(signal.SIGKILL)


def _told() -> dict[str, list[str]]:
    """The numbers of cases in the letters of each person, with repetitions."""
    db.session.rollback()
    found: dict[str, list[str]] = {}
    query = sa.select(Message.recipient, Message.facts).where(Message.kind == Kind.DESK_DIGEST)
    for recipient, facts in db.session.execute(query):
        found.setdefault(recipient, []).extend(json.loads(facts)["numbers"].split())
    return found


@pytest.mark.drill
def test_kill_nine_while_desks_are_told(app: Flask, office: PostOffice) -> None:
    """Each case is told once to everybody on its desk, whenever the worker dies."""
    settings = app.config["PORTAL"]
    environ = {"PORTAL_SMTP_URL": office.url, "PORTAL_TIMEZONE": _noon()}
    worker = Worker(settings.database_url, settings.instance, environ)
    dice, kills = random.Random(11), bounded(6, 20)
    unit, on = make_unit(), today(ZoneInfo(_noon()))
    people = [f"meja{n}@contoh.go.id" for n in range(MAILS_PER_KILL)]
    for address in people:
        make_person((Role.HANDLER, unit), email=address)
    numbers = {make_case(unit, on).number}
    assert worker.once() == 0, worker.log
    windows: list[set[str]] = []
    for _kill in range(kills):
        _an_hour_later(numbers, unit, on)
        # The letters of the round before are sent, then the desks are told of the new case.
        _kill_at(worker, office, dice.uniform(0.0, DELAY * 20))
        time.sleep(DELAY * 2)
        windows.append(set(office.handles()) & unsent())
        assert len(windows[-1]) <= 1
        _an_hour_later(numbers, unit, on)
        assert worker.once() == 0, worker.log
    let_claims_end()
    while unsent():
        assert worker.once() == 0, worker.log
        let_claims_end()
    told = _told()
    assert set(told) == set(people)
    for address, found in told.items():
        assert sorted(found) == sorted(numbers), address
    arrived = office.handles()
    twice = {handle for handle in arrived if arrived.count(handle) > 1}
    assert twice <= set().union(*windows)
    print(f"{kills} kills, {len(numbers)} cases, {len(people)} desks: each told once")
