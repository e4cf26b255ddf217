"""`/me` as an officer reads it: thanks first, figures with their company, who looked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.looks import note_look
from portal.authority import Permission, Role, operator
from portal.database import db
from portal.feedback.models import Comment
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Counter, Officer, Unit
from tests.factories import make_counter, make_officer, make_rating, make_unit
from tests.staff import Staff, actor_of, make_person, staff

OCTOBER = Month(2026, 10)
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


@dataclass
class Office:
    """An officer with forty answers in the closed October, and a colleague with four."""

    app: Flask
    unit: Unit
    counter: Counter
    officer: Officer
    colleague: Officer

    def browser(self, officer: Officer) -> Staff:
        person = make_person((Role.OFFICER, self.unit), officer=officer, name=officer.name)
        return Staff(self.app, person=person)


@pytest.fixture
def office(app: Flask) -> Office:
    unit = make_unit("DUK", name="Dukcapil")
    counter, _code = make_counter(unit, number="1")
    office = Office(app, unit, counter, make_officer(unit), make_officer(unit))
    exact: dict[str, Any] = {"attribution_certainty": "exact", "attribution_source": "choice"}
    for officer, number in ((office.officer, 40), (office.colleague, 4)):
        for n in range(number):
            day, marks = date(2026, 10, 1 + n % 12), {"kompetensi": 4, "perilaku": 3}
            make_rating(counter, day, officer_id=officer.id, **exact, **marks)
    close_month(
        operator("uji"), month=OCTOBER, today=date(2026, 11, 2), weight=Weight.NINTH, reviewed="y"
    )
    return office


@time_machine.travel(NOW, tick=True)
def test_thanks_stand_before_the_figures(office: Office) -> None:
    page = office.browser(office.officer).open("/me")
    heads = [head.get_text(strip=True) for head in page.soup.find_all("h2")]
    assert heads[0] == "Terima kasih"
    assert heads[2] == "Kompetensi dan perilaku, Oktober 2026"
    assert "40 warga menjawab tentang pelayanan Anda pada Oktober 2026" in page.text
    assert "Ditutup, revisi 1" in page.text
    assert "Perilaku petugas 75,0" in page.text
    assert "Bukan dasar tunggal hukuman, TPP, atau peringkat" in page.text
    assert "Untuk penilaian kinerja" in page.text
    assert "Sampai Desember 2026 hanya Anda yang melihat" in page.text  # the trial period
    assert (office.officer.nip or "x") not in page.text


@time_machine.travel(NOW, tick=True)
def test_what_is_withheld_says_why_and_shows_no_number(office: Office) -> None:
    page = office.browser(office.colleague).open("/me")
    assert "belum cukup data (4 dari 10)" in page.text
    assert "75,0" not in page.text
    assert "100,0" not in page.text


@time_machine.travel(NOW, tick=True)
def test_who_opened_them_role_and_day_never_the_name(office: Office) -> None:
    head = make_person((Role.UNIT_HEAD, office.unit), name="Bu Kepala")
    note_look(
        actor_of(head),
        officers=[office.officer.id],
        permission=Permission.READ_OFFICER_FIGURES,
        subject="officers:DUK/2026-10",
        today=date(2026, 11, 19),
    )
    page = office.browser(office.officer).open("/me")
    assert "Pimpinan Unit Kamis, 19 November 2026" in page.text
    assert "Bu Kepala" not in page.text
    assert "Belum ada yang membuka" in office.browser(office.colleague).open("/me").text


@time_machine.travel(NOW, tick=True)
def test_the_own_sheet_as_pdf_and_months_that_have_none(office: Office) -> None:
    browser = office.browser(office.officer)
    sheet = browser.client.get("/me/sheet/2026-10.pdf")
    assert sheet.data.startswith(b"%PDF")
    assert "attachment" in sheet.headers["Content-Disposition"]
    assert browser.open("/me/sheet/2026-09.pdf").status == 404
    assert browser.open("/me/sheet/kemarin.pdf").status == 400
    assert browser.open("/me?bulan=2026-09").status == 404
    assert browser.open("/me?bulan=kemarin").status == 400


@time_machine.travel(NOW, tick=True)
def test_the_current_month_before_the_first_release(office: Office) -> None:
    page = office.browser(office.officer).open("/me?bulan=2026-11")
    assert "Belum ada angka bulan ini" in page.text
    assert page.soup.find("a", href="/me/check-in")


@time_machine.travel(NOW, tick=True)
def test_what_residents_wrote_is_read_in_tens(office: Office) -> None:
    browser = office.browser(office.officer)
    assert "Belum ada sepuluh tulisan" in browser.open("/me/praise").text
    _write(office, 9)
    page = browser.open("/me/praise")
    assert "Baru 9 tulisan" in page.text
    assert "Ucapan terima kasih 9" in page.text
    assert "Bu Sri" not in page.text
    _write(office, 1, 100)
    page = browser.open("/me/praise")
    assert page.text.count("Bu Sri") == 10
    assert "10 ucapan terima kasih" in browser.open("/me").text
    assert browser.open("/me/praise?pekan=2026-11-02").status == 200
    assert browser.open("/me/praise?pekan=2026-10-05").status == 404
    assert browser.open("/me/praise?pekan=kapan").status == 404


def _write(office: Office, number: int, first: int = 1) -> None:
    for n in range(first, first + number):
        facts = {"id": n, "week": date(2026, 11, 2), "unit_id": office.unit.id}
        text = f"Terima kasih Bu Sri <b>{n}</b>"
        db.session.add(Comment(**facts, officer_id=office.officer.id, text=text))
    db.session.commit()


@pytest.mark.parametrize("path", ["/me", "/me/praise", "/me/objections", "/me/check-in"])
def test_an_account_without_an_officer_gets_words(sqlite_app: Flask, path: str) -> None:
    page = staff(sqlite_app, Role.OFFICER, make_unit()).open(path)
    assert page.status == 200
    assert "belum dihubungkan dengan data petugas" in page.text


@pytest.mark.parametrize("path", ["/me", "/me/praise", "/me/objections", "/me/check-in"])
def test_other_roles_do_not_get_in(sqlite_app: Flask, path: str) -> None:
    assert staff(sqlite_app, Role.SURVEY_EVALUATOR, make_unit()).open(path).status == 403
