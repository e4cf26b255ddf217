"""Every file a person may hand over is read, or refused in words."""

import contextlib
import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import PortalError, Problems
from portal.sheets import read_book, read_sheet
from portal.sheets.table import Unusable, column_letter, place
from tests.sheets.conftest import Convert

# Cells of a spreadsheet know no time zone.
DAY = datetime(2026, 12, 31)  # noqa: DTZ001
OTHER_DAY = datetime(2026, 1, 2)  # noqa: DTZ001


def put(folder: Path, content: bytes, name: str = "berkas.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def cells(folder: Path, content: bytes, name: str = "berkas.csv") -> list[tuple[object, ...]]:
    sheet = read_sheet(put(folder, content, name))
    return [sheet.headers, *(row.values for row in sheet.rows)]


TEXT = 'Kode;Nama\r\nA1;"Loket ""é"", satu"\r\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        b"\xef\xbb\xbf" + TEXT.encode("cp1252"),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(", satu", "\0").replace(";", ",").replace("\0", ", satu").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        ("sep=;\r\n" + TEXT).encode(),
        ("\r\n\r\n" + TEXT + ";;\r\n;\r\n\r\n").encode(),
        TEXT.replace("A1", " \u00a0A1\u200b  ").encode(),
        TEXT.encode() + b"\x1a",
    ],
)
def test_csv_in_every_dress(tmp_path: Path, content: bytes) -> None:
    assert cells(tmp_path, content) == [("Kode", "Nama"), ("A1", 'Loket "é", satu')]


def test_rows_are_numbered_as_in_the_spreadsheet(tmp_path: Path) -> None:
    sheet = read_sheet(put(tmp_path, b'a,b\n"x\ny",1\n\n,\nz,2\n'))
    assert [row.number for row in sheet.rows] == [2, 5]


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    content = b"DAFTAR UNIT\nKabupaten,Sungai Raya\n\nkode,nama\nA,B\n"
    sheet = read_sheet(put(tmp_path, content), known={"kode", "nama"}.__contains__)
    assert sheet.headers == ("kode", "nama")
    assert [row.number for row in sheet.rows] == [5]


@pytest.mark.parametrize(
    "content",
    [
        b"Kabupaten Sungai Raya, 2026\nkode;alamat\nA;Jl. X, No. 1, RT 2\nB;Jl. Y\n",
        b"kode;alamat\nA;Jl. X, No. 1\nB;Jl. Y, No. 2\n",
        b"kode,alamat\nA,Jl. X; No. 1\nB,Jl. Y; No. 2\n",
        b"kode\talamat\nA\tJl. X, No. 1; B\n",
    ],
)
def test_the_sign_between_cells_is_the_one_in_every_line(tmp_path: Path, content: bytes) -> None:
    sheet = read_sheet(put(tmp_path, content), known={"kode", "alamat"}.__contains__)
    assert sheet.headers == ("kode", "alamat")
    assert sheet.rows[0].values[0] == "A"


def test_a_single_title_needs_no_known_header(tmp_path: Path) -> None:
    assert read_sheet(put(tmp_path, b"DAFTAR UNIT,\nkode,nama\nA,B\n")).headers == ("kode", "nama")


def ole(marker: str = "") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + marker.encode("utf-16-le")


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"\0\0\0\0", "kosong"),
        (b"\n\n\n", "kosong"),
        (b",,\n,\n", "kosong"),
        (ole(), "XLS"),
        (ole("EncryptedPackage"), "kata sandi"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<html><table>", "halaman web"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "bukan tabel"),
        (b'a,b\n"x,y\n', "tanda kutip"),
        (b"a,b\n" + b"x" * 200_000 + b",1\n", "terlalu panjang"),
        (b",".join(b"k%d" % n for n in range(101)) + b"\n", "100 kolom"),
        (b"PK\x03\x04rest", "rusak"),
        (archive("content.xml", "mimetype"), "ODS"),
        (archive("word/document.xml"), "Word"),
        (archive("foto.jpg"), "bukan lembar kerja"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "rusak"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Problems, match=words):
        read_sheet(put(tmp_path, content))


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="tidak ada"):
        read_sheet(tmp_path / "tidak.csv")
    with pytest.raises(Problems, match="bukan berkas"):
        read_sheet(tmp_path)
    with pytest.raises(Problems, match="bukan berkas"):
        read_sheet(Path("/dev/zero"))


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(2**33)
    with pytest.raises(Problems, match="30 MB"):
        read_sheet(path)


def test_too_many_rows(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="200000 baris"):
        read_sheet(put(tmp_path, b"a,b\n" + b"1,2\n" * 200_001))
    assert len(read_sheet(put(tmp_path, b"a,b\n" + b"1,2\n" * 200_000)).rows) == 200_000


def test_xlsx_by_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Kode", "Sejak", "Jam", "Jumlah", "Aktif"])
    sheet.append(["\u00a0A1 ", DAY, time(8, 0), 12, True])
    sheet.append([None, None, None, None, None])
    sheet.append(["'A2", date(2026, 1, 2), None, 1.5, None])
    sheet.cell(row=9_000, column=3).font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    read = read_sheet(tmp_path / "a.xlsx")
    assert read.headers == ("Kode", "Sejak", "Jam", "Jumlah", "Aktif")
    assert [(row.number, row.values) for row in read.rows] == [
        (2, ("A1", DAY, time(8, 0), 12, True)),
        (4, ("'A2", OTHER_DAY, None, 1.5, None)),
    ]


def test_formulas_are_read_by_their_stored_value_and_said(tmp_path: Path) -> None:
    path = tmp_path / "rumus.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, '=IF(1,"","")', None, "x")
        sheet.write_string(1, 2, "=1+1")
    with zipfile.ZipFile(path) as archive:
        # As Excel stores a formula whose result is an empty text.
        sheet_xml = archive.read("xl/worksheets/sheet1.xml").replace(b"<v>x</v>", b"<v></v>")
    read = read_sheet(put(tmp_path, rebuilt(path, "xl/worksheets/sheet1.xml", sheet_xml)))
    assert read.rows[0].values == (2, None, "=1+1")
    assert "2 sel berisi rumus" in read.notes[0]


def test_a_formula_never_calculated_and_an_error_value_are_unusable(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["=1+1", "#N/A"])
    book.save(tmp_path / "a.xlsx")
    first, second = read_sheet(tmp_path / "a.xlsx").rows[0].values
    assert isinstance(first, Unusable)
    assert "rumus" in first.what
    assert isinstance(second, Unusable)
    assert "#N/A" in second.what


def test_hidden_sheets_are_left_and_the_named_one_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Petunjuk"
    book.active.append(["baca", "ini"])
    hidden = book.create_sheet("Rahasia")
    hidden.append(["x", "y"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Unit").append(["kode", "nama"])
    book.create_sheet("Kosong")
    book.save(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in read_book(tmp_path / "a.xlsx")] == ["Petunjuk", "Unit"]
    chosen = read_sheet(tmp_path / "a.xlsx", titles=("unit",))
    assert chosen.headers == ("kode", "nama")
    assert "Petunjuk" in chosen.notes[-1]


def rebuilt(path: Path, part: str, content: bytes) -> bytes:
    """The workbook with one part replaced, as no honest program would write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return buffer.getvalue()


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    path = tmp_path / "jujur.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, honest: Path) -> None:
    bomb = rebuilt(honest, "xl/sharedStrings.xml", b" " * (41 * 2**20))
    assert len(bomb) < 2**20
    with pytest.raises(Problems, match="terlalu besar"):
        read_sheet(put(tmp_path, bomb))


def test_entities_are_refused(tmp_path: Path, honest: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]><sst>&l9;</sst>'
    with pytest.raises(Problems, match="rusak"):
        read_sheet(put(tmp_path, rebuilt(honest, "xl/sharedStrings.xml", evil.encode())))


def test_rows_and_columns_beyond_the_end_do_not_hang(tmp_path: Path, honest: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    far = '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    wide = '<row r="2"><c r="CW2"><v>1</v></c></row>'
    for extra, expected in ((far, 0), ("", 0)):
        content = f"<worksheet xmlns='{NAMESPACE}'><sheetData>{rows}{extra}</sheetData></worksheet>"
        changed = rebuilt(honest, "xl/worksheets/sheet1.xml", content.encode())
        assert len(read_sheet(put(tmp_path, changed)).rows) == expected
    content = f"<worksheet xmlns='{NAMESPACE}'><sheetData>{rows}{wide}</sheetData></worksheet>"
    with pytest.raises(Problems, match="100 kolom"):
        read_sheet(put(tmp_path, rebuilt(honest, "xl/worksheets/sheet1.xml", content.encode())))


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_workbook_converted_by_libreoffice(tmp_path: Path, convert: Convert) -> None:
    source = put(tmp_path, b"kode;sejak\n'0012;31/12/2026\n", "asal.csv")
    row = read_sheet(convert(source, "59,34,76,1,1/2/2/4,1057")).rows[0]
    assert row.values == ("'0012", DAY)


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=400))
def test_random_bytes_never_crash_the_reader(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    read_or_words(put(tmp_path_factory.getbasetemp(), content))


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_damaged_workbooks_never_crash_the_reader(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "utuh.xlsx"
    if not path.exists():
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_row(0, 0, ["a", "b", 1, 2.5])
    with zipfile.ZipFile(path) as whole:
        part = data.draw(st.sampled_from(sorted(whole.namelist())))
        content = bytearray(whole.read(part))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
        if not content:
            break
    read_or_words(put(path.parent, rebuilt(path, part, bytes(content)), "rusak.xlsx"))


def read_or_words(path: Path) -> None:
    with contextlib.suppress(PortalError):
        for sheet in read_book(path):
            assert all(len(row.values) == len(sheet.headers) for row in sheet.rows)


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_column_letters(index: int, letters: str) -> None:
    assert column_letter(index) == letters
    assert place(4, index, "NIP") == f"Baris 4, kolom {letters} (NIP)"
