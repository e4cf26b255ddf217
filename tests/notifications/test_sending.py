"""Rounds against a real SMTP server: what is sent, tried again, given up; and what is left."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from flask import Flask

from portal.authority import RESIDENT
from portal.clock import now
from portal.errors import NotAllowed
from portal.notifications import delivery
from portal.notifications.delivery import Courier, mail_server
from portal.notifications.letters import stationery
from portal.notifications.sending import Round, send_due_mail
from portal.web.limits import settings
from tests.conftest import SECRETS
from tests.notifications.mails import ACTOR, LINK, month_mail, reset_mail, stored
from tests.notifications.post_office import (
    PASSWORD,
    USER,
    PostOffice,
    courier_to,
    free_port,
    knows_password,
    open_post_office,
)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


def send(courier: Courier, *, stop_after: int | None = None, vault_key: str = "") -> Round:
    paper = stationery(settings(), vault_key or SECRETS.vault_key)
    asked = iter(range(1_000))

    def is_over() -> bool:
        return stop_after is not None and next(asked) >= stop_after

    return send_due_mail(ACTOR, courier=courier, paper=paper, is_over=is_over)


def test_what_is_due_arrives_once_and_is_noted(app: Flask, office: PostOffice) -> None:
    first, second = reset_mail(), month_mail()
    assert send(courier_to(office)) == Round(sent=2)
    assert send(courier_to(office)) == Round()
    assert sorted(office.handles()) == sorted([first, str(second)])
    assert sorted(office.recipients) == ["budi@contoh.go.id", "sari@contoh.go.id"]
    message = stored(first)
    assert message.sent_at is not None
    assert "link" not in message.facts
    assert any(LINK in one.get_content() for one in office.arrived)


def test_a_refused_recipient_is_given_up_at_once_and_the_others_go(
    app: Flask, office: PostOffice
) -> None:
    office.refuse["hilang@contoh.go.id"] = (
        f"550 5.1.1 <hilang@contoh.go.id> tidak ada, lihat {LINK}"
    )
    gone, there = reset_mail("hilang@contoh.go.id"), reset_mail("ada@contoh.go.id")
    assert send(courier_to(office)) == Round(sent=1, given_up=1)
    message = stored(gone)
    assert message.given_up_at is not None
    assert message.failure.startswith("penerima ditolak: 550 5.1.1")
    assert LINK not in message.failure
    assert "link" not in message.facts
    assert office.handles() == [there]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"refuse": {"budi@contoh.go.id": "451 4.7.1 greylisted"}}, "penerima ditolak: 451"),
        ({"sender_answer": "550 5.7.1 relay"}, "pengirim ditolak: 550"),
        ({"data_answer": "554 5.7.1 spam"}, "isi ditolak: 554"),
        ({"data_answer": "452 4.3.1 penuh"}, "isi ditolak: 452"),
        ({"data_answer": "421 4.3.2 tutup"}, "isi ditolak: 421"),
    ],
)
def test_what_may_pass_is_tried_again(
    app: Flask, office: PostOffice, facts: dict, words: str
) -> None:
    handle = reset_mail()
    for name, value in facts.items():
        setattr(office, name, value)
    assert send(courier_to(office)) == Round(waiting=1)
    message = stored(handle)
    assert message.failure.startswith(words)
    assert (message.given_up_at, message.attempts) == (None, 1)
    assert "link" in message.facts
    for name in facts:
        setattr(office, name, {} if name == "refuse" else "")
    assert send(courier_to(office)) == Round()
    with time_machine.travel(now() + timedelta(minutes=1)):
        assert send(courier_to(office)) == Round(sent=1)
    assert office.handles() == [handle]


def test_a_server_that_is_away_ends_the_round_and_costs_one_attempt(app: Flask) -> None:
    handles = [reset_mail(f"orang{number}@contoh.go.id") for number in range(3)]
    nobody = Courier(mail_server(f"smtp://127.0.0.1:{free_port()}"))
    assert send(nobody) == Round(waiting=1)
    assert sorted(stored(handle).attempts for handle in handles) == [0, 0, 1]
    failed = next(stored(h).failure for h in handles if stored(h).attempts)
    assert failed == "server surel tidak menerima: ConnectionRefusedError"


def test_a_silent_server_is_left_after_the_time_out(
    sqlite_app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "TIMEOUT", 0.3)
    office.delay = 2.0
    handle = reset_mail()
    assert send(courier_to(office)) == Round(waiting=1)
    assert stored(handle).failure == "sambungan terputus: SMTPServerDisconnected"


def test_a_server_that_loses_the_connection_gets_it_again_with_the_same_message_id(
    app: Flask, office: PostOffice
) -> None:
    """It had arrived, but the 250 was not heard: one of the duplicates that are possible."""
    handle = reset_mail()
    office.delay = 1.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "TIMEOUT", 0.75)
        assert send(courier_to(office)) == Round(waiting=1)
    office.delay = 0.0
    with time_machine.travel(now() + timedelta(minutes=1)):
        assert send(courier_to(office)) == Round(sent=1)
    assert office.handles() == [handle, handle]
    assert bytes(office.arrived[0]) == bytes(office.arrived[1])


def test_told_to_stop_it_finishes_the_mail_in_hand_only(app: Flask, office: PostOffice) -> None:
    handles = [reset_mail(f"orang{number}@contoh.go.id") for number in range(5)]
    assert send(courier_to(office), stop_after=2) == Round(sent=2)
    untouched = [handle for handle in handles if stored(handle).sent_at is None]
    assert [stored(handle).attempts for handle in untouched] == [0, 0, 0]


def test_two_rounds_at_once_send_nothing_twice(app: Flask, office: PostOffice) -> None:
    handles = [reset_mail(f"orang{number}@contoh.go.id") for number in range(30)]
    rounds: list[Round] = []

    def work() -> None:
        with app.app_context():
            rounds.append(send(courier_to(office)))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(office.handles()) == sorted(handles)
    assert sum(one.sent for one in rounds) == 30


def test_what_another_key_has_sealed_is_given_up(sqlite_app: Flask, office: PostOffice) -> None:
    handle = reset_mail()
    assert send(courier_to(office), vault_key="ab" * 32) == Round(given_up=1)
    assert stored(handle).failure == "isinya tidak dapat dibuka dengan kunci sekarang"
    assert office.arrived == []


def test_nobody_else_may_send(sqlite_app: Flask, office: PostOffice) -> None:
    reset_mail()
    paper = stationery(settings(), SECRETS.vault_key)
    with pytest.raises(NotAllowed):
        send_due_mail(RESIDENT, courier=courier_to(office), paper=paper, is_over=lambda: False)
    assert office.arrived == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://surat.example", ("smtp", "surat.example", 25, "", "")),
        ("smtps://a:b@surat.example", ("smtps", "surat.example", 465, "a", "b")),
        (
            "smtp+starttls://a%40x:p%2Fq@s.example:2525",
            ("smtp+starttls", "s.example", 2525, "a@x", "p/q"),
        ),
    ],
)
def test_the_setting_names_a_server(url: str, expected: tuple) -> None:
    found = mail_server(url)
    assert (found.scheme, found.host, found.port, found.user, found.password) == expected


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for 127.0.0.1, which this test's OpenSSL believes."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {key} -out {cert}"
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made.split(), *named], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


SIGNING_IN = {"authenticator": knows_password, "auth_required": True}


def url_of(scheme: str, office: PostOffice, password: str = PASSWORD) -> str:
    return f"{scheme}://{USER}:{quote(password, safe='')}@127.0.0.1:{office.port}"


def test_starttls_and_a_password(sqlite_app: Flask, certificate: ssl.SSLContext) -> None:
    handle = reset_mail()
    with open_post_office(tls_context=certificate, require_starttls=True, **SIGNING_IN) as office:
        assert send(Courier(mail_server(url_of("smtp+starttls", office)))) == Round(sent=1)
        assert office.handles() == [handle]


def test_smtps_and_a_password(sqlite_app: Flask, certificate: ssl.SSLContext) -> None:
    handle = reset_mail()
    with open_post_office(
        ssl_context=certificate, authenticator=knows_password, auth_require_tls=False
    ) as office:
        assert send(Courier(mail_server(url_of("smtps", office)))) == Round(sent=1)
        assert office.handles() == [handle]


def test_a_wrong_password_waits_and_is_written_nowhere(
    sqlite_app: Flask, certificate: ssl.SSLContext
) -> None:
    handle = reset_mail()
    with open_post_office(tls_context=certificate, require_starttls=True, **SIGNING_IN) as office:
        wrong = Courier(mail_server(url_of("smtp+starttls", office, "salah-s4ndi")))
        assert send(wrong) == Round(waiting=1)
    message = stored(handle)
    assert message.failure.startswith("server surel tidak menerima: 535")
    assert "s4ndi" not in message.failure
    assert message.given_up_at is None


def test_a_certificate_nobody_vouches_for_is_refused(
    sqlite_app: Flask, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = reset_mail()
    monkeypatch.delenv("SSL_CERT_FILE")
    with open_post_office(tls_context=certificate, require_starttls=True) as office:
        courier = Courier(mail_server(f"smtp+starttls://127.0.0.1:{office.port}"))
        assert send(courier) == Round(waiting=1)
        assert office.arrived == []
    assert stored(handle).failure == "server surel tidak menerima: SSLCertVerificationError"


def test_a_server_without_starttls_gets_no_password(sqlite_app: Flask, office: PostOffice) -> None:
    reset_mail()
    assert send(Courier(mail_server(url_of("smtp+starttls", office)))) == Round(waiting=1)
    assert office.arrived == []
