"""The people behind the counter, on both databases: from a poster to the evidence and its proof."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.demonstrated import copied, token_of
from tests.journeys import town as told
from tests.journeys.town import MONTH, UNIT, Town

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds the demonstration, once


@pytest.fixture
def town(database_url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(copied(tmp_path_factory, tmp_path, url=database_url), tmp_path)


@pytest.fixture
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    return token_of(tmp_path_factory)


def _rate_and_release(town: Town, address: str) -> None:
    """Nine residents stay invisible, the tenth makes all ten visible after the next night."""
    unit = f"/results/{UNIT}?bulan={MONTH}"
    with told.at(told.SATURDAY), town.open() as app:
        head = told.at_work(app, "kepala")
        before = told.answers_of(head.open(unit), told.COUNTER)
        for _ in range(told.RESIDENTS - 1):
            told.rate(told.Visitor(app), address, "Ratna")
        town.portal("release", MONTH)
        assert told.answers_of(head.open(unit), told.COUNTER) == before
        told.rate(told.Visitor(app), address, "Ratna")
        assert told.answers_of(head.open(unit), told.COUNTER) == before
    with told.at(told.NIGHT), town.open() as app:
        town.portal("release", MONTH)
        page = told.at_work(app, "kepala").open(unit)
        assert told.answers_of(page, told.COUNTER) == before + told.RESIDENTS


def _close_and_revise(town: Town) -> str:
    """The evaluator enrols a second factor, closes, revises; the index of the newest revision."""
    with told.at(told.CLOSING_DAY), town.open() as app:
        evaluator = told.at_work(app, "organisasi")
        secret = told.enrol(evaluator)
        closed = told.close_month(evaluator)
        assert "ditutup" in closed.text
        revised = told.revise_month(evaluator, told.next_code(secret))
        assert "Revisi 2 tersimpan" in revised.text
        page = told.at_work(app, "kepala").open(f"/results/{UNIT}?bulan={MONTH}")
        return told.index_of(page)


def _sheet_is_genuine(town: Town) -> None:
    """The officer prints the own sheet; anybody checks it, and sees no name."""
    with told.at(told.CLOSING_DAY), town.open() as app:
        officer = told.at_work(app, "petugas")
        page = officer.open(f"/me?bulan={MONTH}")
        sheet = told.file_of(officer, page, ".pdf")
        (address,) = {
            code for code in told.printed_codes(sheet, town.folder) if "/verifikasi/" in code
        }
        shown = told.Visitor(app).open(urlsplit(address).path)
        assert "Asli" in shown.text
        assert "Revisi: 2" in shown.text
        assert "Ratna" not in shown.text


def _program_pulls(town: Town, token: str, index: str) -> None:
    """The same number over the API; nothing is sent twice."""
    path = f"/api/v1/indicators?month={MONTH}&unit={UNIT}&subject=unit"
    with told.at(told.CLOSING_DAY), town.open() as app:
        status, content, tag = told.pulled(app, path, token)
        assert status == 200
        unit = next(one for one in _items(content) if one["subject"]["code"] == UNIT)
        assert f"{float(unit['index']):.2f}".replace(".", ",") == index
        assert unit["revision"] == 2
        again = told.pulled(app, path, token, **{"If-None-Match": tag})
        assert again == (304, None, tag)


def _items(content: object) -> list[dict]:  # type: ignore[type-arg]  # as JSON has it
    assert isinstance(content, dict)
    return next(value for value in content.values() if isinstance(value, list))


def test_from_the_poster_to_the_proof(town: Town, token: str) -> None:
    with told.at(told.SATURDAY), town.open() as app:
        admin = told.at_work(app, "admin")
        told.import_roster(admin, *told.changed_roster(town))
        address = told.poster_address(admin, town.folder)
    assert urlsplit(address).path == "/l/7K3M9X"
    _rate_and_release(town, address)
    index = _close_and_revise(town)
    _sheet_is_genuine(town)
    _program_pulls(town, token, index)
    assert "Utuh" in town.portal("audit", "verify").output
    number = told.alter_one_byte(town.settings.database_url)
    refused = town.portal("audit", "verify", status=1)
    assert str(number) in refused.stderr
