"""A forgotten password: the same answer for everybody, a link that works once and by POST only."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.accounts.models import LinkKind, OneTimeLink, Person, StaffSession
from portal.accounts.passwords import make_link
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.database import db
from portal.notifications.models import Message
from portal.web.limits import secret_keys
from tests.staff import Staff
from tests.visitor import Page
from tests.web.account.people import fill, sign_in, somebody

NEW = "payung merah di loteng"


def link_for(person: Person, kind: LinkKind = LinkKind.RESET) -> str:
    token = make_link(person, kind, vault_key=secret_keys().vault_key, at=now())
    db.session.commit()
    return f"/masuk/tautan/{token}"


def counts() -> dict[str, int]:
    tables = (OneTimeLink, StaffSession, Message, AuditEntry)
    return {
        table.__tablename__: db.session.execute(
            sa.select(sa.func.count()).select_from(table)
        ).scalar_one()
        for table in tables
    }


def ask(app: Flask, login: str, address: str = "203.0.113.7") -> Page:
    browser = Staff(app, address=address)
    return fill(browser, browser.open("/masuk/lupa"), login=login)


def test_the_answer_does_not_tell_whether_there_is_such_an_account(app: Flask) -> None:
    person = somebody(email="siti@contoh.go.id")
    texts = {ask(app, who).text for who in (person.login, "SITI@contoh.go.id", "tidak.ada")}
    assert len(texts) == 1
    assert "sedang dikirim" in texts.pop()


def test_a_mail_is_put_into_the_outbox(app: Flask) -> None:
    person = somebody(email="siti@contoh.go.id")
    ask(app, "siti@contoh.go.id")
    message = db.session.execute(sa.select(Message)).scalar_one()
    assert (message.kind, message.recipient) == ("password_reset", "siti@contoh.go.id")
    assert "masuk/tautan" not in message.facts, "the link is sealed"
    assert json.loads(message.facts)["name"] == person.name
    assert counts()["one_time_link"] == counts()["audit_entry"] == 1


def test_nobodys_mailbox_is_filled(app: Flask) -> None:
    somebody(email="siti@contoh.go.id")
    for number in range(6):
        ask(app, "siti@contoh.go.id", address=f"198.51.{number}.1")
    assert counts()["message"] == 4


def test_no_mail_goes_to_the_disabled_or_without_address(app: Flask) -> None:
    ask(app, somebody(email=None).login)
    ask(app, somebody(email="x@contoh.go.id", disabled_on=now().date()).login)
    assert counts() == {"one_time_link": 0, "staff_session": 0, "message": 0, "audit_entry": 0}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_opening_the_link_changes_nothing(app: Flask, method: str) -> None:
    """Mail scanners open every link."""
    person = somebody()
    link, before = link_for(person), counts()
    for _ in range(3):
        response = app.test_client().open(link, method=method)
        assert response.status_code == 200
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert response.headers["Cache-Control"] == "no-store"
    assert counts() == before
    assert db.session.execute(sa.select(OneTimeLink.used_at)).scalar_one() is None


def test_the_link_sets_the_password_once_and_ends_all_sessions(app: Flask) -> None:
    person = somebody()
    elsewhere, browser = Staff(app, person=person), Staff(app)
    link = link_for(person)
    page, second = browser.open(link), Staff(app)
    other = second.open(link)
    page = fill(browser, page, password=NEW, repeat=NEW)
    assert page.h1 == "Masuk"
    assert elsewhere.open("/akun").h1 == "Masuk"
    late = fill(second, other, password="sepatu hijau di atap", repeat="sepatu hijau di atap")
    assert (late.status, late.h1) == (404, "Tautan tidak berlaku")
    assert sign_in(browser, person, NEW).h1 == "Beranda"
    assert sign_in(Staff(app), person).status == 422


@pytest.mark.parametrize(
    ("password", "repeat", "words"),
    [
        ("pendek", "pendek", "paling sedikit 12 huruf"),
        (NEW, NEW + "x", "belum sama"),
        ("rahasia123456", "rahasia123456", "terlalu mudah ditebak"),
        ("", "", "wajib diisi"),
    ],
)
def test_a_bad_choice_is_refused_and_the_link_stays_good(
    sqlite_app: Flask, password: str, repeat: str, words: str
) -> None:
    browser, link = Staff(sqlite_app), link_for(somebody())
    page = fill(browser, browser.open(link), password=password, repeat=repeat)
    assert page.status == 422
    assert words in page.text
    assert fill(browser, page, password=NEW, repeat=NEW).h1 == "Masuk"


@pytest.mark.parametrize(
    ("kind", "minutes", "is_good"),
    [
        (LinkKind.RESET, 59, True),
        (LinkKind.RESET, 60, False),
        (LinkKind.INVITATION, 7 * 24 * 60 - 1, True),
        (LinkKind.INVITATION, 7 * 24 * 60, False),
    ],
)
def test_links_expire(sqlite_app: Flask, kind: LinkKind, minutes: int, is_good: bool) -> None:
    link, at = link_for(somebody(), kind), now()
    with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
        assert Staff(sqlite_app).open(link).status == (200 if is_good else 404)


def test_used_unknown_malformed_and_disabled_are_one_page(sqlite_app: Flask) -> None:
    disabled = link_for(somebody(disabled_on=now().date()))
    older = somebody()
    dead = [
        disabled,
        link_for(older),
        "/masuk/tautan/x",
        "/masuk/tautan/%00%ff",
        "/masuk/tautan/" + "A" * 3000,
    ]
    link_for(older)
    texts = {Staff(sqlite_app).open(link).text for link in dead}
    assert len(texts) == 1


def test_two_who_press_at_once_do_not_both_win(app: Flask) -> None:
    """The command decides, whatever both pages saw."""
    from portal.accounts.passwords import set_password_by_link
    from portal.accounts.signing_in import ANONYMOUS
    from portal.errors import NotFound

    token = link_for(somebody()).rsplit("/", 1)[1]
    facts = {"token": token, "vault_key": secret_keys().vault_key, "at": now()}
    set_password_by_link(ANONYMOUS, hashed="x", **facts)
    before = counts()
    with pytest.raises(NotFound):
        set_password_by_link(ANONYMOUS, hashed="y", **facts)
    assert counts() == before
