"""The own account: sessions seen and ended, the password changed, the factor nobody else's."""

import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person, StaffSession
from portal.accounts.totp import seal, unseal
from portal.authority import Role
from portal.clock import now
from portal.database import db
from portal.web.limits import secret_keys
from tests.factories import make_unit
from tests.staff import TOTP_SECRET, Staff
from tests.web.account.people import PASSWORD, code, fill, give_factor, press, sign_in, somebody

NEW = "payung merah di loteng"


def sessions() -> int:
    query = sa.select(sa.func.count()).select_from(StaffSession)
    return int(db.session.execute(query).scalar_one())


def test_sessions_are_listed_and_one_is_ended(app: Flask) -> None:
    person, stranger = somebody(), Staff(app, person=somebody())
    here, there = Staff(app, person=person), Staff(app)
    there.sign_in(person, device="Chrome, Android")
    page = here.open("/akun/sesi")
    assert "Chrome, Android" in page.text
    assert len(page.soup.select("tbody tr")) == 2
    row = next(i for i, f in enumerate(page.soup.find_all("form")) if "Android" in f.get_text())
    foreign = stranger.open("/akun/sesi")
    taken = stranger.client.post(
        page.form(row)["action"], data={"csrf_token": foreign.fields()["csrf_token"]}
    )
    assert taken.status_code == 404, "nobody ends the session of another"
    page = here.send(page, form=row)
    assert len(page.soup.select("tbody tr")) == 1
    assert there.open("/akun").h1 == "Masuk"
    assert here.open("/akun").h1 == "Akun Anda"


def test_signing_out_everywhere(app: Flask) -> None:
    person = somebody()
    here, there = Staff(app, person=person), Staff(app, person=person)
    page = press(here, here.open("/akun/sesi"), "Keluar dari semua perangkat")
    assert page.h1 == "Masuk"
    assert "semua perangkat" in page.text
    assert there.open("/akun").h1 == "Masuk"
    assert sessions() == 0


def test_a_changed_password_ends_the_others_and_changes_the_token(app: Flask) -> None:
    person = somebody()
    here, there = Staff(app), Staff(app, person=person)
    sign_in(here, person)
    page = here.open("/akun/sandi")
    wrong = fill(here, page, current="bukan yang ini", password=NEW, repeat=NEW)
    assert wrong.status == 422
    page = fill(here, wrong, current=PASSWORD, password=NEW, repeat=NEW)
    assert page.h1 == "Akun Anda"
    assert there.open("/akun").h1 == "Masuk"
    assert sign_in(Staff(app), person, NEW).h1 == "Beranda"


def test_the_secret_is_sealed_for_its_person(sqlite_app: Flask) -> None:
    key = secret_keys().vault_key
    sealed = seal(key, "abc", TOTP_SECRET)
    assert TOTP_SECRET.encode() not in sealed
    assert unseal(key, "abc", sealed) == TOTP_SECRET
    assert unseal(key, "abd", sealed) is None, "moved to another row it does not open"
    for at in range(len(sealed)):
        altered = bytearray(sealed)
        altered[at] ^= 1
        assert unseal(key, "abc", bytes(altered)) is None


def test_nobody_reads_anothers_secret_administrators_too(sqlite_app: Flask) -> None:
    """SecureDrop's SEC-01-001: no page shows a secret that is set up, not even to its owner."""
    victim, unit = give_factor(somebody()), make_unit()
    administrator = Staff(sqlite_app, person=give_factor(somebody((Role.ADMINISTRATOR, unit))))
    owner = Staff(sqlite_app, person=victim)
    for rule in sqlite_app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.endswith("static"):
            continue
        address = rule.rule
        for argument in rule.arguments:
            for wrapped in (f"<{argument}>", f"<int:{argument}>"):
                address = address.replace(wrapped, victim.handle)
        for browser in (administrator, owner):
            answer = browser.client.get(address)
            assert TOTP_SECRET not in answer.text.replace(" ", ""), address


def test_codes_are_renewed_and_the_factor_given_up_after_confirming(app: Flask) -> None:
    person = give_factor(somebody())
    browser = Staff(app)
    browser.sign_in(person, confirmed_at=None)
    page = press(browser, browser.open("/akun"), "Buat sepuluh kode baru")
    assert page.h1 == "Pastikan ini Anda"
    page = press(browser, fill(browser, page, code=code()), "Lanjutkan")
    assert len(page.soup.select("ul.codes code")) == 10
    page = press(browser, browser.open("/akun"), "Lepas faktor kedua")
    assert "Belum aktif" in page.text
    db.session.refresh(person)
    assert person.totp is None


def test_a_required_factor_is_not_given_up(app: Flask) -> None:
    person = give_factor(somebody((Role.SURVEY_EVALUATOR, make_unit())))
    browser = Staff(app, person=person)
    page = press(browser, browser.open("/akun"), "Lepas faktor kedua")
    assert "mewajibkan faktor kedua" in page.text
    assert db.session.execute(sa.select(Person.totp).where(Person.id == person.id)).scalar()


def test_replacing_the_factor_asks_for_the_old_one(app: Flask) -> None:
    browser = Staff(app)
    browser.sign_in(give_factor(somebody()), confirmed_at=None)
    page = browser.open("/akun/faktor-kedua")
    assert page.h1 == "Pastikan ini Anda"
    page = fill(browser, page, code=code())
    key = page.soup.find("code").get_text().replace(" ", "")
    assert key != TOTP_SECRET
    assert fill(browser, page, code=code(secret=key)).h1 == "Kode pemulihan Anda"
    assert now()
