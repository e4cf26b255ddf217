"""`/lacak`: what somebody with a receipt reads and does."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from PIL import Image

from portal.complaints.erasing import erase
from portal.complaints.models import Attachment, Complaint
from portal.complaints.rules.receipt import groups
from portal.database import db
from tests.complaints.receipts import (
    AT,
    DAY,
    again,
    answer,
    ask,
    cycles,
    make_receipt,
    make_tracked,
    steps,
)
from tests.factories import make_unit
from tests.visitor import Page, Visitor

UNKNOWN = "Kode ini tidak kami kenal."
TEXT = "Ini foto surat keterangan lahirnya."


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def form_of(page: Page, act: str) -> int:
    """The place of the form for this act."""
    for place, form in enumerate(page.soup.find_all("form")):
        hidden = form.find("input", attrs={"name": "act", "value": act})
        button = form.find("button", attrs={"name": "act", "value": act})
        if hidden or button:
            return place
    raise AssertionError(f"no form for {act}")


def look(visitor: Visitor, code: str | None = None, path: str = "/lacak") -> Page:
    page = visitor.open(path)
    return visitor.send(page, {"kode": make_receipt() if code is None else code}, form=1)


def do(visitor: Visitor, page: Page, act: str, **values: Any) -> Page:
    return visitor.send(page, values, form=form_of(page, act), button=("act", act))


def test_the_code_opens_the_case_and_the_address_stays(visitor: Visitor, app: Flask) -> None:
    make_tracked(make_unit(name="Dinas Kependudukan"))
    code = " ".join(groups(make_receipt()))
    page = look(visitor, code)
    assert (page.status, page.url.partition("?")[0]) == (200, "/lacak")
    assert page.h1 == "Pengaduan Anda"
    assert f"Dinas Kependudukan. Kode berakhiran {make_receipt()[-4:]}" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in page.response.headers
    assert "Dijawab paling lambat" in page.text
    assert "Hari ini hari kerja ke-5 dari 14. Sedang diperiksa." in page.text


def test_the_date_explains_itself(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit())
    page = look(sqlite_visitor)
    assert "Senin, 2 November 2026" in page.text
    assert "14 hari kerja" in page.text
    numbers = [int(cell.get_text()) for cell in page.soup.select(".calendar b")]
    assert numbers == list(range(1, 15))
    assert "Sabtu dan Minggu: 4 hari" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234", "Angkanya 4, seharusnya 20."),
        ("", "Angkanya 0, seharusnya 20."),
        ("abc <b>", "Angkanya 0, seharusnya 20."),
        ("1" * 21, "Angkanya 21, seharusnya 20."),
    ],
)
def test_a_wrong_length_is_told_as_such(sqlite_visitor: Visitor, typed: str, words: str) -> None:
    page = look(sqlite_visitor, typed)
    assert page.status == 422
    assert words in page.text


def test_a_slip_of_the_finger_is_told_as_such(sqlite_visitor: Visitor) -> None:
    code = make_receipt()
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    page = look(sqlite_visitor, wrong)
    assert page.status == 422
    assert "Ada angka yang salah ketik." in page.text
    assert page.fields(1)["kode"] == wrong, "it is corrected, not typed again"


def test_a_code_that_opens_nothing(sqlite_visitor: Visitor) -> None:
    page = look(sqlite_visitor, make_receipt(99))
    assert page.status == 404
    assert UNKNOWN in page.text


def test_get_with_anything_in_the_address_opens_nothing(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit())
    page = sqlite_visitor.open(f"/lacak?kode={make_receipt()}")
    assert page.h1 == "Lacak pengaduan"
    assert "Pengaduan Anda" not in page.text
    assert page.url.endswith("/lacak")
    assert make_receipt() not in page.response.get_data(as_text=True)


def test_another_site_is_refused(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit())
    page = sqlite_visitor.open("/lacak")
    page = sqlite_visitor.send(
        page, {"kode": make_receipt()}, form=1, Origin="https://lain.example"
    )
    assert page.status == 403
    assert "Pengaduan Anda" not in page.text


def photo() -> tuple[io.BytesIO, str]:
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(raw, "JPEG")
    raw.seek(0)
    return raw, "IMG_20261109_101500.jpg"


def test_a_note_with_a_photo_comes_back_as_a_download(visitor: Visitor) -> None:
    case = make_tracked(make_unit())
    page = do(visitor, look(visitor), "keterangan", text=TEXT, files=photo())
    assert page.status == 200
    assert "Keterangan Anda tersimpan." in page.text
    assert TEXT in page.text
    assert steps(case) == ["filed", "written"]
    stored = db.session.query(Attachment).one()
    assert "IMG_2026" not in stored.title
    file = visitor.client.post("/lacak", data=page.fields(form_of(page, "berkas")))
    assert file.status_code == 200
    assert file.headers["Content-Disposition"] == 'attachment; filename="lampiran-1.jpg"'
    assert file.headers["Cache-Control"] == "no-store"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.data.startswith(b"\xff\xd8\xff")


def test_a_bad_file_is_named_and_the_text_stays(sqlite_visitor: Visitor) -> None:
    case = make_tracked(make_unit())
    bad = (io.BytesIO(b"<svg onload=alert(1)>"), "gambar.svg")
    page = do(sqlite_visitor, look(sqlite_visitor), "keterangan", text=TEXT, files=bad)
    assert page.status == 422
    assert "gambar.svg bukan foto atau PDF" in page.text
    assert page.fields(form_of(page, "keterangan"))["text"].strip() == TEXT
    assert steps(case) == ["filed"]


def test_the_same_form_twice_is_one_note(visitor: Visitor) -> None:
    case = make_tracked(make_unit())
    page = look(visitor)
    for _twice in range(2):
        sent = do(visitor, page, "keterangan", text=TEXT)
        assert sent.status == 200
        assert "Keterangan Anda tersimpan." in sent.text
    assert steps(case) == ["filed", "written"]
    do(visitor, sent, "keterangan", text="Satu lagi.")
    assert steps(case) == ["filed", "written", "written"]


def test_an_old_page_keeps_the_text(sqlite_visitor: Visitor) -> None:
    case = make_tracked(make_unit())
    page = look(sqlite_visitor)
    with time_machine.travel(AT + timedelta(hours=25), tick=False):
        page = do(sqlite_visitor, page, "keterangan", text=TEXT)
    assert page.status == 422
    assert "terlalu lama terbuka" in page.text
    assert page.fields(form_of(page, "keterangan"))["text"].strip() == TEXT
    assert steps(case) == ["filed"]


def test_an_answered_question_lets_the_clock_run(sqlite_visitor: Visitor) -> None:
    case = make_tracked(make_unit())
    ask(case, DAY + timedelta(days=2), until=DAY + timedelta(days=28))
    page = look(sqlite_visitor)
    assert "Kami bertanya kepada Anda" in page.text
    assert "Menunggu keterangan Anda sampai 30 November 2026." in page.text
    assert "jeda, menunggu foto dari Anda" in page.text
    page = do(sqlite_visitor, page, "keterangan", text=TEXT)
    assert "Anda menjawab" in page.text
    assert "Hitungan berjalan lagi" in page.text
    assert again(case).state == "in_progress"


def answered(**facts: Any) -> Complaint:
    case = make_tracked(make_unit(parent_id=make_unit(name="Kabupaten").id), **facts)
    answer(case, date(2026, 11, 6))
    return case


def test_solved_and_rated(sqlite_visitor: Visitor) -> None:
    case = answered()
    page = look(sqlite_visitor)
    assert "Apakah masalah Anda sudah selesai?" in page.text
    assert "sampai Jumat, 20 November 2026" in page.text
    page = do(sqlite_visitor, page, "selesai")
    assert "Tercatat: menurut Anda sudah selesai." in page.text
    page = do(sqlite_visitor, page, "nilai", mark="4")
    assert "Penilaian Anda tersimpan" in page.text
    assert "Sangat baik" not in page.text, "no mark stays on the screen"
    case = again(case)
    assert (case.is_solved, case.rated, case.state) == (True, 4, "closed")


def test_unsolved_opens_it_again(visitor: Visitor) -> None:
    case = answered()
    page = do(visitor, look(visitor), "belum", text="Aktanya belum ada.")
    assert "Pengaduan dibuka kembali" in page.text
    assert "Dibuka kembali Senin, 9 November 2026" in page.text
    assert "Aktanya belum ada." in page.text
    assert [cycle.is_solved for cycle in cycles(again(case))] == [False, None]


def test_a_poor_rating_offers_a_second_look_one_level_up(sqlite_visitor: Visitor) -> None:
    case = answered()
    page = do(sqlite_visitor, look(sqlite_visitor), "nilai", mark="1")
    page = do(sqlite_visitor, page, "banding", text="Ditolak tanpa alasan.")
    assert "Kabupaten memeriksa ulang penanganannya." in page.text
    assert again(case).is_appeal


def test_no_face_chosen(sqlite_visitor: Visitor) -> None:
    case = answered()
    page = do(sqlite_visitor, look(sqlite_visitor), "nilai")
    assert page.status == 422
    assert "Pilih satu wajah" in page.text
    assert again(case).rated is None


def test_what_came_too_late_is_told_in_words(sqlite_visitor: Visitor) -> None:
    case = answered()
    page = look(sqlite_visitor)
    case.closed_on, case.state, case.cycle = date(2026, 11, 6), "closed", 1
    db.session.commit()
    do(sqlite_visitor, page, "belum")
    page = do(sqlite_visitor, page, "selesai")
    assert page.status == 409
    assert "sudah berubah" in page.text


def test_after_30_days_it_is_asked_about_retaliation(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit())
    assert "perlakuan buruk" not in look(sqlite_visitor).text
    with time_machine.travel(AT + timedelta(days=23), tick=False):
        page = look(sqlite_visitor)
        refused = do(sqlite_visitor, page, "sesudah", text="Tulisan ini tetap.")
        assert refused.status == 422
        assert "Tulisan ini tetap." in refused.text
        page = do(sqlite_visitor, page, "sesudah", mistreated="ya", text="Saya diancam.")
    assert "Unit itu tidak membacanya." in page.text
    assert "Saya diancam." not in page.text


def test_english(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit())
    page = look(sqlite_visitor, path="/lacak?lang=en")
    assert page.h1 == "Your complaint"
    assert "Why this date?" in page.text
    assert "lang=en" in str(page.form(0).get("action"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"state": "closed", "outcome": "ditolak", "closed_on": DAY},
            "Ditutup Senin, 2 November 2026 Ditolak.",
        ),
        ({"erased_on": DAY, "story": ""}, "Isi pengaduan ini sudah dihapus"),
        ({"released_on": None, "state": "received"}, "Menunggu dibaca mulai hari berikutnya"),
        (
            {"kind": "apresiasi", "klass": "apresiasi", "state": "received"},
            "Apresiasi disampaikan kepada petugas",
        ),
        ({"identity": "dirahasiakan"}, "Belum pernah dibuka."),
        ({"identity": "terbuka"}, "Anda memberi nama terbuka"),
    ],
)
def test_every_case_answers_with_words(
    sqlite_visitor: Visitor, facts: dict[str, Any], words: str
) -> None:
    make_tracked(make_unit(), **facts)
    page = look(sqlite_visitor)
    assert page.status == 200
    assert words in page.text


def test_a_merged_case_goes_on_with_the_main_one(sqlite_visitor: Visitor) -> None:
    unit = make_unit()
    main = make_tracked(unit, 1, story="Rahasia pelapor lain.")
    facts = {"state": "closed", "outcome": "duplikat", "closed_on": DAY}
    make_tracked(unit, 2, merged_into_id=main.id, **facts)
    answer(main, date(2026, 11, 6))
    opened = look(sqlite_visitor, make_receipt(1))
    do(sqlite_visitor, opened, "belum", text="Rahasia kedua.")
    page = look(sqlite_visitor, make_receipt(2))
    assert "Digabung dengan pengaduan lain tentang hal yang sama" in page.text
    assert "Dijawab" in page.text
    assert "Rahasia" not in page.text
    reopened = page.soup.select(".timeline")[1].get_text(" ")
    assert "Dibuka kembali" in reopened
    assert "Pelapor" in reopened
    assert "Anda" not in reopened
    page = do(sqlite_visitor, page, "keterangan", text=TEXT)
    assert "Keterangan Anda tersimpan." in page.text
    assert TEXT not in look(sqlite_visitor, make_receipt(1)).text


def test_numbers_of_people_are_hidden_on_the_screen(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit(), story="Hubungi 0812-3456-7890 atau budi@contoh.id.")
    page = look(sqlite_visitor)
    assert "0812-3456" not in page.text
    assert "budi@" not in page.text


def test_after_the_exit_what_the_history_keeps_opens_nothing(sqlite_visitor: Visitor) -> None:
    make_tracked(make_unit())
    entry = sqlite_visitor.open("/lacak")
    case = sqlite_visitor.send(entry, {"kode": make_receipt()}, form=1)
    left = do(sqlite_visitor, case, "keluar")
    assert left.h1 == "Sebentar"
    assert left.response.headers["Refresh"].startswith("0; url=https://")
    assert left.response.headers["Cache-Control"] == "no-store"
    for again_sent in (
        sqlite_visitor.send(entry, {"kode": make_receipt()}, form=1),
        do(sqlite_visitor, case, "keterangan", text=TEXT),
    ):
        assert again_sent.status == 409
        assert again_sent.h1 == "Lacak pengaduan"
        assert make_receipt() not in again_sent.response.get_data(as_text=True)
    assert look(sqlite_visitor).h1 == "Pengaduan Anda", "typed again it opens"


def test_the_page_weighs_little(sqlite_visitor: Visitor) -> None:
    case = answered()
    do(sqlite_visitor, look(sqlite_visitor), "keterangan", text=TEXT)
    assert steps(case)[-1] == "written"
    response = sqlite_visitor.client.post(
        "/lacak", data={"kode": make_receipt()}, headers={"Accept-Encoding": "gzip"}
    )
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.data) <= 14 * 1024


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "tidak-ada"},
        {"act": "keterangan"},
        {"act": "keterangan", "ticket": "x" * 500, "text": "\x00\x0b<script>"},
        {"act": "berkas", "file": "999"},
        {"act": "berkas", "file": "../../etc/passwd"},
        {"act": "nilai", "mark": "9" * 50, "cycle": "١"},
        {"act": "belum", "cycle": "-1"},
        {"act": "sesudah", "mistreated": "mungkin"},
        {"visit": "zz", "act": ""},
    ],
)
def test_nothing_sent_breaks_the_page_or_changes_the_case(
    sqlite_visitor: Visitor, sent: dict[str, str]
) -> None:
    case = make_tracked(make_unit())
    page = sqlite_visitor._page("POST", "/lacak", {"kode": make_receipt(), **sent}, {})
    assert page.status in (200, 404, 422)
    assert (again(case).version, steps(case)) == (case.version, ["filed"])


@pytest.mark.parametrize("code", ["\x00", "１２３", "²³", "9" * 10_000, "é" * 20, "<b>1</b>"])
def test_no_typed_code_breaks_the_page(sqlite_visitor: Visitor, code: str) -> None:
    page = sqlite_visitor._page("POST", "/lacak", {"kode": code}, {})
    assert page.status == 422


def test_too_much_at_once_is_refused_in_words(sqlite_visitor: Visitor) -> None:
    response = sqlite_visitor.client.post(
        "/lacak",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024)},
    )
    assert response.status_code == 413
    assert "Kiriman ini terlalu besar" in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_an_erased_case_still_says_what_became_of_it(sqlite_visitor: Visitor) -> None:
    case = answered()
    erase(case, on=AT.date(), why="masa simpan")
    db.session.commit()
    page = look(sqlite_visitor)
    assert page.status == 200
    assert "Isi pengaduan ini sudah dihapus Senin, 9 November 2026" in page.text
    assert "Dijawab" in page.text
    assert "Yang Anda laporkan" not in page.text
    assert [str(form.get("class")) for form in page.soup.find_all("form")] == ["['exit']"]
