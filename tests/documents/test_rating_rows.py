"""What the ratings import does with rows that are odd, empty or wrong, and with comments."""

import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from portal.database import db
from portal.documents.rating_rows import survey_ratings
from portal.documents.rating_sheets import open_survey, read_survey
from portal.errors import Conflict, Problems
from portal.feedback.models import ClosedMonth
from portal.indicators.rules.elements import Order
from tests.documents.surveys import MARKS, NONE, TODAY, A, comments, row, sheet, stored, take_in
from tests.factories import make_unit


def test_a_comment_without_a_mark_is_kept_and_an_empty_row_is_named(
    app: Flask, tmp_path: Path
) -> None:
    make_unit("U")
    rows = (row(), row(marks=NONE, comment="Kursi kurang"), row(marks=NONE), row(on="", marks=NONE))
    path = sheet(tmp_path, A, *rows)
    notes = survey_ratings(open_survey(path, Order.FORM), TODAY).notes
    assert [note for note in notes if note.startswith("Baris")] == [
        "Baris 3 tidak berisi nilai: hanya sarannya yang disimpan.",
        "Baris 4–5 kosong, tanpa nilai dan tanpa saran: tidak disimpan.",
    ]
    result = take_in(path)
    assert (result.added, result.comments) == (1, 1)
    assert [r.sheet_row for r in stored()] == ["paper/2"]
    assert comments() == ["Kursi kurang"]
    again = take_in(path)
    assert (again.added, again.unchanged, again.comments) == (0, 1, 0)
    assert read_survey(path, Order.FORM).unmarked == (3, 4, 5)


@pytest.mark.parametrize("marks", [MARKS, NONE])
def test_a_sheet_that_differs_in_a_comment_only_is_another_sheet(
    app: Flask, tmp_path: Path, marks: str
) -> None:
    make_unit("U")
    take_in(sheet(tmp_path, A, row(), row(marks=marks, comment="Antre lama")))
    other = sheet(tmp_path, A, row(), row(marks=marks, comment="Antre lama sekali"))
    with pytest.raises(Conflict, match="--replace"):
        take_in(other)
    assert take_in(other, replace=True).comments == 1
    assert comments() == ["Antre lama", "Antre lama sekali"]


def test_the_digest_of_a_row_does_not_say_whose_comment_it_is(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    take_in(sheet(tmp_path, A, row(comment="Ramah"), row(comment="Lambat")))
    before = {r.sheet_row: r.content_digest for r in stored()}
    swapped = take_in(sheet(tmp_path, A, row(comment="Lambat"), row(comment="Ramah")))
    assert swapped.unchanged == 2
    assert {r.sheet_row: r.content_digest for r in stored()} == before


def test_a_comment_is_never_cut(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    assert take_in(sheet(tmp_path, A, row(comment="a" * 2000)), is_trial=True).comments == 1
    words = r"Baris 2, kolom Q \(SARAN\): 2001 huruf, paling banyak 2000\. Pendekkan"
    with pytest.raises(Problems, match=words):
        take_in(sheet(tmp_path, A, row(comment="a" * 2001)))


def test_a_sheet_without_any_mark_is_refused(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    with pytest.raises(Problems, match="tidak ada satu pun nilai"):
        take_in(sheet(tmp_path, A, row(marks=NONE, comment="Ramah")))
    assert comments() == []


def test_problems_of_every_stage_come_together_in_row_order(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    db.session.add(ClosedMonth(month="2026-09"))
    db.session.commit()
    bad = MARKS.replace("3", "5", 1)
    header = A.replace("SARAN", "ID LOKET,PETUGAS")
    rows = {number: row() for number in range(2, 15)}
    rows |= {4: row(marks=bad), 7: row(marks=bad), 9: row("30/02/2026", marks=bad)}
    rows |= {11: row("31/02/2026"), 12: row(""), 13: row("01/10/2126", comment="77,12")}
    rows |= {6: row(comment="88,"), 14: row("30/09/2026", comment=f"9,{'1' * 18}")}
    with pytest.raises(Problems) as refusal:
        take_in(sheet(tmp_path, header, *rows.values()))
    named = [str(problem) for problem in refusal.value.problems]
    starts = (
        "2026-09: ",
        "baris 4, kolom U1",
        "Baris 6, kolom Q (ID LOKET): loket 88 ",
        "baris 7, kolom U1",
        "Baris 9, kolom B",
        "baris 9, kolom U1",
        "Baris 11, kolom B",
        "Baris 12, kolom B",
        "Baris 13, kolom B",
        "Baris 13, kolom Q (ID LOKET): loket 77 ",
        "Baris 14, kolom Q (ID LOKET): loket 9 ",
        "Baris 14, kolom R (PETUGAS): ",
    )
    missed = [start for start in starts if not any(words.startswith(start) for words in named)]
    assert missed == [], named
    where = [int(re.findall(r"aris (\d+)", words)[0]) for words in named[1:]]
    assert where == sorted(where)
    assert stored() == []


def test_the_missing_date_column_hides_no_other_problem(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    path = sheet(tmp_path, A.replace("TANGGAL", "HARI"), row(marks=MARKS.replace("4", "7", 1)))
    with pytest.raises(Problems, match=r"kolom TANGGAL tidak ada.*\n.*baris 2, kolom U4"):
        take_in(path)


@pytest.mark.parametrize(("column", "is_stored"), [("NO", False), ("Nama", False), ("USIA", True)])
def test_a_formula_never_calculated_matters_where_its_column_is_used(
    app: Flask, tmp_path: Path, column: str, is_stored: bool
) -> None:
    make_unit("U")
    headers = ["NO", "TANGGAL", "Nama", "USIA", *(f"U{n}" for n in range(1, 10))]
    cells = [1, "01/10/2026", "Siti", 34, *[3] * 9]
    cells[headers.index(column)] = "=1+1"
    book = openpyxl.Workbook()
    page = book.create_sheet("Data", 0)
    page.append(headers)
    page.append(cells)
    path = tmp_path / "rumus.xlsx"
    book.save(path)
    survey = read_survey(path, Order.FORM)
    assert len(survey.answers) == 1
    warned = [note for note in survey.unread if "Kolom USIA" in note and "baris 2" in note]
    assert len(warned) == is_stored == len(survey.unread)
    if is_stored:
        with pytest.raises(Problems, match=r"kolom D \(USIA\): berisi rumus"):
            take_in(path)
    else:
        assert take_in(path).added == 1
