"""The public register: counts of a closed month, who is responsible, and nothing that tells."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from portal.appraisal.commands import close_month
from portal.authority import RESIDENT, operator
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Step
from portal.database import db
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import ComplaintManager, Unit
from tests.complaints.factory import make_case
from tests.factories import make_counter, make_rating, make_unit
from tests.visitor import Visitor

DAY = date(2026, 10, 5)
TEXT = "Ruang tunggu panas. Kipas sudah dipasang."


@pytest.fixture
def units(app: Flask) -> tuple[Unit, Unit]:
    root = make_unit("PEMDA", name="Kabupaten Uji")
    return root, make_unit("DUK", name="Dinas Dukcapil", parent_id=root.id)


def close(unit: Unit) -> None:
    """One rating too: without any there is no month to close."""
    make_rating(make_counter(unit)[0], DAY)
    october = Month(2026, 10)
    on = date(2026, 11, 5)
    close_month(operator("uji"), month=october, weight=Weight.NINTH, today=on, reviewed="ya")


def answered(unit: Unit, hours: int, **facts: Any) -> Complaint:
    case = make_case(unit, DAY, **facts)
    cycle = current_cycle(case)
    cycle.answered_on, cycle.hours = DAY + timedelta(days=hours // 24), hours
    db.session.commit()
    return case


def shown(unit: Unit, **facts: Any) -> Complaint:
    plain = {"may_publish": True, "public_text": TEXT, "state": "verified"}
    return make_case(unit, DAY, **{**plain, **facts})


def facts(visitor: Visitor, url: str = "/skor/DUK") -> dict[str, str]:
    rows = visitor.open(url).soup.select("dl.facts > div")
    return {r.dt.get_text(): " ".join(r.dd.get_text(" ").split()) for r in rows}


def test_a_closed_months_counts_and_times_are_public(
    units: tuple[Unit, Unit], visitor: Visitor
) -> None:
    cases = [answered(units[1], hours) for hours in (10, 30, 90)]
    make_case(units[1], DAY)
    write_step(cases[0], Step.CONFIRMED, actor=RESIDENT, on=DAY)
    db.session.commit()
    close(units[1])
    told = facts(visitor)
    assert told["Pengaduan masuk"] == "4"
    assert told["Dijawab pertama kali"] == "3 3 tepat waktu menurut aturan"
    assert told["Waktu sampai dijawab"] == "30 jam separuhnya lebih cepat (median)"
    assert told["Menurut pelapor"] == "1 selesai, 0 belum selesai"
    page = visitor.open("/skor/DUK")
    assert "Dijawab dalam 24 jam: 1; 72 jam: 2; 5 hari: 3; 7 hari: 3; 14 hari: 3." in page.text
    assert "30 hours" in visitor.open("/skor/DUK?lang=en").text


def test_a_median_of_two_is_not_written(units: tuple[Unit, Unit], visitor: Visitor) -> None:
    for hours in (10, 30):
        answered(units[1], hours)
    close(units[1])
    assert facts(visitor)["Waktu sampai dijawab"] == "– ditulis mulai 3 jawaban"


def test_an_open_month_is_not_told(sqlite_app: Flask) -> None:
    make_case(make_unit("DUK"), DAY)
    page = Visitor(sqlite_app).open("/skor/DUK")
    assert "Belum ada bulan tertutup dengan hitungan pengaduan." in page.text


def test_who_is_responsible_stands_with_name_and_address(sqlite_app: Flask) -> None:
    root = make_unit("PEMDA")
    make_unit("DUK", parent_id=root.id)
    db.session.add(ComplaintManager(unit_id=root.id, name="Dra. Sari", address="Jl. Merdeka 1"))
    db.session.commit()
    for url in ("/skor/DUK", "/skor/DUK/pengaduan"):
        text = Visitor(sqlite_app).open(url).soup.main.get_text()
        assert "Penanggung jawab pengaduan: Dra. Sari. Jl. Merdeka 1" in text


def test_a_case_is_read_as_it_was_prepared(units: tuple[Unit, Unit], visitor: Visitor) -> None:
    counter, _code = make_counter(units[1], number="Q97", name="Loket Rahasia")
    shown(units[1], counter_id=counter.id, title="Judul asli", story="Pak Rudi kasar.")
    for code in ("DUK", "PEMDA"):
        page = visitor.open(f"/skor/{code}/pengaduan")
        assert page.status == 200
        assert TEXT in page.text
        assert "Pengaduan, Oktober 2026" in page.text
        for secret in ("Judul asli", "Rudi", "Loket Rahasia", "Q97", "5 Oktober"):
            assert secret not in page.text
    assert "Baca pengaduan yang boleh dibaca umum (1)" in visitor.open("/skor/DUK").text


@pytest.mark.parametrize(
    "hidden",
    [
        {"may_publish": False},
        {"public_text": None},
        {"state": "received"},
        {"released_on": None},
        {"erased_on": DAY},
        {"kind": "apresiasi"},
        {"klass": "apresiasi"},
    ],
)
def test_nothing_else_is_shown(sqlite_app: Flask, hidden: dict[str, Any]) -> None:
    shown(make_unit("DUK"), **hidden)
    page = Visitor(sqlite_app).open("/skor/DUK/pengaduan")
    assert TEXT not in page.text
    assert "Belum ada pengaduan yang boleh dibaca umum." in page.text


def test_what_went_past_a_unit_stands_with_its_handler_alone(sqlite_app: Flask) -> None:
    root = make_unit("PEMDA")
    unit = make_unit("DUK", parent_id=root.id)
    shown(unit, handling_unit_id=root.id, is_bypassed=True, about="pimpinan")
    assert TEXT not in Visitor(sqlite_app).open("/skor/DUK/pengaduan").text
    assert TEXT in Visitor(sqlite_app).open("/skor/PEMDA/pengaduan").text


def test_how_the_office_closed_it_is_told(sqlite_app: Flask) -> None:
    shown(make_unit("DUK"), state="closed", outcome="bukan_kewenangan")
    assert "Bukan kewenangan kami" in Visitor(sqlite_app).open("/skor/DUK/pengaduan").text


def test_a_number_left_in_the_text_is_masked_again(sqlite_app: Flask) -> None:
    shown(make_unit("DUK"), public_text="Hubungi 081234567890 segera.")
    assert "081234567890" not in Visitor(sqlite_app).open("/skor/DUK/pengaduan").text


def test_the_list_is_paged(sqlite_app: Flask) -> None:
    unit = make_unit("DUK")
    for at in range(27):
        shown(unit, public_text=f"Teks nomor {at:02}.")
    visitor = Visitor(sqlite_app)
    first, second = (
        visitor.open(f"/skor/DUK/pengaduan{query}").soup.select("section.note")
        for query in ("", "?halaman=2")
    )
    assert (len(first), len(second)) == (25, 2)
    assert visitor.open("/skor/DUK/pengaduan?halaman=x&jumlah=9").status == 200
    assert visitor.open("/skor/TIDAK-ADA/pengaduan").status == 404


def test_how_it_is_counted_is_told(sqlite_app: Flask) -> None:
    page = Visitor(sqlite_app).open("/cara-hitung")
    assert "Pengaduan dihitung terpisah" in page.text
    assert "Median ditulis mulai 3 jawaban." in page.text
