"""Closing on the page: look, type the month, close; revise with a reason; take the files."""

from datetime import date

import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.appraisal.models import Closing
from portal.authority import Role
from portal.database import db
from portal.feedback.models import Rating
from tests.factories import make_rating
from tests.indicators import plain
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import Staff, make_person, staff
from tests.visitor import Page

LATER = time_machine.travel("2026-11-10 03:00:00+00:00", tick=True)
OCTOBER = "/results/closing/2026-10"
BOX = -1  # the box that closes is the last form of the page


def evaluator(app: Flask, town: Town, **facts: object) -> Staff:
    return staff(app, Role.SURVEY_EVALUATOR, town.units[0])


def stuffed() -> Town:
    town = make_town()
    make_ratings(town, "2026-10", 120, 1, status="counts")
    make_ratings(town, "2026-10", 40, 2, status="quarantined", **dict.fromkeys(plain.NINE, 1))
    return town


def calm() -> Town:
    town = make_town()
    make_ratings(town, "2026-10", 120, 1, status="counts")
    return town


def close(browser: Staff, **typed: str) -> Page:
    page = browser.open(OCTOBER)
    return browser.send(page, {"typed": "2026-10", **typed}, form=BOX)


def closings() -> int:
    return int(db.session.execute(sa.select(sa.func.count()).select_from(Closing)).scalar_one())


@LATER
def test_from_the_list_to_a_closed_month(app: Flask) -> None:
    browser = evaluator(app, stuffed())
    assert "Giliran berikutnya: Oktober 2026" in browser.open("/results/closing").text
    preview = browser.open(OCTOBER)
    assert preview.h1 == "Pratinjau penutupan Oktober 2026"
    assert "Belum ada yang ditutup." in preview.text
    assert "5 unit, 120 dihitung + 40 ditahan + 0 dicoret = 160 diterima" in preview.text
    assert "▲" in preview.text
    refused = close(browser)
    assert refused.status == 422
    assert "tutup dengan hasil pemeriksaannya" in refused.text
    assert refused.fields(BOX)["typed"] == "2026-10"
    assert closings() == 0
    closed = close(browser, is_reviewed="y", reviewed="Diperiksa 9 November, titip nilai.")
    assert closed.h1 == "Oktober 2026 ditutup, revisi 1"
    assert "titip nilai" in closed.text
    assert closings() == 1
    assert "Oktober 2026" in browser.open("/results/closing").text


@LATER
def test_the_month_must_be_typed_as_it_is(sqlite_app: Flask) -> None:
    browser = evaluator(sqlite_app, calm())
    page = close(browser, typed="2026-11")
    assert page.status == 422
    assert "Ketik 2026-10 untuk menutup" in page.text
    assert closings() == 0


@LATER
def test_ticked_but_without_words_is_not_reviewed(sqlite_app: Flask) -> None:
    browser = evaluator(sqlite_app, stuffed())
    page = close(browser, is_reviewed="y", reviewed=" ")
    assert page.status == 422
    assert "Tulis apa yang diperiksa" in page.text
    assert closings() == 0


@LATER
def test_an_answer_that_came_meanwhile_is_shown_before_it_is_frozen(app: Flask) -> None:
    town = calm()
    browser = evaluator(app, town)
    page = browser.open(OCTOBER)
    make_rating(town.counters[0], date(2026, 10, 31))
    refused = browser.send(page, {"typed": "2026-10"}, form=BOX)
    assert refused.status == 409
    assert "berubah sejak pratinjau" in refused.text
    assert "121 dihitung" in refused.text
    assert closings() == 0
    assert browser.send(refused, {"typed": "2026-10"}, form=BOX).h1.startswith("Oktober 2026")
    assert closings() == 1


@LATER
def test_two_browsers_close_at_once_and_one_gets_words(app: Flask) -> None:
    town = calm()
    first, second = evaluator(app, town), evaluator(app, town)
    seen = second.open(OCTOBER)
    close(first)
    lost = second.send(seen, {"typed": "2026-10"}, form=BOX)
    assert "sudah ditutup" in lost.text
    assert lost.h1 == "Oktober 2026 ditutup, revisi 1"
    assert closings() == 1


@LATER
def test_the_grave_act_asks_for_the_second_factor_and_keeps_what_was_typed(app: Flask) -> None:
    town = calm()
    person = make_person((Role.SURVEY_EVALUATOR, town.units[0]))
    browser = Staff(app, person=person)
    page = browser.open(OCTOBER)
    browser.sign_in(person, confirmed_at=None)
    asked = browser.send(page, {"typed": "2026-10"}, form=BOX)
    assert "ditutup, revisi" not in asked.h1
    assert closings() == 0


@time_machine.travel("2026-11-01 05:00:00+00:00", tick=True)
def test_too_early_there_is_no_box(sqlite_app: Flask) -> None:
    page = evaluator(sqlite_app, calm()).open(OCTOBER)
    assert "baru dapat ditutup mulai 02/11/2026" in page.text
    assert not page.soup.find("input", attrs={"name": "typed"})


@LATER
def test_a_revision_stands_beside_the_first_with_every_change(app: Flask) -> None:
    town = calm()
    browser = evaluator(app, town)
    close(browser)
    ids = db.session.execute(sa.select(Rating.id).limit(30)).scalars().all()
    db.session.execute(sa.update(Rating).where(Rating.id.in_(ids)).values(status="struck"))
    db.session.commit()
    form = browser.open(f"{OCTOBER}/revise")
    short = browser.send(form, {"reason": "salah"}, form=BOX)
    assert short.status == 422
    page = browser.send(form, {"reason": "Lembar loket 2 terhitung dua kali."}, form=BOX)
    assert page.h1 == "Oktober 2026, revisi 2"
    assert "terhitung dua kali" in page.text
    assert page.soup.find_all("td", class_="changed")
    assert page.soup.find_all("ins")
    names = {officer.nip for officer in town.officers}
    assert not any(nip in page.text for nip in names if nip)
    again = browser.send(form, {"reason": "Lembar loket 2 terhitung dua kali."}, form=BOX)
    assert again.status == 409
    assert "direvisi oleh orang lain" in again.text
    assert closings() == 2


@LATER
def test_what_was_closed_can_be_taken_per_revision_without_officers(app: Flask) -> None:
    town = calm()
    browser = evaluator(app, town)
    close(browser)
    page = browser.open(OCTOBER)
    links = [a["href"] for a in page.soup.find_all("a") if "/1." in a["href"]]
    assert len(links) == 5
    for link in links:
        response = browser.client.get(link)
        assert response.status_code == 200, link
        assert "attachment" in response.headers["Content-Disposition"]
        body = response.get_data()
        assert not any((officer.nip or "").encode() in body for officer in town.officers)
    text = browser.client.get(f"{OCTOBER}/1.txt").get_data(as_text=True)
    closing = db.session.execute(sa.select(Closing)).scalar_one()
    assert closing.audit_hash in text
    assert closing.extract_id in text
    assert "120 dihitung + 0 ditahan + 0 dicoret = 120 diterima" in text


@LATER
def test_what_is_not_there_is_said(sqlite_app: Flask) -> None:
    browser = evaluator(sqlite_app, calm())
    for address in (
        "/results/closing/2026-09",
        "/results/closing/2027-01",
        f"{OCTOBER}/revise",
        f"{OCTOBER}/1",
        f"{OCTOBER}/99999999999.csv",
        f"{OCTOBER}/1.txt",
        f"{OCTOBER}/1.exe",
    ):
        assert browser.open(address).status == 404, address
    assert browser.open("/results/closing/oktober").status == 400


@LATER
def test_only_who_closes_for_all_units(sqlite_app: Flask) -> None:
    town = calm()
    for role, unit in ((Role.UNIT_HEAD, 0), (Role.SURVEY_EVALUATOR, 1), (Role.OFFICER, 0)):
        browser = staff(sqlite_app, role, town.units[unit])
        for address in ("/results/closing", OCTOBER):
            assert browser.open(address).status == 403, (role, address)
