"""A handler's acts as a person does them: asked, answered, closed, noted, extended."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from PIL import Image

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Attachment, Complaint, Note
from portal.complaints.rules.words import State
from portal.database import db
from portal.organisation.models import RuleSet, Unit
from portal.web.desk.office_files import store
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import Staff, staff
from tests.visitor import Page

FILED = date(2026, 11, 2)
NOW = datetime(2026, 11, 4, 3, tzinfo=UTC)
TEXT = "Akta Anda <b>sudah</b> jadi & dapat diambil."


@dataclass
class Scene:
    """A unit, a case that is being handled, and its handler in a browser."""

    app: Flask
    unit: Unit
    case: Complaint

    @cached_property
    def browser(self) -> Staff:
        return staff(self.app, Role.HANDLER, self.unit)

    def open(self, act: str = "") -> Page:
        return self.browser.open(f"/desk/complaints/{self.case.number}{act and '/' + act}")

    def send(self, act: str, facts: dict[str, Any], button: tuple[str, str] | None = None) -> Page:
        return self.browser.send(self.open(act), facts, form=-1, button=button)


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    unit = make_unit(parent_id=make_unit().id)
    case = make_case(unit, FILED, state=State.IN_PROGRESS, klass="pengaduan")
    current_cycle(case).verified_on = FILED
    db.session.commit()
    return Scene(sqlite_app, unit, case)


def stored(scene: Scene) -> Complaint:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Complaint, scene.case.id)


def typed(page: Page, name: str) -> str:
    area = page.soup.find("textarea", attrs={"name": name})
    assert area is not None
    return area.get_text().strip()


@time_machine.travel(NOW, tick=True)
def test_asked_on_the_page(scene: Scene) -> None:
    asked = {"message": "Tanggal berapa Anda datang?", "reason": "Tanggalnya belum disebut."}
    page = scene.send("ask", {**asked, "reason": "ya"})
    assert page.status == 422
    assert typed(page, "message") == asked["message"]
    page = scene.send("ask", asked)
    assert "dijeda paling lama sampai Rabu, 18 November 2026" in page.text
    assert stored(scene).state == State.WAITING
    page = scene.open("ask")
    assert "Menunggu keterangan pelapor" in page.text
    assert not page.soup.find("textarea")


@time_machine.travel(NOW, tick=True)
def test_looked_at_first_then_answered(scene: Scene) -> None:
    page = scene.send("answer", {"text": TEXT}, ("lihat", "1"))
    assert page.status == 200
    assert page.text.count(TEXT) == 2  # typed, and as the reporter reads it
    assert stored(scene).state == State.IN_PROGRESS
    page = scene.browser.send(page, form=-1)
    assert "Jawaban terkirim" in page.text
    assert stored(scene).state == State.ANSWERED
    assert scene.open("answer").soup.find("textarea") is None
    page = scene.send("close", {"outcome": "selesai"})
    assert "Pengaduan ditutup" in page.text
    assert stored(scene).outcome == "selesai"


@time_machine.travel(NOW, tick=True)
def test_answered_and_closed_at_once(scene: Scene) -> None:
    page = scene.send("answer", {"text": TEXT, "outcome": "ditolak"})
    assert page.status == 422
    assert "Tulis alasannya" in page.text
    assert typed(page, "text") == TEXT
    page = scene.send("answer", {"text": TEXT, "outcome": "selesai"})
    assert "pengaduan ditutup" in page.text
    assert (stored(scene).state, stored(scene).is_solved) == (State.CLOSED, None)


@time_machine.travel(NOW, tick=True)
def test_a_file_goes_along_and_a_bad_one_is_named(scene: Scene) -> None:
    page = scene.open("answer")
    fields = page.fields(len(page.soup.find_all("form")) - 1)
    url = f"/desk/complaints/{scene.case.number}/answer"
    bad = {**fields, "text": TEXT, "files": (BytesIO(b"<svg/>"), "a.svg")}
    refused = scene.browser.client.post(url, data=bad)
    assert refused.status_code == 422
    assert "a.svg bukan foto atau PDF" in refused.get_data(as_text=True)
    assert stored(scene).state == State.IN_PROGRESS
    photo = BytesIO()
    Image.new("RGB", (40, 30), "red").save(photo, "JPEG")
    photo.seek(0)
    sent = scene.browser.client.post(url, data={**fields, "text": TEXT, "files": (photo, "b.jpg")})
    assert sent.status_code == 303
    (file,) = db.session.execute(sa.select(Attachment)).scalars()
    assert (file.side, file.kind, file.title) == ("office", "jpeg", "Lampiran 1")
    assert store().names() == {file.name}


@time_machine.travel(NOW, tick=True)
def test_a_file_of_a_refused_reply_does_not_stay(scene: Scene) -> None:
    page = scene.open("answer")
    fields = page.fields(len(page.soup.find_all("form")) - 1)
    photo = BytesIO()
    Image.new("RGB", (40, 30), "red").save(photo, "JPEG")
    photo.seek(0)
    data = {**fields, "text": TEXT, "version_fingerprint": "1", "files": (photo, "b.jpg")}
    url = f"/desk/complaints/{scene.case.number}/answer"
    assert scene.browser.client.post(url, data=data).status_code == 409
    assert store().names() == frozenset()


@time_machine.travel(NOW, tick=True)
def test_two_people_send_and_the_second_sees_what_changed(scene: Scene) -> None:
    first = scene.open("answer")
    other = staff(scene.app, Role.HANDLER, scene.unit)
    page = other.open(f"/desk/complaints/{scene.case.number}/note")
    other.send(page, {"text": "Sudah saya telepon bagian arsip."}, form=-1)
    page = scene.browser.send(first, {"text": TEXT}, form=-1)
    assert page.status == 409
    assert "Yang terjadi sejak halaman Anda dibuka" in page.text
    assert "Sudah saya telepon bagian arsip." in page.text
    assert typed(page, "text") == TEXT
    assert stored(scene).state == State.IN_PROGRESS
    page = scene.browser.send(page, form=-1)
    assert "Jawaban terkirim" in page.text


@time_machine.travel(NOW, tick=True)
def test_a_colleague_at_work_is_said(scene: Scene) -> None:
    other = staff(scene.app, Role.HANDLER, scene.unit)
    number = scene.case.number
    page = scene.open("note")
    token = page.fields(len(page.soup.find_all("form")) - 1)["csrf_token"]
    took = scene.browser.client.post(
        f"/desk/complaints/{number}/take-up", data={"csrf_token": token}
    )
    assert took.status_code == 303
    assert scene.browser.person is not None
    said = f"{scene.browser.person.name} sedang mengerjakan pengaduan ini"
    assert said in other.open(f"/desk/complaints/{number}/answer").text
    assert said not in scene.open("answer").text
    assert "Selesai mengerjakan" in scene.open().text
    assert "Saya kerjakan" in other.open(f"/desk/complaints/{number}").text
    with time_machine.travel(datetime(2026, 11, 4, 3, 16, tzinfo=UTC)):
        assert said not in other.open(f"/desk/complaints/{number}/answer").text
    scene.send("answer", {"text": TEXT})
    assert said not in other.open(f"/desk/complaints/{number}/note").text
    laid = scene.browser.client.post(
        f"/desk/complaints/{number}/lay-down", data={"csrf_token": token}
    )
    assert laid.status_code == 303
    acts = db.session.execute(sa.select(AuditEntry.action).order_by(AuditEntry.sequence))
    assert list(acts.scalars()) == ["take_up_case", "answer_case", "lay_down_case"]


@time_machine.travel(NOW, tick=True)
def test_nobody_else_takes_it_up(scene: Scene) -> None:
    elsewhere = make_unit()
    own = make_case(elsewhere, FILED)
    stranger = staff(scene.app, Role.HANDLER, elsewhere)
    token = stranger.open(f"/desk/complaints/{own.number}/note").fields(-1)["csrf_token"]
    for act in ("take-up", "lay-down"):
        url = f"/desk/complaints/{scene.case.number}/{act}"
        assert stranger.client.post(url, data={"csrf_token": token}).status_code == 404
    assert list(db.session.execute(sa.select(AuditEntry)).scalars()) == []


@time_machine.travel(NOW, tick=True)
def test_a_note_is_internal(scene: Scene) -> None:
    page = scene.send("note", {"text": "Sudah saya telepon bagian arsip."})
    assert "Catatan tersimpan" in page.text
    (note,) = db.session.execute(sa.select(Note)).scalars()
    assert note.side == "internal"


@time_machine.travel(NOW, tick=True)
def test_extended_where_the_rule_set_has_it(scene: Scene) -> None:
    assert "tidak mengenal perpanjangan" in scene.open("extend").text
    assert "Perpanjang waktu" not in scene.open().text
    db.session.execute(sa.update(RuleSet).values(extension_days=7))
    db.session.commit()
    assert "Perpanjang waktu" in scene.open().text
    page = scene.send("extend", {"reason": "Menunggu berkas dari kelurahan."})
    assert "Dijawab paling lambat Selasa, 1 Desember 2026" in page.text


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("answer", {"text": TEXT, "outcome": "arsip"}),
        ("answer", {"text": TEXT, "outcome": "selesai", "version_fingerprint": "9" * 40}),
        ("answer", {"text": TEXT, "version_fingerprint": "x"}),
        ("answer", {"text": "\x00" * 20}),
        ("close", {"outcome": "duplikat"}),
        ("close", {"outcome": "ditolak", "reason": "x" * 1001}),
        ("ask", {"message": TEXT, "reason": "\x00" * 20}),
        ("extend", {"reason": "Menunggu berkas.", "version_fingerprint": "-1"}),
        ("note", {"text": "x" * 4001}),
    ],
)
def test_bad_input_gets_words_and_changes_nothing(
    scene: Scene, act: str, facts: dict[str, str]
) -> None:
    db.session.execute(sa.update(RuleSet).values(extension_days=7))
    db.session.commit()
    page = scene.send(act, facts)
    assert page.status in (409, 422)
    assert page.soup.find(class_="errors") is not None
    assert (stored(scene).state, stored(scene).version) == (State.IN_PROGRESS, 2)


@pytest.mark.parametrize("act", ["ask", "answer", "close", "extend", "question"])
def test_another_unit_finds_nothing(scene: Scene, act: str) -> None:
    stranger = staff(scene.app, Role.HANDLER, make_unit())
    assert stranger.open(f"/desk/complaints/{scene.case.number}/{act}").status == 404
    coordinator = staff(scene.app, Role.COORDINATOR, scene.unit)
    assert coordinator.open(f"/desk/complaints/{scene.case.number}/{act}").status == 403
