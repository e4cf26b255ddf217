"""Of several workers one runs a job; a silent worker is seen."""

import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from portal.authority import RESIDENT, operator
from portal.clock import now
from portal.database import db
from portal.errors import NotAllowed
from portal.jobs.commands import begin_job, end_job
from portal.jobs.queries import HEARTBEAT, is_silent, jobs, last_heartbeat
from portal.jobs.rules.due import When

ACTOR, ZONE = operator("uji"), ZoneInfo("Asia/Jakarta")
NIGHTLY = When(time(1, 30))
NIGHT = datetime(2026, 11, 1, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def begin(at: datetime, when: When = NIGHTLY, name: str = "rilis") -> int | None:
    return begin_job(ACTOR, name=name, when=when, at=at, zone=ZONE)


def test_a_night_is_run_once_and_a_missed_one_is_made_up(app: Flask) -> None:
    first = begin(NIGHT)
    assert first == 1
    assert begin(NIGHT + timedelta(minutes=1)) is None
    end_job(ACTOR, name="rilis", begun=first, at=NIGHT + timedelta(minutes=2))
    assert begin(NIGHT + timedelta(hours=20)) is None
    assert begin(NIGHT + 3 * DAY + timedelta(hours=9)) == 2


def test_a_run_that_died_is_begun_again_and_its_late_end_is_ignored(app: Flask) -> None:
    first = begin(NIGHT)
    second = begin(NIGHT + NIGHTLY.patience)
    assert (first, second) == (1, 2)
    end_job(ACTOR, name="rilis", begun=1, at=NIGHT, failure="mati")
    (job,) = jobs()
    assert (job.last.finished_at, job.last.failure) == (None, "")


def test_a_failure_is_kept_and_made_good(app: Flask) -> None:
    assert begin(NIGHT) == 1
    end_job(ACTOR, name="rilis", begun=1, at=NIGHT, failure="x" * 300)
    db.session.rollback()
    (job,) = jobs()
    assert job.last.failure == "x" * 200
    assert begin(NIGHT + timedelta(minutes=9)) is None
    assert begin(NIGHT + timedelta(minutes=10)) == 2


def test_of_many_at_once_one_begins(app: Flask) -> None:
    """Also on a database where no job ever ran: the others are refused by the key."""
    begun: list[int] = []
    gate = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            gate.wait()
            try:
                number = begin(NIGHT)
            except Exception as error:
                assert type(error).__name__ == "IntegrityError"  # noqa: PT017
                return
            if number is not None:
                begun.append(number)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert begun == [1]


def test_a_worker_that_is_not_running_is_seen(app: Flask) -> None:
    asked = app.test_client()
    assert last_heartbeat() is None
    assert asked.get("/readyz").json["queue"] == "no worker has run"
    assert begin(now(), When(), HEARTBEAT) == 1
    assert asked.get("/readyz").json == {
        "status": "ready",
        "database": "ok",
        "migrations": "ok",
        "limiter": "ok",
        "queue": "ok",
    }
    end_job(ACTOR, name=HEARTBEAT, begun=1, at=now())
    heartbeat = last_heartbeat()
    assert not is_silent(heartbeat, now() + timedelta(minutes=5, seconds=-1))
    assert is_silent(heartbeat, now() + timedelta(minutes=5, seconds=1))


def test_a_silent_worker_degrades_and_does_not_stop_the_portal(app: Flask) -> None:
    begin(now() - timedelta(minutes=6), When(), HEARTBEAT)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json["status"] == "degraded"
    assert answer.json["queue"].startswith("no worker since 20")


def test_nobody_else_begins_a_job(sqlite_app: Flask) -> None:
    with pytest.raises(NotAllowed):
        begin_job(RESIDENT, name="rilis", when=NIGHTLY, at=NIGHT, zone=ZONE)
