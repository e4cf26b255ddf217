"""What is exported reads back unchanged, in CSV and XLSX, here and in an empty installation."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from portal.authority import Actor
from portal.database import db
from portal.documents.organisation_sheets import organisation_tables
from portal.errors import NotAllowed
from portal.organisation import commands, listings
from portal.organisation.imports.plan import ImportResult
from portal.organisation.layouts import LAYOUTS
from portal.organisation.listings import Days
from portal.sheets import Format, read_sheet, save
from tests.conftest import make_app
from tests.organisation.conftest import Office
from tests.organisation.sheets import OPERATOR, counts, put
from tests.organisation.test_imports import ACTING, ROSTER, SERVED, TODAY

ORDER = ("units", "locations", "services", "counters", "officers", "acting", "roster", "served")
# What Excel would calculate, and what it or a program would otherwise lose.
MORE = {
    "units": (
        "kode,nama,kontak,hari kerja,tidak dipakai sejak\n"
        'X.1/A,"\'=Nama, ""X""",+62561,6,2026-01-31\n'
    ),
    "locations": (
        "kode,nama,jenis,alamat,tanggal,jam layanan\n"
        "KEL-1,@Desa,keliling,-Jl. Ãé 1; RT 2,05/12/2026,08.00–12.00\n"
    ),
    "services": (
        "kode,nama,unit,nama inggris,tarif\n"
        "S1,Sewa,PTSP,'Aisyah hall,berbayar\nS2,Uji,PTSP,,75000\n"
    ),
    "counters": (
        "unit,nomor,nama,nama inggris,tutup sejak,loket pengganti\n"
        "PTSP,A1,''+Loket,Desk,2026-10-01,DUKCAPIL 2\nPTSP,10,Sepuluh,,,\n"
    ),
    "officers": (
        "id internal,nama,unit,nama panggilan,tampilkan nama,jabatan,berhenti sejak\n"
        "K-2,'Aisyah,PTSP,Ais,tidak,Staf,2026-10-31\n"
    ),
    "acting": ACTING,
    "roster": ROSTER,
    "served": SERVED,
}


@pytest.fixture
def full(sqlite_office: Office) -> Office:
    for name, text in MORE.items():
        sqlite_office.put(name, text, **_extra(name))
    return sqlite_office


def _extra(name: str) -> dict[str, Any]:
    return {"today": TODAY} if name == "served" else {}


def _export(folder: Path, kind: Format) -> dict[str, Path]:
    paths = {name: folder / f"{name}.{kind}" for name in ORDER}
    for name, path in paths.items():
        save(path, organisation_tables(OPERATOR, sheet=name, kind=kind), kind)
    return paths


def _import(paths: dict[str, Path]) -> Iterator[ImportResult]:
    for name in ORDER:
        layout = LAYOUTS[name]
        sheet = read_sheet(paths[name], titles=layout.titles, known=layout.knows)
        yield getattr(commands, f"import_{name}")(OPERATOR, sheet=sheet, **_extra(name))


def _everything() -> list[Any]:
    found = [getattr(listings, f"listed_{name}")(OPERATOR) for name in ORDER]
    return [list(things.values()) if isinstance(things, dict) else things for things in found]


@pytest.mark.parametrize("kind", list(Format))
def test_an_export_reads_back_unchanged(full: Office, kind: Format) -> None:
    paths = _export(full.folder, kind)
    sizes = [len(things) for things in _everything()]
    assert min(sizes) > 0
    assert [counts(result) for result in _import(paths)] == [(0, 0, size) for size in sizes]


@pytest.mark.parametrize("kind", list(Format))
def test_an_export_fills_an_empty_installation(
    full: Office, kind: Format, sqlite_template: Path, tmp_path: Path
) -> None:
    paths, there = _export(full.folder, kind), _everything()
    folder = tmp_path / "lain"
    folder.mkdir()
    (folder / "portal.db").write_bytes(sqlite_template.read_bytes())
    with make_app(f"sqlite:///{folder}/portal.db", folder).app_context():
        assert [counts(result)[0] for result in _import(paths)] == [len(t) for t in there]
        assert _everything() == there
        db.session.remove()
        db.engine.dispose()


def test_texts_survived_as_they_were_typed(full: Office) -> None:
    units = {facts.code: facts for facts in listings.listed_units(OPERATOR).values()}
    # The sheet's own guard is taken off; everything else stays.
    assert (units["X.1/A"].name, units["X.1/A"].contact) == ('=Nama, "X"', "+62561")
    officers = {facts.key: facts for facts in listings.listed_officers(OPERATOR).values()}
    assert officers["K-2"].name == "'Aisyah"


def test_csv_is_headed_in_english_and_xlsx_in_indonesian(full: Office) -> None:
    _export(full.folder, Format.CSV)
    _export(full.folder, Format.XLSX)
    first = (full.folder / "officers.csv").read_text().splitlines()[0]
    assert first == ("nip,internal_id,name,unit,kind,call_name,shows_name,position,left_on")
    book = openpyxl.load_workbook(full.folder / "officers.xlsx")
    assert book.sheetnames == ["Petugas", "Plt & Plh"]
    assert book["Petugas"]["A1"].value == "NIP"
    nips = {row[0].value for row in book["Petugas"].iter_rows(min_row=2)}
    assert "198609262015051001" in nips
    tariffs = {
        row[0].value: row[4].value
        for row in openpyxl.load_workbook(full.folder / "services.xlsx").active
    }
    assert (tariffs["IMB"], tariffs["KTP"]) == (50_000, "gratis")


def test_a_month_of_the_roster(full: Office) -> None:
    put(full.folder, "roster", ROSTER.replace("02/11/2026", "02/12/2026"))
    november = Days(date(2026, 11, 1), date(2026, 11, 30))
    table = organisation_tables(OPERATOR, sheet="roster", kind=Format.CSV, days=november)[0]
    assert {str(row[3])[:7] for row in table.rows} == {"2026-11"}


def test_an_export_needs_the_permission(sqlite_app: Flask) -> None:
    for name in ORDER:
        with pytest.raises(NotAllowed):
            organisation_tables(Actor("tamu"), sheet=name, kind=Format.CSV)
