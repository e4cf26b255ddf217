"""What happens each minute and each night, run as the worker runs it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from structlog.testing import capture_logs

from portal.accounts.models import FailedSignIn, OneTimeLink, StaffSession
from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.authority import Role
from portal.clock import now
from portal.database import db
from portal.indicators.models import LiveFigure, ReleaseNight
from portal.jobs.queries import HEARTBEAT, jobs
from portal.notifications.models import Message
from portal.worker.duties import Workplace
from portal.worker.running import run_due_lines, run_line
from portal.worker.schedule import SCHEDULE, Line
from tests.conftest import SECRETS, make_app
from tests.factories import make_unit
from tests.indicators.town import make_ratings, make_town
from tests.notifications.mails import LINK, month_mail, reset_mail, stored
from tests.notifications.post_office import PostOffice, open_post_office
from tests.staff import make_person, make_session

LINES = {line.name: line for line in SCHEDULE}
NOVEMBER = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)  # nine o'clock in Jakarta


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def town_app(database_url: str, tmp_path: Path, office: PostOffice) -> Iterator[Flask]:
    """An installation that knows a mail server."""
    app = make_app(database_url, tmp_path, smtp_url=office.url, base_url="https://x.example")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def place(app: Flask) -> Workplace:
    return Workplace(app.config["PORTAL"], SECRETS.vault_key)


def actions() -> list[tuple[str, str, str]]:
    db.session.rollback()
    query = sa.select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject)
    return [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.sequence))]


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_every_open_month_is_released_and_a_second_run_changes_nothing(town_app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 300, 3)
    make_ratings(town, "2026-11", 300, 4)
    with time_machine.travel(NOVEMBER):
        assert run_line(LINES["release_open_months"], place(town_app))
        figures, nights = count(LiveFigure), count(ReleaseNight)
        released = [one for one in actions() if one[1] == "release_month"]
        assert released == [
            ("worker", "release_month", "month:2026-10"),
            ("worker", "release_month", "month:2026-11"),
        ]
        assert figures > 0
        assert run_line(LINES["release_open_months"], place(town_app))
        assert (count(LiveFigure), count(ReleaseNight)) == (figures, nights)
        assert len(actions()) == 2, "the night has been run: it is not due again"
    assert verify_chain().faults == ()


def evaluator(**facts: object) -> str:
    unit = make_unit()
    return make_person((Role.SURVEY_EVALUATOR, unit), **facts).handle


def test_evaluators_are_told_once_that_a_month_can_be_closed(
    town_app: Flask, office: PostOffice
) -> None:
    make_ratings(make_town(), "2026-10", 40, 3)
    evaluator(email="sari@contoh.go.id", name="Sari")
    evaluator(email="tono@contoh.go.id", name="Tono", disabled_on=NOVEMBER.date())
    evaluator(email=None)
    make_person((Role.UNIT_HEAD, make_unit()), email="kepala@contoh.go.id")
    with time_machine.travel(NOVEMBER - timedelta(days=2)):
        assert run_line(LINES["tell_of_ready_month"], place(town_app))
        assert count(Message) == 0, "on the first of November it is too early"
    for day in range(3):
        with time_machine.travel(NOVEMBER + timedelta(days=day)):
            assert run_line(LINES["tell_of_ready_month"], place(town_app))
            assert run_line(LINES[HEARTBEAT], place(town_app))
    assert office.recipients == ["sari@contoh.go.id"]
    assert office.arrived[0]["Subject"] == "Oktober 2026 dapat ditutup"
    assert "https://x.example/results/closing" in office.arrived[0].get_content()
    assert actions() == [("worker", "month_ready_told", "month:2026-10")]


def test_what_is_over_is_forgotten_and_what_lives_stays(town_app: Flask) -> None:
    at = now()
    person = make_person()
    make_session(person)
    make_session(person, started_at=at - timedelta(hours=13), seen_at=at)
    facts = {"person_id": person.id, "kind": "reset"}
    db.session.add(OneTimeLink(digest=b"1" * 32, expires_at=at + timedelta(hours=1), **facts))
    db.session.add(OneTimeLink(digest=b"2" * 32, expires_at=at - timedelta(days=30), **facts))
    db.session.add(FailedSignIn(key=b"1" * 16, failures=5, since=at))
    db.session.add(FailedSignIn(key=b"2" * 16, failures=5, since=at - timedelta(days=9)))
    db.session.commit()
    old, young = reset_mail(at=at - timedelta(days=100)), month_mail()
    assert young is not None
    assert run_line(LINES[HEARTBEAT], place(town_app)), "gives the old one up, sends the young"
    assert run_line(LINES["forget"], place(town_app))
    assert (count(StaffSession), count(OneTimeLink), count(FailedSignIn)) == (1, 1, 1)
    assert stored(old).given_up_at is not None
    with time_machine.travel(at + timedelta(days=91)):
        assert run_line(LINES["forget"], place(town_app))
    assert count(Message) == 0
    assert actions() == []


def test_without_a_server_mails_wait_and_are_given_up_in_time(app: Flask) -> None:
    handle, at = reset_mail(), now()
    assert run_line(LINES[HEARTBEAT], place(app))
    assert (stored(handle).attempts, stored(handle).given_up_at) == (0, None)
    with time_machine.travel(at + timedelta(days=2)):
        assert run_line(LINES[HEARTBEAT], place(app))
    assert stored(handle).given_up_at is not None


def test_a_failing_job_is_noted_and_logged_by_its_kind_only(sqlite_app: Flask) -> None:
    def break_down(_at: Workplace) -> None:
        raise RuntimeError(f"gagal pada {LINK} budi@contoh.go.id")

    line = Line("forget", LINES["forget"].when, break_down)
    with capture_logs() as said:
        assert not run_line(line, place(sqlite_app))
    (job,) = jobs()
    assert job.last.failure == "RuntimeError"
    assert said == [
        {"event": "job_failed", "where": "forget", "error": "RuntimeError", "log_level": "error"}
    ]


def test_one_failure_does_not_stop_the_others(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail server setting that cannot be read fails the mails; all else is done."""
    bad = make_app(sqlite_app.config["PORTAL"].database_url, Path(sqlite_app.instance_path))
    settings = bad.config["PORTAL"]
    object.__setattr__(settings, "smtp_url", "smtp://127.0.0.1:bukan")
    assert run_due_lines(Workplace(settings, SECRETS.vault_key)) == 1
    failures = {job.name: job.last.failure for job in jobs()}
    assert failures == {name: "ValueError" if name == HEARTBEAT else "" for name in LINES}


def test_the_schedule_names_each_job_once() -> None:
    assert len(LINES) == len(SCHEDULE)
    assert SCHEDULE[0].name == HEARTBEAT
    assert all(len(name) <= 40 for name in LINES)
