import pytest

from portal.errors import Problems
from portal.indicators.rules.elements import FORM_ORDER, Order
from portal.indicators.rules.sheet_columns import Columns, recognise_columns
from portal.indicators.rules.sheet_footer import is_total, rows_in_words
from portal.indicators.rules.sheet_index import Cell, SheetAnswers, read_answers, sheet_answers

COLUMNS = recognise_columns(["No Resp", *(f"U{n}" for n in range(1, 10)), "Saran"], Order.FORM)
PEOPLE: list[list[Cell]] = [[i + 1, *[3] * 9, "baik"] for i in range(150)]
SUMS: list[Cell] = [450] * 9
OFFICIAL: list[list[Cell]] = [
    ["Σ Nilai/Unsur", *SUMS],
    ["NRR/Unsur", *["3,000"] * 9],
    ["NRR tertimbang/Unsur", *["0,333"] * 9, "3,000"],
    ["IKM Unit Pelayanan", *[None] * 8, "75,00"],
]


def read(rows: list[list[Cell]]) -> SheetAnswers:
    return sheet_answers(enumerate(rows, start=2), COLUMNS)


def test_the_official_footer_is_skipped_and_said() -> None:
    found = read([*PEOPLE, *OFFICIAL, [None] * 10, []])
    assert found.numbers == list(range(2, 152))
    assert found.skipped == ("Baris 152–155 dikenali sebagai baris jumlah dan tidak dihitung.",)
    assert len(found.answers) == 150


def test_the_grade_table_the_legend_and_the_signature_below_are_skipped_and_said() -> None:
    below: list[list[Cell]] = [
        [],
        ["Mutu Pelayanan", None, "Nilai Interval Konversi"],
        ["A (Sangat Baik)", None, "88,31 – 100,00"],
        ["1", "1,00 – 2,5996", "25,00 - 64,99", "D", "Tidak Baik"],
        ["*) Jumlah NRR tertimbang x 25"],
        ["Keterangan:", None, "U1 s.d. U9 = unsur pelayanan"],
        [None, None, None, "Kepala Dinas,"],
    ]
    found = read([*PEOPLE, *OFFICIAL, *below])
    assert found.skipped == (
        "Baris 152–155, 157, 160 dikenali sebagai baris jumlah dan tidak dihitung.",
        "Baris 158–159, 161–162 di bawah baris jumlah berisi keterangan dan tidak dihitung.",
    )
    assert len(found.answers) == 150


@pytest.mark.parametrize(
    "label",
    [
        "Σ Nilai/Unsur",
        "∑ Nilai / Unsur",
        "ΣNilai/unsur",
        "Jumlah",
        "JUMLAH NILAI PER UNSUR",
        "Jumlah Nilai",
        "NRR/Unsur",
        "NRR Per Unsur",
        "NRR\u00a0tertimbang/Unsur",
        "NRR Tertimbang Unsur",
        "Nilai Rata-rata",
        "Rata-rata per unsur",
        "IKM Unit Pelayanan :",
        "IKM",
        "Nilai IKM setelah dikonversi",
        "Indeks Kepuasan Masyarakat (IKM)",
        "Total",
        "Average score",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_footer_row_is_known_by_its_words_in_any_first_cell(label: str, place: int) -> None:
    headers = ["No", "Tanggal", "Nama", *(f"U{n}" for n in range(1, 10))]
    cells: list[Cell] = ["", None, " ", *[4] * 9]
    cells[place] = label
    found = sheet_answers([(2, [1, "2026-10-01", "Siti", *[3] * 9]), (3, cells)], columns(headers))
    assert (found.numbers, found.totals) == ([2], [3])


def columns(headers: list[str]) -> Columns:
    return recognise_columns(headers, Order.FORM)


@pytest.mark.parametrize(
    "cells",
    [
        [7, "Total"],
        ["7", "Jumlah"],
        ["2026-10-01", "IKM"],
        ["Total Wijaya"],
        ["Jumlahwati"],
        ["Nilai saya baik"],
        ["Sumarni"],
        ["IKM bagus sekali"],
        ["unit pelayanan"],
        ["25"],
        [""],
        [None, None, None],
        [3, 4],
    ],
)
def test_a_respondent_is_never_a_footer(cells: list[Cell]) -> None:
    assert not is_total(cells, len(cells))


def test_words_beyond_the_first_cells_are_a_persons_own() -> None:
    found = read([[1, *[3] * 9, "Jumlah"], [None, *[3] * 9, "IKM"]])
    assert (found.numbers, found.skipped) == ([2, 3], ())


def test_a_small_sheets_sums_are_not_taken_for_marks() -> None:
    found = read([[1, *[4] * 9], ["Jumlah", *[4] * 9], ["NRR", *[4] * 9]])
    assert (found.numbers, found.totals) == ([2], [3, 4])


def test_answers_below_a_subtotal_count() -> None:
    found = read([[1, *[4] * 9], ["Subtotal", *[4] * 9], [2, *[3] * 9], ["Total", *[7] * 9]])
    assert (found.numbers, found.totals, found.remarks) == ([2, 4], [3, 5], [])


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([[1, 5, *[3] * 8], *OFFICIAL], "baris 2, kolom U1"),
        ([["", *SUMS]], "baris 2, kolom U1"),
        ([["catatan", *[None] * 8, "baik"]], "baris 2, kolom U9"),
        ([*OFFICIAL, [9, 0, *[3] * 8]], "baris 6, kolom U1"),
        ([*OFFICIAL, [9, "baik", *[3] * 8]], "baris 6, kolom U1"),
        ([*OFFICIAL, [9, *["baik"] * 9]], "baris 6, kolom U1"),
        ([*OFFICIAL, ["", *SUMS]], "baris 6, kolom U1"),
    ],
)
def test_a_bad_mark_elsewhere_is_still_refused(rows: list[list[Cell]], where: str) -> None:
    with pytest.raises(Problems) as refusal:
        read(rows)
    assert refusal.value.problems[0].where == where


def test_a_sheet_that_starts_with_its_elements_has_its_footer_known_too() -> None:
    bare = recognise_columns([str(element) for element in FORM_ORDER])
    rows: list[tuple[int, list[Cell]]] = [(2, [3] * 9), (3, ["Jumlah", *[3] * 8])]
    numbers, answers = read_answers(rows, bare)
    assert (numbers, len(answers)) == ([2], 1)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([7], "7"), ([3, 4], "3–4"), ([152, 153, 154, 155, 158], "152–155, 158")],
)
def test_row_numbers_are_told_in_runs(numbers: list[int], words: str) -> None:
    assert rows_in_words(numbers) == words
