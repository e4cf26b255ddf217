"""`portal worker` as the operator runs it: once, for long, ended, and without Redis or a server."""

import json
import signal
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.clock import now
from portal.database import db
from portal.jobs.queries import HEARTBEAT, jobs
from portal.worker.consuming import QUEUE_FILE, queue
from portal.worker.schedule import SCHEDULE
from tests.conftest import SECRETS, make_app
from tests.faults.conftest import bounded
from tests.notifications.mails import LINK, reset_mail, stored
from tests.notifications.post_office import PostOffice, open_post_office
from tests.worker.worker_process import Worker, until


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def worker(app: Flask, office: PostOffice) -> Iterator[Worker]:
    settings = app.config["PORTAL"]
    worker = Worker(settings.database_url, settings.instance, {"PORTAL_SMTP_URL": office.url})
    yield worker
    if worker.process is not None:
        worker.end(signal.SIGKILL)


def test_once_does_all_that_is_due_and_leaves(worker: Worker, office: PostOffice) -> None:
    handle = reset_mail()
    assert worker.once() == 0, worker.log
    assert office.handles() == [handle]
    assert {job.name for job in jobs()} == {line.name for line in SCHEDULE}
    assert all(job.last.finished_at for job in jobs())


def test_once_says_that_a_job_failed(worker: Worker) -> None:
    worker.settings["PORTAL_SMTP_URL"] = "smtp://127.0.0.1:porta"
    assert worker.once() == 1
    assert "1 pekerjaan gagal" in worker.log


def test_it_works_until_sigterm_and_leaves_no_secret_behind(
    worker: Worker, office: PostOffice, app: Flask
) -> None:
    """T8: the link is in the mail and nowhere else: no log, no queue, no database."""
    handle = reset_mail()
    worker.start()
    until(lambda: stored(handle).sent_at is not None, what=worker.log)
    assert worker.end() == 0, worker.log
    assert LINK in office.arrived[0].get_content()
    events = [json.loads(line) for line in worker.log.splitlines()]
    assert [event["event"] for event in events] == ["worker_started", "worker_ended"]
    assert found_in(Path(app.instance_path), (LINK, LINK.rpartition("/")[2])) == []
    assert "budi" not in worker.log
    assert not any("budi" in str(job) for job in jobs())


def found_in(folder: Path, canaries: tuple[str, ...]) -> list[str]:
    """The files (database, WAL, queue, logs) that hold one of the texts."""
    contents = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert "worker.log" in contents
    assert QUEUE_FILE in contents
    return [name for name, raw in contents.items() if any(c.encode() in raw for c in canaries)]


def test_sigterm_finishes_the_mail_in_hand_and_begins_no_other(
    worker: Worker, office: PostOffice
) -> None:
    handles = [reset_mail(f"orang{number}@contoh.go.id") for number in range(20)]
    office.delay = 0.5
    worker.start()
    until(lambda: len(office.arrived) >= 2, what=worker.log)
    assert worker.end() == 0
    sent = [handle for handle in handles if stored(handle).sent_at is not None]
    assert sorted(sent) == sorted(office.handles())
    assert len(sent) < 20
    assert all(stored(handle).claimed_until is None for handle in handles)


def test_a_second_worker_does_nothing_twice(worker: Worker, office: PostOffice) -> None:
    handles = [reset_mail(f"orang{number}@contoh.go.id") for number in range(20)]
    office.delay = 0.05
    other = Worker(worker.database_url, worker.instance, worker.settings)
    worker.start()
    other.start()
    try:
        until(lambda: len(office.arrived) == 20, what=worker.log)
    finally:
        other.end()
    assert sorted(office.handles()) == sorted(handles)


def test_the_queue_is_private_and_believes_only_its_own_key(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = make_app(sqlite_url, tmp_path).config["PORTAL"]
    mine, theirs = queue(settings, SECRETS.vault_key), queue(settings, "ab" * 32)
    assert stat.S_IMODE((tmp_path / QUEUE_FILE).stat().st_mode) == 0o600
    signed = mine.serializer.serialize(("send_mail",))
    assert mine.serializer.deserialize(signed) == ("send_mail",)
    with pytest.raises(ValueError, match="mismatch"):
        theirs.serializer.deserialize(signed)
    mode = sqlite3.connect(tmp_path / QUEUE_FILE).execute("PRAGMA journal_mode").fetchone()[0]
    assert mode != "wal", "the standard library's SQLite may corrupt a WAL file"


@pytest.mark.redis
def test_with_redis_as_the_queue(worker: Worker, office: PostOffice, redis_url: str) -> None:
    worker.settings["PORTAL_REDIS_URL"] = redis_url
    handle = reset_mail()
    worker.start()
    until(lambda: stored(handle).sent_at is not None, what=worker.log)
    assert worker.end() == 0, worker.log
    assert not (worker.instance / QUEUE_FILE).exists()


def _jobs_now() -> tuple[Any, ...]:
    """As committed now: on SQLite a transaction goes on seeing what it saw first."""
    db.session.rollback()
    return tuple(jobs())


@pytest.mark.drill
def test_the_clock_strikes_each_minute(worker: Worker, office: PostOffice) -> None:
    """What is put in later goes at the next minute, and the heartbeat moves on."""
    worker.start()
    until(lambda: any(job.name == HEARTBEAT for job in _jobs_now()), what=worker.log)
    for _minute in range(bounded(1, 3)):
        began, handle = now(), reset_mail()
        until(lambda wanted=handle: stored(wanted).sent_at is not None, seconds=75, what=worker.log)
        assert stored(handle).sent_at - began < timedelta(seconds=70)
    latest = max(job.last.started_at for job in _jobs_now())
    assert latest > datetime.now(UTC) - timedelta(seconds=75)
    assert worker.end() == 0
