"""What is written reads back unchanged, and never calculates (threats.md T15)."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import PortalError
from portal.sheets import Format, Table, csv_bytes, read_book, read_sheet, save, xlsx_bytes
from portal.sheets.text import clean_text, guard, unguard
from tests.sheets.conftest import Convert

NASTY = st.text(st.sampled_from("=+-@'\t\r\n\"\u00a0\u200b;,=+-@ aé1_x0041_|!{"), max_size=12)
CLEAN = (NASTY | st.text(max_size=12)).map(clean_text)
DANGEROUS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


@given(text=NASTY | st.text(max_size=12))
def test_the_guard_is_taken_off_exactly(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(DANGEROUS)


@given(text=NASTY | st.text(max_size=12))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("kind", list(Format))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_export_then_import_is_identity(
    kind: Format, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # A header with a semicolon and no data below could be either kind of CSV.
    header = CLEAN.map(lambda text: " ".join(text.replace(";", "").split())).filter(bool)
    headers = data.draw(st.lists(header, min_size=2, max_size=4))
    row = st.lists(CLEAN, min_size=len(headers), max_size=len(headers)).filter(any)
    rows = data.draw(st.lists(row, max_size=4))
    path = tmp_path_factory.getbasetemp() / f"bolak-balik.{kind}"
    save(path, [Table("Data", headers, rows)], kind)
    read = read_sheet(path)
    assert list(read.headers) == headers
    assert [[value or "" for value in row.values] for row in read.rows] == rows


# Cells of a spreadsheet know no time zone.
MOMENT = datetime(2026, 12, 31, 8, 30)  # noqa: DTZ001
DAY = datetime(2026, 12, 31)  # noqa: DTZ001
TYPED = (
    "198609262015051001",
    -5,
    Decimal("88.30"),
    date(2026, 12, 31),
    time(8, 0),
    MOMENT,
    None,
    True,
)
HEADERS = ("nip", "n", "index", "day", "at", "moment", "none", "yes")


def test_typed_cells_in_csv_are_for_programs() -> None:
    content = csv_bytes(Table("x", HEADERS, [TYPED]))
    assert content == (
        b"nip,n,index,day,at,moment,none,yes\r\n"
        b"198609262015051001,-5,88.30,2026-12-31,08:00,2026-12-31T08:30,,ya\r\n"
    )


def test_typed_cells_in_xlsx_are_for_people() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([Table("x", HEADERS, [TYPED])])))
    sheet = book["x"]
    cells = {sheet.cell(1, at).value: sheet.cell(2, at) for at in range(1, 9)}
    assert cells["nip"].value == "198609262015051001"
    assert cells["nip"].number_format == "@"
    assert cells["n"].value == -5
    assert (cells["index"].value, cells["index"].number_format) == (88.3, "0.00")
    assert cells["day"].value == DAY
    assert cells["at"].value == time(8, 0)
    assert cells["yes"].value == "ya"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > 18


def payloads() -> list[str]:
    starts = (*DANGEROUS, "'=", "''+", " =", "|", "{=", "\u00a0=", "\u200b=")
    bodies = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.test","a")', "SUM(A1:A9)", "A1")
    return [f"{start}{body}{n}" for n in range(115) for start in starts for body in bodies]


def test_ten_thousand_payloads_are_no_formula_in_xlsx() -> None:
    cells = payloads()
    assert len(cells) >= 10_000
    rows = [cells[at : at + 10] for at in range(0, len(cells), 10)]
    content = xlsx_bytes([Table("=1+1", [f"={n}" for n in range(10)], rows)])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f" not in xml.replace(b"<formatCode", b"")
        assert b"hyperlink" not in b"".join(archive.read(n) for n in archive.namelist()).replace(
            b"HYPERLINK", b""
        )


def test_payloads_opened_by_libreoffice_compute_nothing(tmp_path: Path, convert: Convert) -> None:
    cells = payloads()
    rows = [cells[at : at + 10] for at in range(0, len(cells), 10)]
    source = tmp_path / "muatan.csv"
    save(source, [Table("x", [f"=1+{n}" for n in range(10)], rows)], Format.CSV)
    with zipfile.ZipFile(convert(source, "44,34,76,1")) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<formatCode", b"")


def test_two_worksheets(tmp_path: Path) -> None:
    tables = [Table("Petugas", ["a", "b"], [["1", "2"]]), Table("Plt: [1]", ["c", "d"], [])]
    save(tmp_path / "a.xlsx", tables, Format.XLSX)
    assert [sheet.name for sheet in read_book(tmp_path / "a.xlsx")] == ["Petugas", "Plt   1"]


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "lama.csv"
    path.write_text("lama")
    with pytest.raises(PortalError, match="32767"):
        save(path, [Table("x", ["a"], [["x" * 40_000]])], Format.XLSX)
    assert path.read_text() == "lama"
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written_are_refused_in_words(tmp_path: Path) -> None:
    table = Table("x", ["a"], [])
    with pytest.raises(PortalError, match="tidak dapat ditulis"):
        save(tmp_path / "tidak" / "ada.csv", [table], Format.CSV)
    with pytest.raises(PortalError, match="bukan berkas"):
        save(Path("/dev/null"), [table], Format.CSV)
    with pytest.raises(PortalError, match="bukan berkas"):
        save(tmp_path, [table], Format.CSV)
