"""Imports on a page: nothing is stored by looking, and what was seen is what is stored."""

import io
import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from portal.authority import Role
from portal.database import db
from portal.organisation.layouts import LAYOUTS
from portal.organisation.models import Counter, Duty, Unit
from portal.web.admin.words import SHEET_WORDS
from portal.web.limits import settings
from portal.web.uploads import LARGEST, LIFE, MOST_EACH
from tests.organisation.managing import entries
from tests.staff import Staff, staff
from tests.visitor import Page
from tests.web.admin.conftest import Regency

HEAD = "nip,unit,loket,tanggal,mulai,selesai\n"
GOOD = "198609262015051001,DUK,1,02/11/2026,08.00,16.00\n"
NEXT = "198609262015051001,DUK,1,03/11/2026,08.00,16.00\n"


def hand_over(person: Staff, kind: str, content: str | bytes, name: str = "jadwal.csv") -> Page:
    page = person.open("/admin/imports")
    data = content.encode() if isinstance(content, str) else content
    return person.send(page, {"kind": kind, "file": (io.BytesIO(data), name)}, form=-1)


def duties() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.count()).select_from(Duty)).scalar_one()


def store_form(page: Page) -> int:
    """The place of the form that stores."""
    forms = page.soup.find_all("form")
    return next(at for at, form in enumerate(forms) if "Simpan semua" in form.get_text())


def uploads() -> list[Path]:
    folder = settings().instance / "uploads"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_roster_is_seen_first_and_then_stored(regency: Regency) -> None:
    admin, before = regency.of_office, duties()
    page = hand_over(admin, "roster", HEAD + GOOD + NEXT)
    assert page.h1 == "Pratinjau impor: Jadwal jaga"
    assert "Belum ada yang disimpan. Semua baris benar." in page.text
    assert "2 baru, 0 berubah, 0 dihapus, 0 tetap." in page.text
    assert duties() == before
    done = admin.send(page, form=store_form(page))
    assert "Jadwal jaga tersimpan: 2 baru, 0 berubah, 0 dihapus." in done.text
    assert duties() == before + 2
    assert [action for _who, action, _what in entries()] == ["import_roster"]
    assert uploads() == []
    again = hand_over(admin, "roster", HEAD + GOOD + NEXT)
    assert "Tidak ada yang berubah." in again.text


def test_a_change_shows_the_old_beside_the_new_and_a_cancelled_one_is_named(
    sqlite_regency: Regency,
) -> None:
    admin = sqlite_regency.of_office
    first = hand_over(admin, "roster", HEAD + GOOD + NEXT)
    admin.send(first, form=store_form(first))
    head = HEAD.strip() + ",batal\n"
    moved = GOOD.strip().replace("16.00", "12.00") + ",\n"
    page = hand_over(admin, "roster", head + moved + NEXT.strip() + ",ya\n")
    assert "0 baru, 1 berubah, 1 dihapus, 0 tetap." in page.text
    assert (page.soup.find("del").get_text(), page.soup.find("ins").get_text()) == (
        "semula 16.00",
        "menjadi 12.00",
    )
    admin.send(page, form=store_form(page))
    assert duties() == 2  # the one of the regency, and the one that stayed


def test_each_bad_cell_is_outlined_among_its_neighbours(sqlite_regency: Regency) -> None:
    bad = "198609262015051001,DUKK,1,04/11/2026,08.00,07.00\n"
    before = duties()
    page = hand_over(sqlite_regency.everywhere, "roster", HEAD + GOOD + bad + NEXT)
    assert "Belum ada yang disimpan. 2 sel perlu diperbaiki." in page.text
    assert "2 baris sudah benar." in page.text
    assert {tag.find("b").get_text() for tag in page.soup.select(".bad-cell")} == {"DUKK", "07.00"}
    cells = {str(tag["id"]) for tag in page.soup.select(".bad-cell")}
    links = {str(tag["href"]).removeprefix("#") for tag in page.soup.select("main li a")}
    assert cells == links
    assert [tag.get_text() for tag in page.soup.select("tbody th")] == ["2", "3", "4"]
    assert "Maksudnya DUK?" in page.text
    assert duties() == before
    assert not any("Simpan semua" in form.get_text() for form in page.soup.find_all("form"))


def test_the_annotated_file_comes_back_and_is_taken(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    page = hand_over(admin, "roster", HEAD + GOOD + NEXT.replace("DUK", "DUKK"))
    (href,) = [str(a["href"]) for a in page.soup.find_all("a") if "notes.xlsx" in str(a["href"])]
    book = load_workbook(io.BytesIO(admin.client.get(href).get_data()))
    sheet = book.worksheets[0]
    assert sheet.cell(1, 7).value == "Keterangan"
    assert sheet.cell(2, 7).value is None
    assert "unit DUKK tidak dikenal" in str(sheet.cell(3, 7).value)
    still_bad = io.BytesIO()
    book.save(still_bad)
    second = hand_over(admin, "roster", still_bad.getvalue(), "jadwal.xlsx")
    assert "1 sel perlu diperbaiki" in second.text
    sheet.cell(3, 2).value = "DUK"
    mended = io.BytesIO()
    book.save(mended)
    third = hand_over(admin, "roster", mended.getvalue(), "jadwal.xlsx")
    assert "2 baru" in third.text


def test_what_changed_in_between_is_shown_again_before_it_is_stored(
    sqlite_regency: Regency,
) -> None:
    admin = sqlite_regency.everywhere
    text = "unit,nomor,nama\nDUK,1,KTP dan KK\n"
    page = hand_over(admin, "counters", text, "loket.csv")
    db.session.execute(sa.update(Counter).where(Counter.number == "1").values(name="Lain"))
    db.session.commit()
    refused = admin.send(page, form=store_form(page))
    assert refused.status == 409
    assert "Data berubah sejak pratinjau ini dibuat." in refused.text
    assert "semula Lain" in refused.text
    assert entries() == []
    stored = admin.send(refused, form=store_form(refused))
    assert "1 berubah" in stored.text


def test_new_counters_get_their_code_only_when_stored(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    page = hand_over(admin, "counters", "unit,nomor,nama\nDUK,9,Loket baru\n", "loket.csv")
    assert "Kode QR" not in page.soup.find("table").get_text()
    assert "1 baru" in admin.send(page, form=store_form(page)).text


def test_officers_and_their_acting_appointments_come_together(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    book = load_workbook(
        io.BytesIO(admin.client.get("/admin/imports/template/officers.xlsx").get_data())
    )
    people, acting = book.worksheets
    people.append([None, "K-9", "Sari Dewi", "DUK"])
    acting.append(["K-9", "DUK", "Plt.", "Kepala", "800/1", "01/11/2026", "30/11/2026"])
    content = io.BytesIO()
    book.save(content)
    page = hand_over(admin, "officers", content.getvalue(), "petugas.xlsx")
    assert [h2.get_text() for h2 in page.soup.select("main .panel h2")] == ["Petugas", "Plt & Plh"]
    done = admin.send(page, form=store_form(page))
    assert "Petugas tersimpan: 1 baru" in done.text
    assert "Plt. dan Plh. tersimpan: 1 baru" in done.text


@pytest.mark.parametrize("kind", list(SHEET_WORDS))
def test_a_template_has_the_headers_that_are_taken(sqlite_regency: Regency, kind: str) -> None:
    response = sqlite_regency.of_office.client.get(f"/admin/imports/template/{kind}.xlsx")
    book = load_workbook(io.BytesIO(response.get_data()))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads == [column.title for column in LAYOUTS[kind].columns]
    assert sqlite_regency.of_office.open("/admin/imports/template/x.xlsx").status == 404


def test_another_office_is_refused_at_its_cell(sqlite_regency: Regency) -> None:
    row = "199001012022211002,PTSP,7,02/11/2026,08.00,16.00\n"
    page = hand_over(sqlite_regency.of_office, "roster", HEAD + row)
    assert "perlu diperbaiki" in page.text
    assert "unit PTSP tidak dikenal" in page.text


def test_an_upload_is_its_owners_alone_and_private_on_disk(sqlite_regency: Regency) -> None:
    owner, other = sqlite_regency.everywhere, sqlite_regency.everywhere
    page = hand_over(owner, "roster", HEAD + GOOD)
    for path in ("", "/notes.xlsx"):
        assert other.client.get(page.url.split("?")[0] + path).status_code == 404
    (folder,) = uploads()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert (stat.S_IMODE(folder.stat().st_mode), modes) == (0o700, {0o600})


def test_an_upload_goes_after_an_hour_or_when_thrown_away(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    page = hand_over(admin, "roster", HEAD + GOOD)
    (folder,) = uploads()
    old = folder.stat().st_mtime - LIFE - 1
    os.utime(folder, (old, old))
    assert admin.open(page.url).status == 404
    assert uploads() == []
    page = hand_over(admin, "roster", HEAD + GOOD)
    discard = next(
        at for at, form in enumerate(page.soup.find_all("form")) if "Buang" in form.get_text()
    )
    assert "Tidak ada yang disimpan." in admin.send(page, form=discard).text
    assert uploads() == []


def test_one_person_does_not_fill_the_disk(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    for day in range(1, MOST_EACH + 3):
        hand_over(admin, "roster", HEAD + GOOD.replace("02/11", f"{day:02}/11"))
    assert len(uploads()) == MOST_EACH


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "berkas kosong"),
        (b"%PDF-1.7 x", "berkas PDF"),
        (b"PK\x03\x04 rusak", "berkas rusak"),
        (b"\xff\xfe\x00\xd8", ""),
        (b"x" * (LARGEST + 1), "lebih dari 4 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    sqlite_regency: Regency, content: bytes, words: str
) -> None:
    page = hand_over(sqlite_regency.everywhere, "roster", content, "../../etc/x.csv")
    assert page.status in (200, 422)
    assert words in page.text
    assert "perbaiki" in page.text
    assert [path for path in uploads() if (path / "x.csv").exists()] == uploads()


def test_a_post_far_too_large_is_turned_away(sqlite_regency: Regency) -> None:
    page = hand_over(sqlite_regency.everywhere, "roster", b"x" * (LARGEST * 2))
    assert page.status == 413


def test_wrong_headers_are_told_without_cells(sqlite_regency: Regency) -> None:
    page = hand_over(sqlite_regency.everywhere, "roster", "nama,kelas\nx,y\n")
    assert "Lembarnya belum dapat dibaca." in page.text
    assert "kolom NIP petugas tidak ada" in page.text


def test_no_file_and_no_such_upload(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    assert admin.send(admin.open("/admin/imports"), form=-1).status == 422
    for handle in ("x", "0" * 32, "..%2f.."):
        assert admin.client.get(f"/admin/imports/{handle}").status_code == 404


def test_only_who_manages_the_organisation_imports(sqlite_app: Flask) -> None:
    unit: Unit = Unit(code="A", name="A", kind="dinas")
    db.session.add(unit)
    db.session.commit()
    assert staff(sqlite_app, Role.UNIT_HEAD, unit).client.get("/admin/imports").status_code == 403
