"""A PC that several people use: locked when left, changed by PIN, never by PIN alone for long."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.accounts.models import StaffSession
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.database import db
from portal.web.actors import SID, WAITING
from tests.staff import Staff
from tests.web.account.people import PASSWORD, PIN, fill, give_pin, press, sign_in, somebody


def acts() -> list[str]:
    query = sa.select(AuditEntry.action).order_by(AuditEntry.sequence)
    return list(db.session.execute(query).scalars())


def sessions() -> list[StaffSession]:
    db.session.expire_all()
    return list(db.session.execute(sa.select(StaffSession)).scalars())


def test_without_a_pin_one_is_asked_for_at_once(app: Flask) -> None:
    browser, person = Staff(app), somebody()
    page = sign_in(browser, person, shared="y")
    assert page.h1 == "PIN komputer bersama"
    refused = fill(browser, page, pin="123456", repeat="123456", current=PASSWORD)
    assert "terlalu mudah ditebak" in refused.text
    wrong = fill(browser, refused, pin=PIN, repeat=PIN, current="bukan yang ini")
    assert wrong.status == 422
    assert fill(browser, wrong, pin=PIN, repeat=PIN, current=PASSWORD).h1 == "Beranda"
    db.session.refresh(person)
    assert PIN not in (person.pin or "")
    assert acts() == ["signed_in", "pin_set"]


def test_five_idle_minutes_lock_and_the_pin_opens(app: Flask) -> None:
    browser, person = Staff(app), give_pin(somebody())
    sign_in(browser, person, shared="y")
    began = now()
    with time_machine.travel(began + timedelta(minutes=4), tick=False):
        assert browser.open("/akun").h1 == "Akun Anda"
    with time_machine.travel(began + timedelta(minutes=8, seconds=59), tick=False):
        assert browser.open("/akun").h1 == "Akun Anda"
    with time_machine.travel(began + timedelta(minutes=14), tick=False):
        page = browser.open("/akun")
        assert page.h1 == "Terkunci"
        wrong = fill(browser, page, pin="739184")
        assert "Masih 4 kali percobaan" in wrong.text
        with browser.client.session_transaction() as cookie:
            before = cookie[SID]
        assert fill(browser, wrong, pin=PIN).h1 == "Akun Anda"
        with browser.client.session_transaction() as cookie:
            assert cookie[SID] != before


def test_five_wrong_pins_end_the_session(app: Flask) -> None:
    browser, person = Staff(app), give_pin(somebody())
    sign_in(browser, person, shared="y")
    page = press(browser, browser.open("/masuk/ganti"), "Kunci dan ganti orang")
    for _ in range(5):
        page = fill(browser, page, pin="739184")
    assert page.h1 == "Masuk"
    assert sessions() == []
    assert acts()[-1] == "session_ended"


def test_people_change_places_quickly(app: Flask) -> None:
    browser = Staff(app)
    first, second = (give_pin(somebody(), pin) for pin in ("482915", "739184"))
    sign_in(browser, first, shared="y")
    page = press(browser, browser.open("/masuk/ganti"), "Kunci dan ganti orang")
    assert page.h1 == "Terkunci"
    assert first.name in page.text
    assert browser.open("/akun").h1 == "Terkunci", "locked at once, not after five minutes"
    assert sign_in(browser, second, shared="y").h1 == "Beranda"
    page = press(browser, browser.open("/masuk/ganti"), "Kunci dan ganti orang")
    assert {first.name, second.name} <= set(label_texts(page))
    handles = {one.person_id: one.handle for one in sessions()}
    wrong = fill(browser, page, pin="739184", person=handles[first.id])
    assert wrong.status == 422, "the own PIN opens no other session"
    fill(browser, wrong, pin="482915", person=handles[first.id])
    assert first.name in browser.open("/akun").text
    assert [one.confirmed_at for one in sessions() if one.person_id == first.id] == [None]
    with browser.client.session_transaction() as cookie:
        assert len(cookie[WAITING]) == 1


def label_texts(page) -> list[str]:
    return [tag.get_text().strip() for tag in page.soup.find_all("label")]


def test_at_most_eight_wait_in_one_browser(sqlite_app: Flask) -> None:
    browser = Staff(sqlite_app)
    for _ in range(10):
        sign_in(browser, give_pin(somebody()), shared="y")
    assert len(sessions()) == 8


def test_on_an_own_pc_the_next_person_ends_the_session_before(app: Flask) -> None:
    browser, first = Staff(app), somebody()
    sign_in(browser, first)
    sign_in(browser, somebody())
    assert len(sessions()) == 1


def test_a_pin_is_no_second_factor(app: Flask) -> None:
    browser = Staff(app)
    browser.sign_in(give_pin(somebody(totp=None)), is_shared=True, is_locked=True)
    fill(browser, browser.open("/masuk/buka"), pin=PIN)
    assert [one.confirmed_at for one in sessions()] == [None]
