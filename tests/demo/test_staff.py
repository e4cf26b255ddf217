"""The staff of the demonstration: one sign-in per role, and what each of them has done."""

import json
from pathlib import Path

import pytest

from portal.accounts.rules.passwords import weakness
from portal.accounts.rules.pins import is_easy, is_pin
from portal.app import create_app
from portal.authority import Role
from portal.database import db
from portal.demo.folder import SIGNINS, write_signins
from portal.demo.signins import ACCOUNTS, PASSWORD, PIN, SHOWN
from portal.demo.told import CONTESTED, TARGETS
from portal.feedback.rules.serial import parse_serial
from portal.web.demonstration import FILE, demonstration_signins
from tests.demo.conftest import TODAY, Demonstration
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds it, once

ROLES = set(Role) - {Role.OPERATOR}


def test_every_role_is_shown_once_and_a_handler_above_the_units_too() -> None:
    roles = [account.role for account in SHOWN]
    assert sorted(roles) == sorted((*ROLES, Role.HANDLER))
    assert {one.unit for one in SHOWN if one.role is Role.HANDLER} == {"KEL-PASIR", "SR"}
    assert len({account.login for account in ACCOUNTS}) == len(ACCOUNTS)


def test_password_and_pin_obey_the_rules_of_the_house() -> None:
    assert all(weakness(PASSWORD, known=(one.login,)) is None for one in ACCOUNTS)
    assert is_pin(PIN)
    assert not is_easy(PIN)


def test_the_sign_in_page_reads_what_the_command_wrote(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    write_signins(tmp_path, demonstration.built.signins)
    assert SIGNINS == FILE
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    read = demonstration_signins(tmp_path)
    assert [one.login for one in read] == [account.login for account in SHOWN]
    assert all(one.name and one.role and one.sentence for one in read)


def test_everybody_shown_signs_in_through_the_page(demonstration: Demonstration) -> None:
    settings = demonstration.settings
    write_signins(settings.instance, demonstration.built.signins)
    app = create_app(settings, testing=True)
    with app.app_context():
        for one in demonstration_signins(settings.instance):
            visitor = Visitor(app)
            visitor.client = app.test_client()
            page = visitor.open("/masuk")
            assert one.login in page.text
            home = visitor.send(page, {"login": one.login, "password": one.password})
            assert home.status == 200, home.text
            assert one.role in home.text
        db.session.remove()
        db.engine.dispose()


def test_the_officer_is_the_one_at_the_famous_counter(demonstration: Demonstration) -> None:
    name = demonstration.value(
        "SELECT officer.name FROM person JOIN officer ON officer.id = officer_id"
        " WHERE login = 'petugas'"
    )
    assert str(name).startswith("Ratna Wulandari")


def test_objections_are_open_decided_and_withdrawn(demonstration: Demonstration) -> None:
    rows = demonstration.rows(
        "SELECT month, state, affected FROM objection ORDER BY month, state, handle"
    )
    assert len(rows) == len(CONTESTED)
    assert [(row[0], row[1]) for row in rows] == [
        ("2026-09", "rejected"),
        ("2026-09", "upheld"),
        ("2026-09", "upheld"),
        ("2026-10", "open"),
        ("2026-10", "open"),
        ("2026-10", "withdrawn"),
    ]
    assert [row[2] > 0 for row in rows] == [False, True, True, False, False, False]


def test_targets_stand_in_a_plan(demonstration: Demonstration) -> None:
    rows = demonstration.rows("SELECT document FROM target WHERE indicator = 'index'")
    assert len(rows) == len(TARGETS)
    assert all(row[0].endswith("2026") for row in rows)


def test_looks_tokens_and_pulls_can_be_read(demonstration: Demonstration) -> None:
    roles = demonstration.rows("SELECT DISTINCT role FROM look ORDER BY 1")
    assert [row[0] for row in roles] == ["appraisal_evaluator", "unit_head"]
    tokens = demonstration.rows("SELECT revoked_at IS NULL FROM api_token ORDER BY 1")
    assert [bool(row[0]) for row in tokens] == [False, True]
    assert demonstration.value("SELECT count(*) FROM pull") == 3


def test_mails_wait_because_there_is_no_server(demonstration: Demonstration) -> None:
    waiting = demonstration.rows(
        "SELECT kind, count(*) FROM message WHERE sent_at IS NULL GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(row) for row in waiting] == [
        ("closing_digest", 1),
        ("invitation", len(ACCOUNTS)),
        ("revision_digest", 1),
    ]


def test_answers_are_held_in_the_open_month(demonstration: Demonstration) -> None:
    held = "SELECT count(*) FROM rating WHERE status = 'quarantined' AND month = '2026-11'"
    assert int(str(demonstration.value(held))) > 3


def test_the_token_opens_the_api_with_the_published_numbers(demonstration: Demonstration) -> None:
    app = create_app(demonstration.settings, testing=True)
    bearer = {"Authorization": f"Bearer {demonstration.built.token}"}
    with app.app_context():
        answer = app.test_client().get(
            "/api/v1/indicators?month=2026-10&subject=unit", headers=bearer
        )
        assert answer.status_code == 200
        units = json.loads(answer.data)
        db.session.remove()
        db.engine.dispose()
    assert "DUKCAPIL" in json.dumps(units)


def test_paper_has_serials_and_ten_sheets_wait_to_be_checked(demonstration: Demonstration) -> None:
    sheets = demonstration.rows("SELECT serial FROM paper_entry")
    paper = demonstration.value("SELECT count(*) FROM rating WHERE channel = 'paper'")
    assert len(sheets) == paper
    assert all(str(parse_serial(row[0])) == row[0] for row in sheets)
    drawn = "SELECT count(*) FROM paper_check WHERE month = '2026-11' AND checked_on IS NULL"
    assert demonstration.value(drawn) == 10


def test_officers_have_checked_in_today(demonstration: Demonstration) -> None:
    rows = demonstration.rows("SELECT on_date, ends_at FROM check_in")
    assert len(rows) == 3
    assert {(str(row[0]), row[1]) for row in rows} == {(str(TODAY), None)}
