"""T5, a stolen token: scope × subtree, revocation read at each request, its text nowhere."""

import logging
import threading
import zipfile
from itertools import product
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import ApiToken
from portal.accounts.tokens import revoke_token
from portal.authority import Role, Scope
from portal.backup.dump import write_backup
from portal.database import db
from tests.conftest import make_app
from tests.factories import make_unit
from tests.staff import actor_of, make_person, staff
from tests.web.api.programs import OCTOBER, Program, closed_town, new_token

INDICATORS, APPRAISALS = {Scope.INDICATORS_READ}, {Scope.APPRAISALS_READ}
BOTH = INDICATORS | APPRAISALS
ADDRESSES = {
    f"indicators?month={OCTOBER}": INDICATORS,
    f"indicators?month={OCTOBER}&subject=counter": INDICATORS,
    f"indicators?month={OCTOBER}&subject=service": INDICATORS,
    f"indicators?month={OCTOBER}&subject=officer": BOTH,
    f"appraisals?month={OCTOBER}": APPRAISALS,
    "units": set(),
    "counters": set(),
    "services": set(),
}
REACH = {
    "PEMDA": {"PEMDA", "DUK", "DESA1", "DESA2", "PUS"},
    "DUK": {"DUK", "DESA1", "DESA2"},
    "DESA1": {"DESA1"},
    "PUS": {"PUS"},
}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path):  # type: ignore[no-untyped-def]
    app = make_app(sqlite_url, tmp_path, trial_months=0)
    with app.app_context():
        yield app


def _unit_of(one: dict) -> str:  # type: ignore[type-arg]
    """The code of the unit an object speaks of, by the names the town gives."""
    if "nip" in one:
        return str(one["unit"]["code"])
    subject = one.get("subject")
    if subject is None:
        return str(one.get("unit") or one["code"])
    if subject["type"] == "officer":
        return str(subject["name"].split()[1])
    return str(subject["code"].split("/")[0].removeprefix("S-").rsplit("-", 1)[0])


def test_scope_by_subtree(app: Flask) -> None:
    """Each cell: what the scopes do not allow is 403, and nothing of another unit is ever told."""
    town = closed_town()
    cells = 0
    for scopes, unit in product((INDICATORS, APPRAISALS, BOTH), REACH):
        program = Program(app, new_token(town, frozenset(scopes), unit=unit))
        for address, needed in ADDRESSES.items():
            cells += 1
            if not needed <= scopes:
                assert program.ask(address).status_code == 403, (address, scopes)
                continue
            told = {_unit_of(one) for one in program.items(address)}
            assert told, (address, scopes, unit)
            assert told <= REACH[unit], (address, scopes, unit)
        for other in REACH.keys() - REACH[unit]:
            if scopes >= INDICATORS:
                asked = program.ask(f"indicators?month={OCTOBER}&unit={other}")
                assert asked.status_code == 404, "not yours is not there"
    assert cells == 96


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_a_session_opens_no_address_of_the_api(app: Flask, role: Role) -> None:
    """Whatever somebody may do in the browser: the API asks for a token, pages for a session."""
    unit = make_unit("PEMDA")
    browser = staff(app, role, unit)
    for address in ADDRESSES:
        assert browser.client.get(f"/api/v1/{address}").status_code == 401


def test_a_token_opens_no_page(app: Flask) -> None:
    program = Program(app, new_token(closed_town(60)))
    client = app.test_client(use_cookies=False)
    for page in ("/admin/tokens", "/results/pulls"):
        response = client.get(page, headers={"Authorization": f"Bearer {program.token}"})
        assert response.status_code in (302, 303)


def test_after_revocation_no_request_started_later_succeeds(app: Flask) -> None:
    town = closed_town(60)
    token = new_token(town)
    handle = db.session.execute(sa.select(ApiToken.handle)).scalar_one()
    administrator = actor_of(make_person((Role.ADMINISTRATOR, town.units[0])))
    db.session.remove()
    revoked, stop = threading.Event(), threading.Event()
    answers: list[tuple[bool, int]] = []

    def ask() -> None:
        program = Program(app, token)
        while not stop.is_set():
            began_after = revoked.is_set()
            answers.append((began_after, program.ask("units?limit=1").status_code))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(answers) < 20:
        stop.wait(0.01)
    revoke_token(administrator, handle=handle)
    revoked.set()
    before = len(answers)
    while len(answers) < before + 40:
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert {status for after, status in answers if not after} <= {200, 401, 429}
    assert 200 in {status for _after, status in answers}
    assert {status for after, status in answers if after} <= {401, 429}


def test_the_text_of_a_token_is_nowhere(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    token = new_token(closed_town(60))
    program = Program(app, token)
    for address in (*ADDRESSES, "tidak-ada", "units?limit=x"):
        program.ask(address)
    db.session.remove()
    backup = tmp_path / "cadangan.zip"
    write_backup(str(db.engine.url), backup)
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(tmp_path / "dibuka")
    secret = token.removeprefix("sl_")
    assert secret not in "".join(capfd.readouterr()) + caplog.text
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.startswith("portal.db") for path in files)
    assert len(files) > 10, "the backup was opened"
    for path in files:
        assert secret.encode() not in path.read_bytes(), path.name
