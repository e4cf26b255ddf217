"""T8, the thief of the database or a backup: 1,000 planted canaries, none found.

A real `portal serve` behind a proxy and a real worker are used as people use them; then every
file is searched: database, WAL, backup, the queue's file, and what both programs logged.
"""

import itertools
import json
import re
import secrets
import string
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from flask import current_app
from flask.sessions import SecureCookieSessionInterface

from portal.accounts.factors import set_up_factor
from portal.accounts.hashing import hashed
from portal.accounts.models import Person, StaffSession
from portal.accounts.tokens import make_token
from portal.accounts.totp import new_secret, seal, unseal
from portal.authority import Role, Scope
from portal.backup.dump import write_backup
from portal.clock import now, today
from portal.database import db
from portal.notifications.models import Message
from portal.notifications.sealing import seal as seal_fact
from portal.notifications.sealing import unseal as unseal_fact
from portal.organisation.models import Unit
from portal.web.actors import SID
from portal.web.limits import secret_keys, settings
from tests.conftest import SECRETS, make_app
from tests.factories import make_counter, make_officer, make_unit
from tests.faults.server import Server, read_form
from tests.notifications.post_office import PostOffice, open_post_office
from tests.security.planted import Browser, Planted, Search, shapes
from tests.staff import actor_of, make_person, make_session
from tests.worker.worker_process import Worker, until

CODE = "ABC234"
SECRET_KINDS = ("login", "password", "session", "cookie", "link", "recovery", "totp", "token")
REPORTERS = ("reporter", "receipt")  # who complained, and what opens the case
EVERYWHERE = (*SECRET_KINDS, *REPORTERS, "address")
# Stored because they are needed, never logged.
LOGS_ONLY = ("name", "email", "nip", "comment", "story")

_numbers = itertools.count()


def _address() -> str:
    """A network of its own for each visit, half of them IPv6."""
    number = next(_numbers)
    if number % 2:
        return f"2001:db8:{0xA000 + number:x}:{secrets.randbits(15) + 4096:x}::{0xBEEF:x}"
    return f"198.{100 + number // 200}.{100 + number // 2 % 100}.{100 + secrets.randbelow(150)}"


@dataclass
class Town:
    """The installation under attack, used through its doors."""

    server: Server
    planted: Planted
    unit: Unit

    def browser(self) -> Browser:
        address = _address()
        self.planted.plant("address", address)
        return Browser(self.server.port, address)

    def person(self, **facts: object) -> Person:
        name, email = f"Siti {secrets.token_hex(6)}", f"{secrets.token_hex(8)}@contoh.go.id"
        self.planted.plant("name", name)
        self.planted.plant("email", email)
        db.session.rollback()  # a transaction that began with a read cannot write
        facts = {"totp": None, "name": name, "email": email, **facts}
        return make_person((Role.HANDLER, self.unit), **facts)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, office: PostOffice) -> Iterator[Town]:
    instance = tmp_path / "instance"
    instance.mkdir(mode=0o700)
    app = make_app(sqlite_url, instance, trusted_proxies=1)
    with app.app_context():
        unit = make_unit("PEMDA")
        make_counter(unit, code=CODE)
        db.session.commit()
        chosen = {"PORTAL_TRUSTED_PROXIES": "1", "PORTAL_SMTP_URL": office.url}
        town = Town(Server(sqlite_url, instance, chosen).start(), Planted(), unit)
        yield town
        town.server.end()
        db.session.remove()
        db.engine.dispose()


def _letters() -> str:
    """Sixteen letters: among hexadecimal digits a telephone number turns up, and is asked about."""
    return "".join(secrets.choice(string.ascii_lowercase) for _letter in range(16))


def _password() -> str:
    return f"payung {secrets.token_hex(8)}"


def _guess(town: Town, times: int) -> None:
    """People type their password where the name belongs, and names that are not there."""
    for _time in range(times):
        login, password = secrets.token_hex(9), _password()
        status, _text = town.browser().fill("/masuk", login=login, password=password)
        assert status == 422
        town.planted.plant("login", login)
        town.planted.plant("password", password)


def _sign_in(town: Town, times: int) -> None:
    for _time in range(times):
        password = _password()
        person, browser = town.person(password=hashed(password)), town.browser()
        status, text = browser.fill("/masuk", login=person.login, password=password)
        assert (status, person.name in text) == (200, True)
        cookie = next(one.value for one in browser.cookies if one.name == "portal")
        assert cookie
        town.planted.plant("password", password)
        # The signature alone opens nothing, the text before it is the token.
        town.planted.plant("cookie", cookie)
        town.planted.plant("session", _sid(cookie))


def _sid(cookie: str) -> str:
    """The token of the session, as Flask reads it from the cookie."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(current_app)
    assert serializer is not None
    return str(serializer.loads(cookie)[SID])


def _forget_passwords(town: Town, times: int, choosing: int) -> None:
    """Links go out by mail; some of them are opened and used."""
    people = [town.person() for _ in range(times)]
    for person in people:
        status, _text = town.browser().fill("/masuk/lupa", login=str(person.email))
        assert status == 200
    db.session.rollback()
    for message in db.session.execute(sa.select(Message)).scalars():
        sealed = json.loads(message.facts)["link"]
        link = unseal_fact(
            SECRETS.vault_key, handle=message.handle, name="link", sealed=_sealed(sealed)
        )
        town.planted.plant("link", link.rsplit("/", 1)[1])
    for link in town.planted.by_kind["link"][:choosing]:
        password = _password()
        status, _text = town.browser().fill(
            f"/masuk/tautan/{link}", password=password, repeat=password
        )
        assert status == 200
        town.planted.plant("password", password)


def _sealed(fact: object) -> str:
    return str(fact["sealed"] if isinstance(fact, dict) else fact)


def _set_up_factors(town: Town, times: int) -> None:
    for _time in range(times):
        person, secret = town.person(), new_secret()
        token, session = make_session(person)
        found = set_up_factor(
            actor_of(person),
            secret=secret,
            code=pyotp.TOTP(secret).at(now()),
            session=session.handle,
            vault_key=secret_keys().vault_key,
            at=now(),
        )
        town.planted.plant("totp", secret)
        town.planted.plant("recovery", *found.codes)
        town.planted.plant("session", token, found.token)


def _use_tokens(town: Town, times: int) -> None:
    administrator = actor_of(make_person((Role.ADMINISTRATOR, town.unit)))
    for number in range(times):
        token = make_token(
            administrator,
            name=f"Program {number}",
            scopes={Scope.INDICATORS_READ},
            unit="PEMDA",
            days=30,
            vault_key=secret_keys().vault_key,
            today=today(settings().timezone),
        ).token
        address = "/api/v1/units" if number % 2 else f"/api/v1/units/{token}"
        status, _text = town.browser().ask(address, Authorization=f"Bearer {token}")
        assert status == (200 if number % 2 else 404)
        town.planted.plant("token", token, token.removeprefix("sl_"))


def _rate(town: Town, times: int) -> None:
    for _time in range(times):
        browser, comment = town.browser(), f"antre {_letters()} lama"
        form = read_form(browser.ask(f"/l/{CODE}")[1], comment=comment)
        status, text = browser.ask(form.action, form.body)
        assert (status, "Terima kasih" in text) == (200, True)
        town.planted.plant("comment", comment)


def _complain(town: Town, times: int) -> None:
    """Every second reporter gives a name to be kept secret, every third comes back by the code."""
    for number in range(times):
        browser, story = town.browser(), f"akta {_letters()} belum jadi"
        given = {"story": story, "about": "layanan", "kind": "pengaduan", "identity": "tanpa_nama"}
        if number % 2:
            who = _reporter()
            town.planted.plant("reporter", *who.values())
            given |= {"identity": "dirahasiakan", **who}
        page = browser.ask(f"/l/{CODE}/pengaduan")[1]
        status, text = browser.send(page, f"/l/{CODE}/pengaduan?kirim=", **given)
        groups = re.findall(r"<li>(\d{4})</li>", text)
        assert (status, len(groups)) == (200, 5), text[:2000]
        town.planted.plant("receipt", "".join(groups), " ".join(groups))
        town.planted.plant("story", story)
        if number % 3 == 0:
            door = browser.ask("/lacak")[1]
            form = next(part for part in door.split("<form") if 'name="kode"' in part)
            status, text = browser.send(form, "/lacak", kode=" ".join(groups))
            assert (status, "Diterima" in text) == (200, True)


def _reporter() -> dict[str, str]:
    return {
        "name": f"Wati {secrets.token_hex(6)}",
        "phone": f"0812{secrets.randbelow(10**8):08}",
        "email": f"{secrets.token_hex(8)}@warga.test",
        "address": f"Jalan {secrets.token_hex(6)} 7",
    }


def _work(town: Town, office: PostOffice) -> None:
    """The worker sends all mails, and writes the queue's file."""
    instance = town.server.instance
    worker = Worker(town.server.database_url, instance, {"PORTAL_SMTP_URL": office.url}).start()
    until(lambda: not _waiting(), seconds=90, what=worker.log)
    assert worker.end() == 0
    assert office.arrived, "mails went out"


def _waiting() -> int:
    db.session.rollback()
    query = sa.select(sa.func.count()).select_from(Message).where(Message.sent_at.is_(None))
    return int(db.session.execute(query).scalar_one())


def _back_up(town: Town, folder: Path) -> Path:
    """A backup, opened, so that what it packs can be read."""
    backup = folder / "cadangan.zip"
    write_backup(town.server.database_url, backup)
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(folder / "dibuka")
    return folder / "dibuka"


def test_a_thousand_canaries_none_found(town: Town, office: PostOffice, tmp_path: Path) -> None:
    officer = make_officer(town.unit)
    town.planted.plant("nip", str(officer.nip))
    _guess(town, 45)
    _sign_in(town, 20)
    _forget_passwords(town, 110, choosing=10)
    _set_up_factors(town, 12)
    _use_tokens(town, 120)
    _rate(town, 40)
    _complain(town, 30)
    opened = _back_up(town, tmp_path)
    secret = Search(town.planted.of(*EVERYWHERE))
    wal = tmp_path / "portal.db-wal"
    assert wal.stat().st_size > 100_000, "the WAL is searched while it is full"
    assert secret.found_in_files([tmp_path / "portal.db", wal, *_files(opened)]) == {}
    _work(town, office)
    town.server.end()
    assert sum(len(set(town.planted.by_kind[kind])) for kind in EVERYWHERE) >= 1000
    files = _files(tmp_path)
    assert {"portal.db", "serve.log", "worker.log", "queue.db"} <= {path.name for path in files}
    assert secret.found_in_files(path for path in files if path.name != "secrets.json") == {}
    _nothing_personal_is_logged(town, [path for path in files if path.name.endswith(".log")])
    _the_search_finds(town, tmp_path)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _nothing_personal_is_logged(town: Town, logs: list[Path]) -> None:
    queue = town.server.instance / "queue.db"
    assert Search(town.planted.of(*LOGS_ONLY)).found_in_files([*logs, queue]) == {}
    lines = [json.loads(line) for line in town.server.log.splitlines()]
    assert len({line["request"] for line in lines if line["event"] == "request"}) >= 200
    assert not any("l/" in json.dumps(line) for line in lines), "residents are not logged at all"


def _the_search_finds(town: Town, folder: Path) -> None:
    """What is stored because it is needed is found by the same search: it is not blind."""
    kinds = ("comment", "story")
    found = Search(town.planted.of("name", *kinds)).found_in((folder / "portal.db").read_bytes())
    assert len(found) >= sum(len(town.planted.by_kind[kind]) for kind in kinds)


@pytest.mark.parametrize("canary", ["198.51.100.77", "2001:db8::77aa", "0123456789abcdef"])
def test_the_search_knows_every_shape(canary: str) -> None:
    search = Search({"uji": [canary]})
    for shape in shapes(canary):
        assert search.found_in(b"....\n\x00" + shape + b"\xff..") == {f"uji {canary}"}
        assert search.found_in(b"....\n\x00" + shape[:-1] + b"\xff..") == set()


def test_a_second_factor_moved_to_another_person_does_not_open(town: Town) -> None:
    """A thief who may write, too, gives the own phone to somebody else's account."""
    thief, victim = town.person(), town.person()
    key, secret = secret_keys().vault_key, new_secret()
    thief.totp = seal(key, thief.handle, secret)
    victim.totp = thief.totp
    victim.password = hashed("kursi biru di teras")
    db.session.commit()
    assert unseal(key, thief.handle, thief.totp) == secret
    assert unseal(key, victim.handle, victim.totp) is None
    browser = town.browser()
    _status, text = browser.fill("/masuk", login=victim.login, password="kursi biru di teras")
    assert "Faktor kedua" in text
    status, text = browser.send(text, "/masuk/kode", code=pyotp.TOTP(secret).now())
    assert (status, "Faktor kedua" in text) == (422, True)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StaffSession)) == 0


def test_a_sealed_link_moved_to_another_mail_does_not_open() -> None:
    sealed = seal_fact(SECRETS.vault_key, handle="a", name="link", text="rahasia")
    assert unseal_fact(SECRETS.vault_key, handle="a", name="link", sealed=sealed) == "rahasia"
    for handle, name in (("b", "link"), ("a", "name")):
        with pytest.raises(ValueError, match="another key"):
            unseal_fact(SECRETS.vault_key, handle=handle, name=name, sealed=sealed)


def test_a_secret_flipped_by_one_bit_does_not_open() -> None:
    sealed = seal(SECRETS.vault_key, "siti", "JBSWY3DPEHPK3PXP")
    for place in range(len(sealed) * 8):
        raw = bytearray(sealed)
        raw[place // 8] ^= 1 << place % 8
        assert unseal(SECRETS.vault_key, "siti", bytes(raw)) is None
