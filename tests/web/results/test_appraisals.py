"""The evidence per officer on pages: list, search by NIP, record, files; who sees what."""

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.models import AppraisalRecord, Look
from portal.audit.models import AuditEntry
from portal.authority import Role, operator
from portal.database import db
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Officer
from tests.conftest import make_app
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import Staff, staff

ACTOR = operator("uji")
OCTOBER = Month(2026, 10)
NOVEMBER = date(2026, 11, 2)
DECEMBER = datetime(2026, 12, 7, 3, tzinfo=UTC)
LIST = "/results/appraisals"


@dataclass
class Office:
    """A town whose October is closed, and the day on which everybody looks."""

    app: Flask
    town: Town

    def staff(self, role: Role = Role.APPRAISAL_EVALUATOR, unit: str = "PEMDA") -> Staff:
        return staff(self.app, role, next(u for u in self.town.units if u.code == unit))

    def extract(self, unit: str, revision: int = 1) -> tuple[str, Officer]:
        """The record of the unit's first officer, who has enough answers to be said."""
        at = next(u for u in self.town.units if u.code == unit)
        officer = next(o for o in self.town.officers if o.unit_id == at.id)
        query = sa.select(AppraisalRecord.extract_id).where(
            AppraisalRecord.officer_id == officer.id, AppraisalRecord.revision == revision
        )
        found = db.session.execute(query).scalar_one()
        db.session.rollback()
        return str(found), officer


def _office(app: Flask) -> Iterator[Office]:
    with time_machine.travel(DECEMBER, tick=True):
        town = make_town()
        make_ratings(town, "2026-10", 900, 6)
        close_month(ACTOR, month=OCTOBER, today=NOVEMBER, weight=Weight.NINTH, reviewed="ya")
        yield Office(app, town)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """On both databases, in an installation whose trial period is over."""
    app = make_app(database_url, tmp_path, trial_months=0)
    with app.app_context():
        yield from _office(app)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def trial_office(sqlite_app: Flask) -> Iterator[Office]:
    """In its first month: the results are for the officers alone."""
    yield from _office(sqlite_app)


def fetch(reader: Staff, address: str) -> TestResponse:
    """A file, as a browser saves it."""
    return reader.client.get(address)


def read_out(content: bytes, folder: Path) -> str:
    source = folder / "read.pdf"
    source.write_bytes(content)
    command = ["pdftotext", "-layout", source, "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def looks() -> set[tuple[int, str]]:
    found = {(x.officer_id, x.role) for x in db.session.execute(sa.select(Look)).scalars()}
    db.session.rollback()
    return found


def entries() -> list[str]:
    query = sa.select(AuditEntry.subject).where(AuditEntry.action == "look")
    found = list(db.session.execute(query.order_by(AuditEntry.sequence)).scalars())
    db.session.rollback()
    return found


def test_the_list_stands_by_unit_and_name_and_shows_no_figure(office: Office) -> None:
    page = office.staff().open(LIST)
    assert page.h1 == "Bukti dukung kinerja"
    assert "Oktober 2026" in page.text
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    units = [row.find_all("td")[0].get_text() for row in page.soup.select("tbody tr")]
    assert len(rows) == 12
    assert units == sorted(units)
    assert not any("," in row for row in rows)
    assert not page.soup.select("th[aria-sort]"), "no column may order the officers"
    assert office.extract("DUK")[1].nip not in page.response.text
    assert looks() == set()


def test_a_name_and_a_unit_narrow_it(office: Office) -> None:
    reader = office.staff()
    page = reader.open(f"{LIST}?cari=petugas+duk")
    assert len(page.soup.select("tbody tr")) == 3
    page = reader.open(f"{LIST}?unit=DUK")
    assert len(page.soup.select("tbody tr")) == 9, "the unit and its two villages"
    page = reader.open(f"{LIST}?cari=%25")
    assert "Tidak ada petugas yang cocok" in page.text


def test_a_superior_sees_the_own_people_only(office: Office) -> None:
    reader = office.staff(Role.SUPERIOR, "DUK")
    assert len(reader.open(LIST).soup.select("tbody tr")) == 9
    own, _officer = office.extract("DESA1")
    other, stranger = office.extract("PUS")
    assert reader.open(f"{LIST}/{own}").status == 200
    for address in (f"{LIST}/{other}", f"{LIST}/{other}/sheet.pdf"):
        assert reader.open(address).status == 404
    assert reader.open(f"{LIST}?unit=PUS").status == 200
    assert reader.open(f"{LIST}/month/2026-10.csv?unit=PUS").status == 404
    rows = csv.DictReader(io.StringIO(reader.open(f"{LIST}/month/2026-10.csv").response.text))
    assert {row["unit_code"] for row in rows} == {"DUK", "DESA1", "DESA2"}
    page = reader.send(reader.open(LIST), {"nip": stranger.nip}, form=_search(reader))
    assert page.status == 422
    assert "Tidak ada bukti dukung untuk NIP ini" in page.text


def _search(reader: Staff) -> int:
    """Which form of the list takes the NIP."""
    forms = reader.open(LIST).soup.find_all("form")
    return next(i for i, form in enumerate(forms) if form.find(attrs={"name": "nip"}))


@pytest.mark.parametrize("role", [Role.SURVEY_EVALUATOR, Role.UNIT_HEAD, Role.ADMINISTRATOR])
def test_nobody_else_gets_in(office: Office, role: Role) -> None:
    extract, _officer = office.extract("DUK")
    reader = office.staff(role)
    for address in (LIST, f"{LIST}/{extract}", f"{LIST}/month/2026-10.xlsx"):
        assert reader.open(address).status == 403
    assert looks() == set()


def test_a_nip_is_found_in_the_body_and_stands_in_no_address(office: Office) -> None:
    extract, officer = office.extract("DUK")
    reader = office.staff()
    spaced = f"{officer.nip[:8]} {officer.nip[8:14]} {officer.nip[14]} {officer.nip[15:]}"
    page = reader.send(reader.open(LIST), {"nip": spaced}, form=_search(reader))
    assert page.url.endswith(f"{LIST}/{extract}")
    assert page.h1 == officer.name
    links = [str(a.get("href")) for a in page.soup.find_all("a")]
    assert not any(officer.nip in link for link in links)
    assert not any(officer.nip in subject for subject in entries())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "wajib diisi"),
        ("12345", "5 angka, perlu 18"),
        ("abc", "bukan NIP"),
        ("1.98609E+17", "angka belakang NIP hilang"),
        ("199001012015031999", "Tidak ada bukti dukung untuk NIP ini"),
        ("9" * 5000, "perlu 18"),
    ],
)
def test_a_nip_that_leads_nowhere_is_answered_in_words(
    office: Office, typed: str, words: str
) -> None:
    reader = office.staff()
    page = reader.send(reader.open(LIST), {"nip": typed}, form=_search(reader))
    assert page.status == 422
    assert words in page.text
    assert page.soup.find(attrs={"name": "nip"})["value"] == typed
    assert looks() == set()


def test_a_record_shows_everything_and_leaves_a_look(office: Office) -> None:
    extract, officer = office.extract("DUK")
    page = office.staff().open(f"{LIST}/{extract}")
    for words in (
        officer.name, officer.nip, "Dukcapil", "Oktober 2026", "revisi 1", "Keadaan: Final",
        "Kompetensi petugas", "Perilaku petugas", "25 sampai 100", "Selang 95 %", "A tiket",
        "officer/exact-A-D/1", extract, "2 Nov 2026",
        "bukan dasar tunggal hukuman, TPP, atau peringkat",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.soup.select("svg.chart[role=img]")
    assert looks() == {(officer.id, "appraisal_evaluator")}
    assert entries() == [f"record:{extract}"]


def test_a_look_is_kept_once_a_day_and_every_opening_is_in_the_trail(office: Office) -> None:
    extract, officer = office.extract("DUK")
    reader = office.staff()
    for address in (f"{LIST}/{extract}", f"{LIST}/{extract}/sheet.pdf", f"{LIST}/{extract}"):
        assert fetch(reader, address).status_code == 200
    office.staff(Role.SUPERIOR, "DUK").open(f"{LIST}/{extract}")
    assert looks() == {(officer.id, "appraisal_evaluator"), (officer.id, "superior")}
    assert len(entries()) == 4


def test_an_old_revision_says_so_and_leads_to_the_new(office: Office) -> None:
    facts = {"month": OCTOBER, "today": date(2026, 12, 1), "weight": Weight.NINTH}
    revise_month(ACTOR, reason="salah ketik", **facts)
    old, _officer = office.extract("DUK", 1)
    new, _officer = office.extract("DUK", 2)
    reader = office.staff()
    page = reader.open(f"{LIST}/{old}")
    assert "Sudah diganti revisi 2" in page.text
    assert page.soup.find("a", href=f"{LIST}/{new}")
    page = reader.open(f"{LIST}/{new}")
    assert "Sudah diganti" not in page.text
    assert len(reader.open(LIST).soup.select("tbody tr")) == 12


def test_the_same_rows_go_out_as_table_and_objects(office: Office) -> None:
    reader = office.staff()
    answers = {k: fetch(reader, f"{LIST}/month/2026-10.{k}") for k in ("csv", "xlsx", "json")}
    rows = list(csv.DictReader(io.StringIO(answers["csv"].text)))
    objects = json.loads(answers["json"].data)
    book = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].data))
    _head, *cells = book.active.iter_rows(values_only=True)
    assert [r["nip"] for r in rows] == [o["nip"] for o in objects] == [c[0] for c in cells]
    assert len(rows) == 12
    assert {row["status"] for row in rows} <= {"final", "insufficient"}
    assert "final" in {row["status"] for row in rows}
    for kind, response in answers.items():
        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="bukti-dukung-2026-10.{kind}"'
        )
    assert entries() == [f"appraisals:2026-10/*/{kind}" for kind in answers]
    assert len(looks()) == 12


def test_sheets_of_a_unit_come_in_one_file(office: Office, tmp_path: Path) -> None:
    reader = office.staff()
    text = read_out(fetch(reader, f"{LIST}/month/2026-10.pdf?unit=DUK").data, tmp_path)
    assert text.count("Bukti dukung kinerja") == 9
    assert "Petugas DUK 1" in text
    assert "Petugas PUS" not in text
    extract, officer = office.extract("DUK")
    one = fetch(reader, f"{LIST}/{extract}/sheet.pdf")
    assert officer.nip in read_out(one.data, tmp_path)
    assert officer.nip not in one.headers["Content-Disposition"]


def test_in_the_trial_period_only_the_officer_sees_it(trial_office: Office) -> None:
    extract, _officer = trial_office.extract("DUK")
    reader = trial_office.staff()
    page = reader.open(LIST)
    assert page.status == 200
    assert "Masa percobaan sampai Desember 2026" in page.text
    assert not page.soup.select("tbody tr")
    for address in (
        f"{LIST}/{extract}",
        f"{LIST}/{extract}/sheet.pdf",
        f"{LIST}/month/2026-10.csv",
    ):
        page = reader.open(address)
        assert page.status in (400, 403)
        assert "hanya untuk petugas sendiri" in page.text
    assert looks() == set()


def test_before_the_first_closing_it_says_what_comes(sqlite_app: Flask) -> None:
    reader = staff(sqlite_app, Role.APPRAISAL_EVALUATOR, make_town().units[0])
    page = reader.open(LIST)
    assert page.status == 200
    assert "Belum ada bulan yang ditutup" in page.text


def test_any_address_is_answered_in_words(office: Office) -> None:
    reader = office.staff()
    for odd in (
        "?bulan=2026-13", "?bulan=2026-09", "?bulan=x%00", "?halaman=99999999999&unit=%00",
        "/" + "0" * 32, "/x%00", "/" + "f" * 3000, "/month/2026-10.exe", "/month/2026-13.csv",
        "/month/2026-09.pdf", "/month/2026-10.csv?unit=%00x", "/month/.json", "/x/sheet.pdf",
    ):  # fmt: skip
        assert reader.open(LIST + odd).status in (200, 400, 404), odd
    assert fetch(reader, f"{LIST}/month/2026-10%0A.csv").status_code == 200
    assert fetch(reader, f"{LIST}/month/2026-10%0A.pdf").status_code == 200


CLOSINGS = [
    (Role.SURVEY_EVALUATOR, "2026-10/1", 200),
    (Role.AUDITOR, "2026-10/1", 200),
    (Role.SURVEY_EVALUATOR, "2026-10/2", 404),
    (Role.SURVEY_EVALUATOR, "2026-10/99999999999999999999", 404),
    (Role.SURVEY_EVALUATOR, "2026-09/1", 404),
    (Role.SURVEY_EVALUATOR, "2026-99/1", 400),
    (Role.SUPERIOR, "2026-10/1", 403),
    (Role.HANDLER, "2026-10/1", 403),
]


def test_the_document_of_a_closing(office: Office) -> None:
    for role, address, status in CLOSINGS:
        response = fetch(office.staff(role), f"/results/closing/{address}.pdf")
        assert response.status_code == status, (role, address)
        assert response.data.startswith(b"%PDF-") == (status == 200)
