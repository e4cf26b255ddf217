"""Signing in at `/masuk`: one answer for everybody who may not, a session for who may."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.accounts.models import StaffSession
from portal.accounts.rules.recovery import new_codes
from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.clock import now, today
from portal.database import db
from portal.web.actors import SID
from portal.web.limits import settings
from tests.factories import make_unit
from tests.staff import Staff
from tests.visitor import Page
from tests.web.account.people import (
    PASSWORD,
    code,
    form_with,
    give_factor,
    press,
    sign_in,
    somebody,
)

WRONG = "Nama masuk atau kata sandi tidak cocok."


def entries(action: str) -> int:
    query = sa.select(sa.func.count()).where(AuditEntry.action == action)
    return int(db.session.execute(query).scalar_one())


def sessions() -> list[StaffSession]:
    db.session.expire_all()
    return list(db.session.execute(sa.select(StaffSession)).scalars())


def test_a_right_password_leads_to_the_page_asked_for(app: Flask) -> None:
    browser, person = Staff(app), somebody(email="siti@contoh.go.id")
    page = browser.open("/akun")
    assert page.h1 == "Masuk"
    page = browser.send(page, {"login": "SITI@contoh.go.id", "password": PASSWORD})
    assert page.url.endswith("/akun")
    assert person.name in page.text
    assert entries("signed_in") == 1


def test_unknown_wrong_disabled_and_invited_are_one_answer(app: Flask) -> None:
    person = somebody()
    disabled = somebody(disabled_on=today(settings().timezone))
    invited = somebody(password=None)
    pages = [
        sign_in(Staff(app), somebody(), "salah sama sekali"),
        sign_in(Staff(app), disabled),
        sign_in(Staff(app), invited),
        sign_in(Staff(app), person, " " + PASSWORD),
    ]
    unknown = Staff(app)
    page = unknown.send(unknown.open("/masuk"), {"login": "tidak.ada", "password": PASSWORD})
    for found in (*pages, page):
        assert (found.status, found.h1) == (422, "Masuk")
        assert WRONG in found.text
    assert sessions() == []
    assert page.fields()["login"] == "tidak.ada"
    assert page.fields()["password"] == ""


def locked(page: Page) -> bool:
    return page.status == 429 and "Terlalu banyak percobaan" in page.text


@pytest.mark.parametrize("exists", [True, False])
def test_five_failures_lock_one_account_alike_whether_it_exists(app: Flask, exists: bool) -> None:
    attacked, other = somebody(login="korban" if exists else "lain"), somebody()
    thief, owner = Staff(app, address="198.51.100.9"), Staff(app, address="203.0.113.99")
    for _ in range(5):
        page = thief.send(thief.open("/masuk"), {"login": "korban", "password": "tebakan saja"})
        assert WRONG in page.text
    page = thief.send(thief.open("/masuk"), {"login": "korban", "password": PASSWORD})
    assert locked(page)
    assert "1 menit lagi" in page.text
    assert entries("sign_in_locked") == 1
    assert not locked(sign_in(owner, other)), "locking A leaves B free"
    with time_machine.travel(now() + timedelta(seconds=61), tick=False):
        page = sign_in(Staff(app), attacked)
        assert page.h1 != "Masuk"
    assert len(sessions()) == 2


def test_a_source_is_locked_by_many_accounts_and_others_are_free(app: Flask) -> None:
    thief, person = Staff(app, address="198.51.100.9"), somebody()
    for number in range(30):
        thief.send(thief.open("/masuk"), {"login": f"orang{number}", "password": "tebakan saja"})
    assert locked(sign_in(thief, person))
    assert not locked(sign_in(Staff(app, address="203.0.113.50"), person))


def test_success_clears_the_accounts_failures(app: Flask) -> None:
    browser, person = Staff(app), somebody()
    for _ in range(3):
        for _ in range(3):
            sign_in(browser, person, "tebakan saja")
        assert sign_in(browser, person).h1 != "Masuk"


def test_every_sign_in_has_a_new_token_and_the_old_one_is_dead(app: Flask) -> None:
    browser, person = Staff(app), somebody()
    tokens = []
    for _ in range(2):
        sign_in(browser, person)
        with browser.client.session_transaction() as cookie:
            tokens.append(cookie[SID])
            assert set(cookie) <= {SID, "csrf_token"}, "the cookie tells nothing of the person"
    assert tokens[0] != tokens[1]
    with browser.client.session_transaction() as cookie:
        cookie[SID] = tokens[0]
    assert browser.open("/akun").h1 == "Masuk"


@pytest.mark.parametrize(
    "following",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "evil",
     "/\t/evil.example", "\\\\evil.example", "http:///evil.example", ""],
)  # fmt: skip
def test_next_never_leads_elsewhere(sqlite_app: Flask, following: str) -> None:
    browser, person = Staff(sqlite_app), somebody()
    page = browser.open("/masuk")
    response = browser.client.post(
        "/masuk",
        data={**page.fields(), "login": person.login, "password": PASSWORD, "next": following},
    )
    assert response.status_code == 303
    assert response.headers["Location"] == "/masuk/beranda"


def test_the_second_factor_is_the_second_step(app: Flask) -> None:
    browser, person = Staff(app), give_factor(somebody())
    page = sign_in(browser, person)
    assert page.h1 == "Faktor kedua"
    assert sessions() == []
    page = browser.send(page, {"code": "000000"})
    assert page.status == 422
    right = code()
    page = browser.send(page, {"code": right})
    assert page.h1 == "Beranda"
    again = Staff(app)
    page = again.send(sign_in(again, person), {"code": right})
    assert page.status == 422, "no code works twice"


def test_tries_at_the_code_are_counted(app: Flask) -> None:
    browser, person = Staff(app), give_factor(somebody())
    page = sign_in(browser, person)
    for _ in range(5):
        page = browser.send(page, {"code": "000000"})
    page = browser.send(page, {"code": code()})
    assert "Terlalu banyak percobaan" in page.text
    assert sessions() == []


def test_whoever_must_have_a_factor_sets_it_up_before_anything_else(app: Flask) -> None:
    unit = make_unit()
    browser, person = Staff(app), somebody((Role.SURVEY_EVALUATOR, unit))
    page = sign_in(browser, person)
    assert page.h1 == "Pasang faktor kedua"
    assert browser.open("/akun").h1 == "Pasang faktor kedua"
    key = page.soup.find("code").get_text().replace(" ", "")
    page = browser.send(page, {"code": code(secret=key)}, form=form_with(page, "code"))
    assert page.h1 == "Kode pemulihan Anda"
    codes = [tag.get_text() for tag in page.soup.select("ul.codes code")]
    assert len(codes) == 10
    assert browser.open("/akun").h1 == "Akun Anda"
    for used, status in ((codes[0], 200), (codes[0].lower(), 422), (new_codes()[0], 422)):
        other = Staff(app)
        assert other.send(sign_in(other, person), {"code": used}).status == status


def test_leaving_ends_the_session(app: Flask) -> None:
    browser, person = Staff(app), somebody()
    page = sign_in(browser, person)
    assert press(browser, page, "Keluar").h1 == "Masuk"
    assert sessions() == []
    assert browser.client.get("/keluar").status_code == 405
