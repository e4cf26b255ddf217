"""Mails in words: both languages, nothing forged by a name, the same when written twice."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.config import ROOT, Settings
from portal.language import Language, speaking
from portal.notifications.commands import Mail
from portal.notifications.letters import Stationery, letter, stationery
from portal.notifications.rules.kinds import SHAPES, Kind, checked
from portal.notifications.sealing import seal
from tests.conftest import SECRETS

AT = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)
KEY = SECRETS.vault_key
HANDLE = "a1" * 12
LINK = "https://suara.contoh.go.id/masuk/tautan/rahasia"
OPENING = {"name": "Budi", "link": LINK, "expires_at": "2026-11-09T03:04:00+00:00"}
DIGEST: dict[str, Any] = {
    "month": "2026-10",
    "revision": 1,
    "counted": 1120,
    "quarantined": 12,
    "struck": 3,
    "unit": "Kabupaten Sungai Raya",
    "index": "84.72",
    "lowest": "83.1",
    "highest": "86.0",
    "letter": "B",
    "answers": 812,
    "definition": "skm-2017/weight-1_9/available/1",
    "address": "https://suara.contoh.go.id/skor",
    "sequence": 123,
    "hash": "f" * 64,
}
REVISION = {**DIGEST, "revision": 2, "changes": 7, "reason": "Salah impor"}
READY = {"name": "Sari", "month": "2026-10", "address": "https://x.example/results/closing"}
DESK: dict[str, Any] = {
    "name": "Sari",
    "new": 1120,
    "mine": 1,
    "soon": 2,
    "late": 3,
    "climbed": 1,
    "numbers": "7K3Q9MXT 2ABCDEFG",
    "more": 1118,
    "address": "https://suara.contoh.go.id/desk",
}
ANSWERED: dict[str, Any] = {
    "language": "id",
    "address": "https://suara.contoh.go.id/lacak",
    "recipient": "warga@surat.example",
}
EVERY = [
    (Kind.INVITATION, OPENING),
    (Kind.PASSWORD_RESET, OPENING),
    (Kind.MONTH_READY, READY),
    (Kind.CLOSING_DIGEST, DIGEST),
    (Kind.REVISION_DIGEST, REVISION),
    (Kind.DESK_DIGEST, DESK),
    (Kind.CASE_ANSWERED, ANSWERED),
]


def paper(folder: Path = ROOT, **facts: Any) -> Stationery:
    url = "https://suara.contoh.go.id"
    known = {"instance": folder, "database_url": "sqlite://", "base_url": url, **facts}
    return stationery(Settings(**known), KEY)


def written(
    kind: Kind, facts: dict[str, Any], recipient: str = "budi@contoh.go.id"
) -> EmailMessage:
    """The mail after a trip over the wire: as the reader's program understands it."""
    known = checked(kind, facts)
    for name in SHAPES[kind].secret:
        known[name] = seal(KEY, handle=HANDLE, name=name, text=str(known[name]))
    mail = Mail(HANDLE, kind, recipient, known, AT, 1, AT + timedelta(minutes=15))
    sent = letter(mail, paper(mail_from="Kab. Sungai Raya <surat@contoh.go.id>"))
    read = message_from_bytes(bytes(sent), policy=default)
    assert isinstance(read, EmailMessage)
    return read


@pytest.mark.parametrize(("kind", "facts"), EVERY, ids=[kind for kind, _facts in EVERY])
@pytest.mark.parametrize("spoken", Language)
def test_every_kind_has_its_words(kind: Kind, facts: dict[str, Any], spoken: Language) -> None:
    facts = {**facts, "language": spoken.value} if "language" in facts else facts
    with speaking(spoken):
        message = written(kind, facts)
    text = message.get_content().replace("\r\n", "\n")
    assert message["Subject"]
    assert "%(" not in text
    assert "{{" not in text
    assert "\n\n\n" not in text
    assert "https://suara.contoh.go.id" in text
    assert ("sent this mail by itself" in text) == (spoken is Language.ENGLISH)
    assert max(len(line) for line in text.splitlines()) < 160


def test_no_kind_is_without_a_test() -> None:
    assert {kind for kind, _facts in EVERY} == set(Kind)


def test_the_link_arrives_whole_and_says_how_long_it_lives() -> None:
    text = written(Kind.INVITATION, OPENING).get_content().replace("\r\n", "\n")
    assert f"\n{LINK}\n" in text
    assert "sampai Senin, 9 November 2026 pukul 10.04" in text


def test_the_digest_tells_counts_index_interval_and_the_head() -> None:
    message = written(Kind.CLOSING_DIGEST, DIGEST)
    text = message.get_content().replace("\r\n", "\n")
    assert message["Subject"] == "Oktober 2026 ditutup: simpan surat ini"
    for words in (
        "Jawaban diterima: 1.135",
        "ditahan: 12",
        "Indeks Kabupaten Sungai Raya: 84,72",
        "mutu: B",
        "selang 95 persen: 83,10 sampai 86,00",
        "dari 812 jawaban",
        "baris 123:\n" + "f" * 64,
    ):
        assert words in text


def test_a_digest_without_a_public_index_says_so() -> None:
    blank = dict.fromkeys(("index", "lowest", "highest", "letter"), "")
    text = written(Kind.CLOSING_DIGEST, {**DIGEST, **blank}).get_content().replace("\r\n", "\n")
    assert "Indeks keseluruhan tidak dipublikasikan" in text
    assert "selang" not in text


def test_a_revision_says_what_changed_and_why() -> None:
    text = written(Kind.REVISION_DIGEST, REVISION).get_content().replace("\r\n", "\n")
    assert "7 angka berubah" in text
    assert "Alasan: Salah impor" in text


def test_written_twice_it_is_the_same_mail() -> None:
    first, second = (written(Kind.INVITATION, OPENING) for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"] == f"<{HANDLE}@contoh.go.id>"
    assert bytes(first) == bytes(second)
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Date"].datetime == AT


@pytest.mark.parametrize(
    "name",
    [
        "Budi\r\nBcc: semua@contoh.go.id",
        "Budi\nSubject: palsu",
        "Budi\x0bX: y",
        "Budi\u2028Bcc: x@y.z",
        "Budi\x00\x1b[31m",
        "=?utf-8?q?x=0ABcc:_a@b.c?=",
        "{{ 7*7 }} %(n)s {% raise %}",
    ],
)
def test_no_name_forges_a_header_or_a_line(name: str) -> None:
    message = written(Kind.INVITATION, {**OPENING, "name": name})
    assert message["Bcc"] is None
    assert message.get_all("Subject") == ["Undangan memakai Suara Loket"]
    first = message.get_content().replace("\r\n", "\n").splitlines()[0]
    assert (
        first
        == "Yth. " + " ".join("".join(c if c.isprintable() else " " for c in name).split()) + ","
    )
    assert len(message.keys()) == len(set(message.keys())) == 11


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_times_are_local(zone: str) -> None:
    own = paper(timezone=ZoneInfo(zone))
    sealed = seal(KEY, handle=HANDLE, name="link", text=LINK)
    mail = Mail(HANDLE, Kind.INVITATION, "a@b.id", {**OPENING, "link": sealed}, AT, 1, AT)
    hour = "10.04" if zone == "Asia/Jakarta" else "12.04"
    assert f"pukul {hour}" in letter(mail, own).get_content().replace("\r\n", "\n")


def test_the_sender_is_the_installations_own() -> None:
    assert str(paper().sender) == "Suara Loket <suara-loket@suara.contoh.go.id>"
    assert str(paper(mail_from="a@b.id").sender) == "Suara Loket <a@b.id>"
    assert str(paper(base_url="http://127.0.0.1:8000").sender.addr_spec).endswith("127.0.0.1")


def test_sealed_under_another_key_it_cannot_be_written() -> None:
    sealed = seal("ab" * 32, handle=HANDLE, name="link", text=LINK)
    mail = Mail(HANDLE, Kind.INVITATION, "a@b.id", {**OPENING, "link": sealed}, AT, 1, AT)
    with pytest.raises(ValueError, match="another key"):
        letter(mail, paper())


def test_nobody_who_is_away_answers_a_program() -> None:
    message = written(Kind.DESK_DIGEST, DESK)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["X-Auto-Response-Suppress"] == "All"


def test_the_desk_reads_counts_and_addresses() -> None:
    text = written(Kind.DESK_DIGEST, DESK).get_content().replace("\r\n", "\n")
    assert "  belum ditangani siapa pun: 1.120\n" in text
    assert "https://suara.contoh.go.id/desk/complaints/7K3Q9MXT\n" in text
    assert "dan 1.118 lainnya: https://suara.contoh.go.id/desk\n" in text
    calm = {**DESK, "new": 0, "soon": 0, "late": 0, "climbed": 0, "more": 0}
    less = written(Kind.DESK_DIGEST, calm).get_content()
    assert "terlambat" not in less
    assert "lainnya" not in less


@pytest.mark.parametrize(("spoken", "words"), [("id", "sudah dijawab"), ("en", "answered")])
def test_a_reporter_is_written_to_in_the_language_of_the_report(spoken: str, words: str) -> None:
    facts = {**ANSWERED, "language": spoken}
    message = written(Kind.CASE_ANSWERED, facts, recipient="(tersegel)")
    assert message["To"] == "warga@surat.example"
    assert words in message.get_content()
