"""What is told of complaints, as the worker does it, over a real SMTP server on the loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from portal.authority import Role
from portal.complaints.cases import write_step
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.rules.words import Identity, State, Step
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.worker.duties import WORKER, Workplace
from portal.worker.running import run_line
from portal.worker.schedule import SCHEDULE
from tests.complaints.factory import make_case
from tests.conftest import SECRETS, make_app
from tests.factories import make_unit
from tests.notifications.post_office import PostOffice, open_post_office
from tests.staff import make_person

LINES = {line.name: line for line in SCHEDULE}
MORNING = datetime(2026, 11, 4, 2, 0, tzinfo=UTC)  # nine o'clock in Jakarta


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def app(database_url: str, tmp_path: Path, office: PostOffice) -> Iterator[Flask]:
    """An installation that knows a mail server."""
    made = make_app(database_url, tmp_path, smtp_url=office.url, base_url="https://x.example")
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def live(app: Flask, at: datetime) -> None:
    """What the worker does in one minute."""
    workplace = Workplace(app.config["PORTAL"], SECRETS.vault_key)
    with time_machine.travel(at, tick=False):
        for name in ("tell_of_cases", "send_mail"):
            assert run_line(LINES[name], workplace), name
    db.session.rollback()


def test_a_desk_and_an_open_reporter_are_written_to(app: Flask, office: PostOffice) -> None:
    unit = make_unit()
    make_person((Role.LIAISON, unit), name="Ibu Sari", email="sari@contoh.go.id")
    case = make_case(
        unit, MORNING.date(), identity=Identity.TERBUKA, story="Diminta uang rokok.", title="Uang"
    )
    ring = read_keys(KeyPlace(app.config["PORTAL"].instance, SECRETS.vault_key))
    reporter = Reporter(name="Siti Aminah", email="siti@surat.example")
    db.session.add(sealed_identity(ring, case.id, reporter))
    db.session.commit()
    live(app, MORNING)
    case.state = State.ANSWERED
    write_step(case, Step.ANSWERED, actor=WORKER, on=MORNING.date())
    db.session.commit()
    live(app, MORNING + timedelta(minutes=10))
    assert office.recipients == ["sari@contoh.go.id", "siti@surat.example"]
    to_desk, to_reporter = (mail.get_content() for mail in office.arrived)
    assert f"https://x.example/desk/complaints/{case.number}" in to_desk
    assert "https://x.example/lacak" in to_reporter
    assert case.number not in to_reporter
    for mail in office.arrived:
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["X-Auto-Response-Suppress"] == "All"
        for word in ("rokok", "Uang", "Siti", "Aminah"):
            assert word not in mail.as_string()


def test_a_round_is_each_ten_minutes(app: Flask, office: PostOffice) -> None:
    unit = make_unit()
    make_person((Role.LIAISON, unit), email="sari@contoh.go.id")
    for minute in range(0, 60, 5):
        make_case(unit, MORNING.date())
        live(app, MORNING + timedelta(minutes=minute))
    assert office.recipients == ["sari@contoh.go.id"]
    live(app, MORNING + timedelta(minutes=60))
    assert len(office.recipients) == 2
