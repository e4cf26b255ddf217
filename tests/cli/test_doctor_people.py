"""`portal doctor` names what waits for people, and what was forgotten at the installation."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from flask import Flask

from portal.accounts.hashing import hashed
from portal.accounts.models import ApiToken
from portal.authority import Role
from portal.clock import now, today
from portal.database import db
from portal.feedback.models import ClosedMonth
from portal.jobs.models import JobRun
from portal.organisation.models import Holiday
from portal.web.limits import settings
from tests.cli.conftest import Portal
from tests.conftest import make_app
from tests.factories import make_counter, make_duty, make_officer, make_rating, make_unit
from tests.notifications.post_office import PASSWORD, USER, knows_password, open_post_office
from tests.staff import make_person

FEW, MANY = date(2026, 11, 5), date(2026, 11, 20)


@pytest.fixture
def inside(database_url: str, instance: Path) -> Iterator[Flask]:
    app = make_app(database_url, instance)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _said(portal: Portal, what: str, *options: str, **chosen: str) -> str:
    """The line of a check and its remedy; nothing where the check says nothing."""
    db.session.remove()
    lines = portal("doctor", *options, **chosen).output.splitlines()
    place = next((number for number, line in enumerate(lines) if f" {what}: " in line), None)
    return "" if place is None else " ".join(lines[place : place + 2])


def test_administrators_and_second_factors(
    portal: Portal, inside: Flask, database_url: str
) -> None:
    unit, word = make_unit(), hashed("kursi biru di teras")
    make_person((Role.ADMINISTRATOR, unit))  # invited, no password yet
    assert "belum ada yang dapat masuk" in _said(portal, "Administrator", database_url=database_url)
    make_person((Role.ADMINISTRATOR, unit), password=word, totp=None)
    make_person((Role.HANDLER, unit), password=word, totp=None)
    make_person((Role.ADMINISTRATOR, unit), password=word, totp=None, disabled_on=date(2026, 1, 1))
    assert "hanya satu orang" in _said(portal, "Administrator", database_url=database_url)
    assert "1 orang wajib" in _said(portal, "Faktor kedua", database_url=database_url)
    everyone = {"database_url": database_url, "second_factor": "everyone"}
    assert "2 orang wajib" in _said(portal, "Faktor kedua", **everyone)
    make_person((Role.ADMINISTRATOR, unit), password=word)
    assert "2 orang" in _said(portal, "Administrator", database_url=database_url)
    optional = {"database_url": database_url, "second_factor": "optional"}
    assert "terpasang" in _said(portal, "Faktor kedua", **optional)


def test_tokens_that_end_soon_by_name(portal: Portal, inside: Flask, database_url: str) -> None:
    unit, day = make_unit(), today(settings().timezone)
    person = make_person((Role.ADMINISTRATOR, unit))
    for number, (name, days, revoked) in enumerate(
        [("Dasbor", 13, None), ("Lama", 60, None), ("Dicabut", 3, now()), ("Lewat", -1, None)]
    ):
        facts = {"scopes": "indicators:read", "unit_id": unit.id, "created_by": person.id}
        ends = {"created_on": day - timedelta(days=20), "expires_on": day + timedelta(days=days)}
        keys = {"handle": f"t{number}", "digest": os.urandom(32), "revoked_at": revoked}
        db.session.add(ApiToken(name=name, **facts, **ends, **keys))
    db.session.commit()
    line = _said(portal, "Token API", database_url=database_url)
    assert "Dasbor" in line
    assert not any(name in line for name in ("Lama", "Dicabut", "Lewat"))


def test_the_calendar_of_this_year_and_from_october_of_the_next(
    portal: Portal, inside: Flask, database_url: str
) -> None:
    def line(day: str) -> str:
        with time_machine.travel(f"{day}T03:00:00+00:00", tick=False):
            return _said(portal, "Kalender", database_url=database_url)

    assert "hari libur 2026 belum ada" in line("2026-09-30")
    db.session.add(Holiday(on_date=date(2026, 8, 17), kind="libur_nasional", name="Kemerdekaan"))
    db.session.commit()
    assert "ada sampai 2026" in line("2026-09-30")
    assert "hari libur 2027 belum ada" in line("2026-10-01")


def test_counters_without_anybody_on_duty(portal: Portal, inside: Flask, database_url: str) -> None:
    unit, day = make_unit(), today(settings().timezone)
    planned, _code = make_counter(unit)
    make_counter(unit)
    make_counter(unit, closed_on=date(2026, 1, 1))
    assert _said(portal, "Jadwal", database_url=database_url) == "", "no roster is kept"
    make_duty(make_officer(unit), planned, day + timedelta(days=2))
    db.session.commit()
    assert "1 loket tanpa petugas" in _said(portal, "Jadwal", database_url=database_url)


@pytest.mark.parametrize(("day", "is_told"), [(FEW, False), (MANY, True)])
def test_a_month_that_should_be_closed(
    portal: Portal, inside: Flask, database_url: str, day: date, is_told: bool
) -> None:
    counter, _code = make_counter(make_unit())
    make_rating(counter, date(2026, 10, 5))
    make_rating(counter, date(2026, 11, 2))
    db.session.commit()
    with time_machine.travel(f"{day}T03:00:00+00:00", tick=False):
        line = _said(portal, "Bulan terbuka", database_url=database_url)
        assert ("2026-10 belum ditutup" in line) is is_told
        db.session.add(ClosedMonth(month="2026-10"))
        db.session.commit()
        assert _said(portal, "Bulan terbuka", database_url=database_url) == ""


@pytest.mark.parametrize(("hours", "is_good"), [(30, True), (40, False)])
def test_a_release_that_did_not_come(
    portal: Portal, inside: Flask, database_url: str, hours: int, is_good: bool
) -> None:
    make_rating(make_counter(make_unit())[0], today(settings().timezone))
    at = now() - timedelta(hours=hours)
    ran = {"slot": at, "started_at": at, "finished_at": at, "failure": "", "begun": 1}
    db.session.add(JobRun(name="release_open_months", **ran))
    db.session.commit()
    line = _said(portal, "Rilis malam", database_url=database_url)
    assert ("baik" in line) is is_good
    assert ("portal worker" in line) is not is_good


def test_backups_are_noted_and_looked_after(
    portal: Portal, sqlite_url: str, tmp_path: Path
) -> None:
    def line() -> str:
        lines = portal("doctor", database_url=sqlite_url).output.splitlines()
        place = next(number for number, line in enumerate(lines) if " Cadangan: " in line)
        return " ".join(lines[place : place + 2])

    assert "belum pernah dibuat" in line()
    file = tmp_path / "malam.zip"
    assert portal("backup", str(file), database_url=sqlite_url).exit_code == 0
    assert line().split()[0] == "baik"
    for hours, mark in ((40, "PERHATIAN"), (200, "SALAH")):
        with time_machine.travel(now() + timedelta(hours=hours), tick=False):
            assert line().split()[0] == mark
    file.write_bytes(file.read_bytes()[:-1])
    assert "panjangnya berubah" in line()
    file.unlink()
    assert line().split()[0] == "baik", "it was taken to another machine"


@pytest.mark.parametrize(
    ("what", "chosen", "words"),
    [
        ("Alamat portal", {}, "hanya mesin ini"),
        ("Alamat portal", {"base_url": "http://suara.example"}, "SALAH"),
        ("Alamat portal", {"base_url": "https://suara.example"}, "PORTAL_TRUSTED_PROXIES=1"),
        (
            "Alamat portal",
            {"base_url": "https://suara.example", "trusted_proxies": "1"},
            "baik      Alamat portal: https://suara.example",
        ),
        ("Kontak", {}, "PORTAL_CONTACT"),
        ("Pengirim surat", {"smtp_url": "smtp://127.0.0.1"}, "PORTAL_MAIL_FROM"),
    ],
)
def test_settings_that_were_forgotten(
    portal: Portal, what: str, chosen: dict[str, str], words: str
) -> None:
    lines = portal("doctor", **chosen).output.splitlines()
    place = next(number for number, line in enumerate(lines) if f" {what}: " in line)
    assert words in " ".join(lines[place : place + 2])


def test_the_mail_server_is_asked_only_when_told_to(portal: Portal) -> None:
    with open_post_office(
        authenticator=knows_password, auth_require_tls=False, auth_required=True
    ) as office:
        for password, words in ((PASSWORD, "menjawab dan menerima"), ("keliru", "SALAH")):
            url = f"smtp://{quote(USER)}:{quote(password, safe='')}@127.0.0.1:{office.port}"
            assert "Server surel" not in portal("doctor", smtp_url=url).output
            found = portal("doctor", "--probe", smtp_url=url)
            line = next(one for one in found.output.splitlines() if "Server surel" in one)
            assert words in line
            assert password not in found.output
        assert office.arrived == []
    found = portal("doctor", "--probe", smtp_url=url)
    assert "tidak menerima: ConnectionRefusedError" in found.output


def test_desks_that_nobody_reads(portal: Portal, inside: Flask, database_url: str) -> None:
    """A complaint about an officer lies on the coordinator's desk, one about money on another."""
    unit, word = make_unit(), hashed("kursi biru di teras")
    make_person((Role.COORDINATOR, unit))  # invited, no password yet
    said = _said(portal, "Meja pengaduan", database_url=database_url)
    assert "Koordinator Pengaduan dan Inspektorat" in said
    make_person((Role.COORDINATOR, unit), password=word)
    said = _said(portal, "Meja pengaduan", database_url=database_url)
    assert "sebagai Inspektorat" in said
    make_person((Role.INSPECTOR, unit), password=word)
    said = _said(portal, "Meja pengaduan", database_url=database_url)
    assert "ada koordinator dan inspektorat" in said
