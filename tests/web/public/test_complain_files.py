"""Photos and papers with a complaint: drawn anew, named when bad, kept when the form returns."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from PIL import Image

from portal.complaints.models import Attachment, Complaint
from portal.database import db
from portal.files.facts import LARGEST_POST
from portal.files.store import FileStore
from tests import factories as make
from tests.visitor import Visitor
from tests.web.public.test_complain import STORY, code_on

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_ten():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def url(sqlite_app: Flask) -> str:
    root = make.make_unit(name="Kabupaten Sungai Raya", kind="pemda")
    _counter, code = make.make_counter(make.make_unit(parent_id=root.id), number="3")
    return f"/l/{code}/pengaduan"


@pytest.fixture
def folder(sqlite_app: Flask) -> Path:
    return Path(sqlite_app.config["PORTAL"].files_folder)


def photo(colour: str = "teal") -> bytes:
    raw = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Pembuat Kamera"
    exif[0x8825] = {1: "S", 2: (0.0, 1.0, 2.0)}
    Image.new("RGB", (40, 30), colour).save(raw, "JPEG", exif=exif)
    return raw.getvalue()


def sending(*files: tuple[bytes, str], **facts: str) -> Any:
    return {"story": STORY, **facts, "files": [(BytesIO(raw), name) for raw, name in files]}


def attached() -> list[tuple[str, str]]:
    rows = db.session.execute(sa.select(Attachment.title, Attachment.kind).order_by("title"))
    return [(row.title, row.kind) for row in rows]


def count() -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(Complaint)).scalar_one()


def test_a_photo_is_stored_without_what_the_camera_wrote(
    sqlite_visitor: Visitor, url: str, folder: Path
) -> None:
    raw = photo()
    done = sqlite_visitor.send(sqlite_visitor.open(url), sending((raw, "IMG_20261123_095901.jpg")))
    assert code_on(done)
    assert attached() == [("Foto 1", "jpeg")]
    (path,) = folder.iterdir()
    stored = path.read_bytes()
    assert b"Pembuat Kamera" in raw
    assert b"Pembuat Kamera" not in stored
    assert stored != raw
    assert path.stat().st_mtime % 86_400 == 0


def test_a_bad_file_is_named_and_neither_text_nor_the_good_one_is_lost(
    sqlite_visitor: Visitor, url: str, folder: Path
) -> None:
    page = sqlite_visitor.open(url)
    bad = (b"<script>alert(1)</script>", "surat.pht")
    back = sqlite_visitor.send(page, sending((photo(), "a.jpg"), bad))
    assert (back.status, count()) == (422, 0)
    assert "surat.pht bukan foto atau PDF." in back.text
    assert back.fields()["story"].strip() == STORY
    assert "tidak perlu dipilih lagi" in back.text
    done = sqlite_visitor.send(back)
    assert code_on(done)
    assert attached() == [("Foto 1", "jpeg")]
    assert FileStore(folder).names() == set(names())


def names() -> list[str]:
    return list(db.session.execute(sa.select(Attachment.name)).scalars())


def test_a_kept_file_can_be_left_out_again(sqlite_visitor: Visitor, url: str) -> None:
    back = sqlite_visitor.send(sqlite_visitor.open(url), sending((photo(), "a.jpg"), story=""))
    sqlite_visitor.send(back, {"story": STORY, "keep": []})
    assert (count(), attached()) == (1, [])


def test_kept_files_belong_to_their_own_form(sqlite_visitor: Visitor, url: str) -> None:
    back = sqlite_visitor.send(sqlite_visitor.open(url), sending((photo(), "a.jpg"), story=""))
    stolen = {name: back.fields()[name] for name in ("kept", "keep")}
    sqlite_visitor.send(sqlite_visitor.open(url), {"story": STORY, **stolen})
    assert (count(), attached()) == (1, [])
    for text in ("", "x", stolen["kept"][:-2], stolen["kept"] + "A"):
        sqlite_visitor.send(
            sqlite_visitor.open(url), {"story": STORY, "kept": text, "keep": stolen["keep"]}
        )
    assert attached() == []


def test_numbers_are_asked_about_and_the_photo_is_not_chosen_again(
    sqlite_visitor: Visitor, url: str
) -> None:
    page = sqlite_visitor.open(url)
    asked = sqlite_visitor.send(page, sending((photo(), "a.jpg"), story="Telepon 081234567890 ya."))
    sqlite_visitor.send(asked, button=("numbers", "hide"))
    assert (count(), attached()) == (1, [("Foto 1", "jpeg")])


def test_more_than_five_are_refused_in_words(sqlite_visitor: Visitor, url: str) -> None:
    files = [(photo(), f"{n}.jpg") for n in range(6)]
    back = sqlite_visitor.send(sqlite_visitor.open(url), sending(*files))
    assert (back.status, count()) == (422, 0)
    assert "Paling banyak 5 berkas." in back.text


def test_far_too_much_is_refused_before_it_is_read(sqlite_app: Flask, url: str) -> None:
    answer = sqlite_app.test_client().post(
        f"{url}?kirim",
        data=b"--x",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(LARGEST_POST + 1)},
    )
    assert answer.status_code == 413
    assert "tulisan Anda masih ada di formulir" in answer.get_data(as_text=True)
    assert count() == 0


def test_a_repeat_stores_no_file_again(sqlite_visitor: Visitor, url: str, folder: Path) -> None:
    page = sqlite_visitor.open(url)
    for _ in range(2):
        sqlite_visitor.send(page, sending((photo(), "a.jpg")))
    assert (count(), len(list(folder.iterdir()))) == (1, 1)


def test_where_files_cannot_be_stored_words_and_text_come_back(
    sqlite_visitor: Visitor, url: str, folder: Path
) -> None:
    folder.write_text("no folder")
    back = sqlite_visitor.send(sqlite_visitor.open(url), sending((photo(), "a.jpg")))
    assert (back.status, count()) == (503, 0)
    assert back.response.headers["Retry-After"] == "30"
    assert "Pilih lagi foto atau berkasnya." in back.text
    assert back.fields()["story"].strip() == STORY
    folder.unlink()
    sqlite_visitor.send(back)
    assert count() == 1


def test_files_of_an_old_form_are_asked_for_again(sqlite_visitor: Visitor, url: str) -> None:
    page = sqlite_visitor.open(url)
    with time_machine.travel(NOW.replace(day=26), tick=True):
        back = sqlite_visitor.send(page, sending((photo(), "a.jpg")))
        assert (back.status, count()) == (422, 0)
        assert "Pilih lagi foto atau berkasnya." in back.text
