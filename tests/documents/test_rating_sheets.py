"""`portal index` and the ratings import on sheets as offices keep them."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import xlsxwriter
from flask import Flask

from portal.database import db
from portal.documents.rating_rows import survey_ratings
from portal.documents.rating_sheets import open_survey, read_survey
from portal.errors import Conflict, NotFound, Problems
from portal.feedback.importing import import_ratings
from portal.feedback.models import Channel, ClosedMonth, Comment
from portal.indicators.rules.elements import Order
from tests.documents.surveys import ACTOR, ROWS, TODAY, A, B, sheet, stored, take_in
from tests.factories import make_counter, make_officer, make_unit


def test_layout_a_is_stored_as_paper_of_its_survey_date(app: Flask, tmp_path: Path) -> None:
    unit = make_unit("U")
    result = take_in(sheet(tmp_path))
    assert (result.added, result.comments, result.months) == (3, 2, ("2026-10",))
    first, second, third = stored()
    assert (first.sarana, first.pengaduan, first.part_of_day) == (2, 4, "pagi")
    assert (second.sarana, second.part_of_day) == (None, "siang")
    assert (first.sex, first.age_band, first.education) == ("laki_laki", "26_35", "sma")
    assert (first.occupation, second.occupation) == ("lainnya", "pns")
    assert {row.received_on for row in (first, second, third)} == {
        date(2026, 10, 1),
        date(2026, 10, 2),
        date(2026, 10, 2),
    }
    for row in (first, second, third):
        assert (row.tier, row.channel, row.status, row.overall) == ("E", "paper", "counts", None)
        assert (row.unit_id, row.attribution_certainty) == (unit.id, "unknown")
        assert row.ticket_key is None
    weeks = db.session.execute(sa.select(Comment.week)).scalars().all()
    assert {week.weekday() for week in weeks} == {0}


def test_the_same_file_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    take_in(sheet(tmp_path))
    before = stored()
    again = take_in(sheet(tmp_path))
    assert (again.added, again.unchanged) == (0, 3)
    assert stored() == before


def test_another_file_needs_replace_and_then_takes_its_place(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    take_in(sheet(tmp_path))
    other = sheet(tmp_path, A, *ROWS[:2])
    with pytest.raises(Conflict, match="--replace"):
        take_in(other)
    assert len(stored()) == 3
    result = take_in(other, replace=True)
    assert (result.added, result.replaced, result.comments) == (2, 3, 0)
    assert len(stored()) == 2


def test_a_trial_and_a_refusal_store_nothing(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    assert take_in(sheet(tmp_path), is_trial=True).added == 3
    content = survey_ratings(read_survey(sheet(tmp_path), Order.FORM), TODAY)
    with pytest.raises(NotFound, match="Unit LAIN tidak ada"):
        import_ratings(ACTOR, unit="LAIN", channel=Channel.PAPER, sheet=content)
    assert stored() == []


def test_the_order_decides_what_u8_is(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    take_in(sheet(tmp_path), Order.LIST)
    assert (stored()[0].sarana, stored()[0].pengaduan) == (4, 2)
    with pytest.raises(Problems, match="--order"):
        read_survey(sheet(tmp_path), None)


def test_a_closed_month_refuses(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    db.session.add(ClosedMonth(month="2026-10"))
    db.session.commit()
    with pytest.raises(Problems, match="2026-10: bulan itu sudah ditutup"):
        take_in(sheet(tmp_path))
    assert stored() == []


def test_layout_b_finds_its_counters_and_drops_the_name(app: Flask, tmp_path: Path) -> None:
    unit = make_unit("U")
    counter, code = make_counter(unit, number="3")
    rows = (
        "01/10/2026,3,Siti,30,P,Swasta,SMA,3,3,3,4,3,3,3,3,4",
        f"02/10/2026,{code},Budi,40,L,Swasta,SMA,3,3,3,4,3,3,3,3,4",
    )
    path = sheet(tmp_path, B, *rows)
    survey = read_survey(path, Order.FORM)
    assert any("Nama tidak dibaca" in note for note in survey.notes)
    take_in(path)
    assert {row.counter_id for row in stored()} == {counter.id}
    with pytest.raises(Problems, match=r"Baris 2, kolom B \(ID LOKET\): loket 9 tidak"):
        take_in(sheet(tmp_path, B, rows[0].replace(",3,Siti", ",9,Siti")), replace=True)


def test_officers_as_given_are_never_exact(app: Flask, tmp_path: Path) -> None:
    unit = make_unit("U")
    officer = make_officer(unit)
    header = A.replace("SARAN", "PETUGAS")
    take_in(sheet(tmp_path, header, ROWS[0].replace("Ramah", f"'{officer.nip}")))
    row = stored()[0]
    assert row.officer_id == officer.id
    assert (row.attribution_source, row.attribution_certainty) == ("manual", "likely")


def test_every_bad_cell_is_named(tmp_path: Path) -> None:
    bad = sheet(
        tmp_path,
        A,
        "1,32/10/2026,08.30,X,34,SMA,Petani,3,3,3,4,3,3,3,2,4,",
        "2,01/12/2026,08.30,L,abc,SMA,Petani,3,3,3,4,3,3,3,2,4,",
        "3,,08.30,L,34,Pesantren,Petani,3,3,3,4,3,3,3,2,4,",
    )
    named = [str(p) for p in survey_ratings(open_survey(bad, Order.FORM), TODAY).problems]
    for place in (
        "Baris 2, kolom B (TANGGAL)",
        "Baris 2, kolom D (JENIS KELAMIN)",
        "Baris 3, kolom B (TANGGAL)",
        "Baris 3, kolom E (USIA)",
        "Baris 4, kolom B (TANGGAL)",
        "Baris 4, kolom F (PENDIDIKAN)",
    ):
        assert sum(place in words for words in named) == 1, place
    marks = sheet(tmp_path, A, ROWS[0].replace(",3,3,3,4,", ",5,0,3,4,"))
    with pytest.raises(Problems, match=r"baris 2, kolom U1.*\n.*baris 2, kolom U2"):
        read_survey(marks, Order.FORM)


def test_an_xlsx_with_a_title_and_real_dates(app: Flask, tmp_path: Path) -> None:
    make_unit("U")
    path = tmp_path / "survei.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Data")
    page.write(0, 0, "SURVEI KEPUASAN MASYARAKAT 2026")
    headers = ["No", "Tanggal", *(f"U{n}" for n in range(1, 10))]
    page.write_row(2, 0, headers)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row in range(5):
        page.write_number(3 + row, 0, row + 1)
        page.write_datetime(3 + row, 1, date(2026, 10, 1 + row), day)
        page.write_row(3 + row, 2, [3, 4, 3, 4, 3, 3, 4, 3, 2])
    book.close()
    assert take_in(path).added == 5
    assert [row.sheet_row for row in stored()] == [f"paper/{n}" for n in range(4, 9)]
