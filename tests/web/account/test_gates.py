"""What stands before a page keeps what was typed: expired, stale, locked, grave."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.authority import SIGNED_IN
from portal.clock import now
from portal.database import db
from portal.web.actors import SID
from portal.web.door import Door
from portal.web.kept import Kept, pack, unpack
from tests.staff import Staff
from tests.visitor import Page
from tests.web.account.people import (
    PIN,
    code,
    fill,
    give_factor,
    give_pin,
    press,
    sign_in,
    somebody,
)

TEXT = "Warga menunggu dua jam; loket 3 tutup tanpa pemberitahuan."
PAGE = (
    "<!doctype html><html lang=id><title>Catatan</title><h1>Catatan</h1><form method=post>"
    "<input type=hidden name=csrf_token value='{token}'>"
    "<label>Isi <textarea name=words></textarea></label><button>Simpan</button></form></html>"
)


@pytest.fixture
def notes(sqlite_app: Flask) -> Flask:
    """The portal with two pages of a door of the test's own: one ordinary, one grave."""
    from flask import request
    from flask_wtf.csrf import generate_csrf

    door = Door("notes", __name__, posture="staff")

    def note() -> str:
        if request.method == "GET":
            return PAGE.format(token=generate_csrf())
        sqlite_app.config["STORED"].append(request.form.to_dict())
        return "<!doctype html><html lang=id><title>Tersimpan</title><h1>Tersimpan</h1></html>"

    def grave() -> str:
        return note()

    door.page("/catatan", needs=SIGNED_IN, methods=("GET", "POST"))(note)
    door.page("/berat", needs=SIGNED_IN, methods=("GET", "POST"), grave=True)(grave)
    sqlite_app.config["STORED"] = []
    sqlite_app.register_blueprint(door.blueprint)
    return sqlite_app


def stored(app: Flask) -> list[str]:
    return [one["words"] for one in app.config["STORED"]]


def proceed(browser: Staff, page: Page) -> Page:
    assert page.h1 == "Lanjutkan kiriman Anda"
    assert TEXT in page.text
    return press(browser, page, "Lanjutkan")


def test_an_expired_session_keeps_the_text(notes: Flask) -> None:
    browser, person = Staff(notes), somebody()
    sign_in(browser, person)
    page = browser.open("/catatan")
    with time_machine.travel(now() + timedelta(hours=5), tick=False):
        page = browser.send(page, {"words": TEXT})
        assert (page.status, page.h1) == (401, "Masuk")
        assert TEXT in page.text
        wrong = fill(browser, page, login=person.login, password="bukan yang ini")
        assert TEXT in wrong.text
        page = fill(browser, wrong, login=person.login, password="kursi biru di teras")
        assert proceed(browser, page).h1 == "Tersimpan"
    assert stored(notes) == [TEXT]


def test_a_closed_browser_keeps_the_text_too(notes: Flask) -> None:
    """The cookie is gone, and with it the token of the form."""
    browser, person = Staff(notes), give_factor(somebody())
    browser.sign_in(person)
    page = browser.open("/catatan")
    browser.client.delete_cookie("portal")
    page = browser.send(page, {"words": TEXT})
    assert page.h1 == "Masuk"
    page = fill(browser, page, login=person.login, password="kursi biru di teras")
    assert TEXT in page.text
    page = fill(browser, page, code=code())
    assert proceed(browser, page).h1 == "Tersimpan"
    assert stored(notes) == [TEXT]


def test_a_stale_token_needs_one_press(notes: Flask) -> None:
    browser, person = Staff(notes), somebody()
    browser.sign_in(person)
    page = browser.open("/catatan")
    page = browser.send(page, {"words": TEXT, "csrf_token": "lama"})
    assert person.name in page.text
    assert stored(notes) == []
    assert proceed(browser, page).h1 == "Tersimpan"


def test_a_locked_session_keeps_the_text(notes: Flask) -> None:
    browser, person = Staff(notes), give_pin(somebody())
    browser.sign_in(person, is_shared=True)
    page = browser.open("/catatan")
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        page = browser.send(page, {"words": TEXT})
        assert (page.status, page.h1) == (401, "Terkunci")
        page = fill(browser, page, pin=PIN)
        assert proceed(browser, page).h1 == "Tersimpan"


@pytest.mark.parametrize("has_factor", [True, False])
def test_a_grave_act_keeps_the_text(notes: Flask, has_factor: bool) -> None:
    person = give_factor(somebody()) if has_factor else somebody()
    browser = Staff(notes, person=person)
    page = browser.open("/berat")
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        page = browser.send(page, {"words": TEXT})
        assert (page.status, page.h1) == (401, "Pastikan ini Anda")
        given = {"code": code()} if has_factor else {"password": "kursi biru di teras"}
        page = fill(browser, page, **given)
        assert proceed(browser, page).h1 == "Tersimpan"
        assert browser.open("/berat").h1 == "Catatan"


def test_confirming_changes_the_token(notes: Flask) -> None:
    browser = Staff(notes)
    browser.sign_in(give_factor(somebody()), confirmed_at=None)
    with browser.client.session_transaction() as cookie:
        before = cookie[SID]
    page = fill(browser, browser.open("/berat"), code=code())
    assert page.h1 == "Catatan"
    with browser.client.session_transaction() as cookie:
        assert cookie[SID] != before


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize("token", ["", "lama"])
def test_another_site_is_refused_and_nothing_is_kept(
    notes: Flask, headers: dict[str, str], token: str
) -> None:
    browser, outsider = Staff(notes, person=somebody()), Staff(notes)
    page = browser.open("/catatan")
    for who in (browser, outsider):
        sent = {"words": TEXT, "csrf_token": token or page.fields()["csrf_token"]}
        answer = who.client.post("/catatan", data=sent, headers=headers)
        assert answer.status_code == 403
        assert TEXT not in answer.text
    assert stored(notes) == []


def test_secrets_are_never_kept(notes: Flask) -> None:
    page = Staff(notes).client.post(
        "/catatan", data={"words": TEXT, "password": "rahasia-benar", "pin": "482915"}
    )
    assert "rahasia-benar" not in page.text
    with notes.test_request_context():
        kept = unpack(_hidden(page.text))
        assert kept is not None
        assert kept.fields == (("words", TEXT),)


def _hidden(html: str) -> str:
    from bs4 import BeautifulSoup

    return str(BeautifulSoup(html, "html5lib").find("input", {"name": "kept"})["value"])


def test_what_is_not_ours_is_not_sent_again(notes: Flask) -> None:
    with notes.test_request_context():
        packed = pack(Kept("/catatan", (("words", TEXT),)))
        assert unpack(packed) == Kept("/catatan", (("words", TEXT),))
        for forged in ("", "x", packed[:-2], "A" + packed[1:], packed + "."):
            assert unpack(forged) is None
    with time_machine.travel(now() + timedelta(hours=13)), notes.test_request_context():
        assert unpack(packed) is None


def test_a_file_is_said_to_be_lost(notes: Flask) -> None:
    from io import BytesIO

    sent = {"words": TEXT, "sheet": (BytesIO(b"a"), "unit.xlsx")}
    page = Staff(notes).client.post("/catatan", data=sent)
    assert "unit.xlsx" in page.text
    assert "Berkas tidak dapat disimpan" in page.text


def test_a_disabled_person_is_out_at_the_next_request(notes: Flask) -> None:
    person = somebody()
    browser = Staff(notes, person=person)
    assert browser.open("/catatan").h1 == "Catatan"
    person.disabled_on = now().date()
    db.session.commit()
    assert browser.open("/catatan").h1 == "Masuk"


def test_a_session_is_touched_at_most_once_a_minute(notes: Flask) -> None:
    browser = Staff(notes)
    session = browser.sign_in(somebody())
    began = session.seen_at
    for seconds, moved in ((30, 0), (61, 61), (90, 61), (130, 130)):
        with time_machine.travel(began + timedelta(seconds=seconds), tick=False):
            browser.open("/catatan")
        db.session.refresh(session)
        assert session.seen_at == began + timedelta(seconds=moved)
