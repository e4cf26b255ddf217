"""Headers in either language, any order, any case; every bad cell named."""

from pathlib import Path

import pytest

from portal.errors import Problem, Problems
from portal.sheets import BadValue, Column, Layout, Value, as_whole, read_sheet, rows_of


def whole(value: Value) -> int:
    return as_whole(value, largest=99)


LAYOUT = Layout(
    "things",
    ("barang",),
    (
        Column("code", "Kode", str, "A1", "kode barang", ("kode barang",), required=True),
        Column("number", "Jumlah", whole, "3", "berapa", default=0),
        Column("held_on", "Tanggal", str, "x", "kapan"),
    ),
)


def facts(folder: Path, text: str) -> tuple[list[dict[str, object]], list[str]]:
    path = folder / "barang.csv"
    path.write_text(text)
    problems: list[Problem] = []
    taken = [row.facts() for row in rows_of(LAYOUT, read_sheet(path, known=LAYOUT.knows), problems)]
    return taken, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "header",
    ["Kode,Jumlah", "CODE,number", "  kode_barang *,JUMLAH", "kode;jumlah", "No,Kode,Jumlah"],
)
def test_headers_are_recognised(tmp_path: Path, header: str) -> None:
    row = "A1,3".replace(",", ";" if ";" in header else ",")
    row = f"1,{row}" if header.startswith("No") else row
    assert facts(tmp_path, f"{header}\n{row}\n") == ([{"code": "A1", "number": 3}], [])


def test_columns_in_any_order_and_blank_cells(tmp_path: Path) -> None:
    taken, problems = facts(tmp_path, "Jumlah,Kode\n,A1\n")
    assert taken == [{"code": "A1", "number": 0}]
    assert problems == []


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Kode,Jumlh", "Kolom B (Jumlh): kolom tidak dikenal. Maksudnya Jumlah?"),
        ("Kode,Warna", "Yang dikenal: Kode, Jumlah, Tanggal."),
        ("Jumlah,Tanggal", "kolom Kode tidak ada. Tambahkan kolom Kode (code)."),
        ("Kode,code", "Kolom B (code): sama dengan kolom A."),
        ("Kode,,Jumlah", "Kolom B: berisi tetapi tanpa judul."),
    ],
)
def test_headers_that_do_not_fit(tmp_path: Path, header: str, words: str) -> None:
    with pytest.raises(Problems) as caught:
        facts(tmp_path, f"{header}\n1,2,3\n")
    assert any(words in str(problem) for problem in caught.value.problems)


def test_every_bad_cell_is_named(tmp_path: Path) -> None:
    taken, problems = facts(tmp_path, "Kode,Jumlah\nA1,tiga\n,400\nA3,4\n")
    assert taken == [{"code": "A1"}, {}, {"code": "A3", "number": 4}]
    assert problems == [
        "Baris 2, kolom B (Jumlah): bukan bilangan bulat: tiga. Tulis angka, misalnya 45.",
        "Baris 3, kolom A (Kode): kosong, wajib diisi. Misalnya A1.",
        "Baris 3, kolom B (Jumlah): 400 lebih dari 99. Periksa angkanya.",
    ]


def test_a_bad_value_says_what_and_remedy() -> None:
    refusal = BadValue("salah.", "Perbaiki.")
    assert (refusal.what, refusal.remedy, refusal.message) == (
        "salah.",
        "Perbaiki.",
        "salah. Perbaiki.",
    )
