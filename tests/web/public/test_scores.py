"""`/skor`: the published figures, in words where a number may not be said."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from portal.appraisal.commands import close_month
from portal.authority import operator
from portal.indicators.commands import release_month
from portal.indicators.queries import live_indicators
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.elements import FORM_ORDER
from portal.month import Month
from portal.organisation.models import Counter, Unit
from tests.factories import make_counter, make_officer, make_rating, make_served, make_unit
from tests.visitor import Visitor

MONTH = Month(2026, 10)
MARKS = [4, 3, 4, 3]  # repeated; per element a mean of 3.5: an index of 87.50


def _rate(counter: Counter, number: int, officers: list[int], first_day: int = 1) -> None:
    for at in range(number):
        make_rating(
            counter,
            date(2026, 10, first_day + at % 20),
            officer_id=officers[at % len(officers)] if officers else None,
            attribution_source="choice" if officers else None,
            attribution_certainty="exact" if officers else "unknown",
            **{element.value: MARKS[at % 4] for element in FORM_ORDER},
        )


@pytest.fixture
def regency(app: Flask) -> Unit:
    """A unit with a counter of two officers, one of a single officer, and a tiny sub-unit."""
    root = make_unit("PEMDA", name="Kabupaten Uji")
    unit = make_unit("DUKCAPIL", name="Dinas Dukcapil", parent_id=root.id)
    tiny = make_unit("UPT", name="UPT Kecil", parent_id=root.id)
    two = [make_officer(unit).id for _ in range(2)]
    one = [make_officer(unit).id]
    shared, _code = make_counter(unit, number="1", name="Loket Berdua")
    alone, _code = make_counter(unit, number="2", name="Loket Sendiri")
    small, _code = make_counter(tiny, number="1", name="Loket Kecil")
    # Without a third part, the tiny one would be the difference of the other two.
    other = make_unit("LAIN", name="Unit Lain", parent_id=root.id)
    third, _code = make_counter(other, number="1", name="Loket Lain")
    _rate(shared, 80, two)
    _rate(alone, 40, one)
    _rate(small, 4, [])
    _rate(third, 40, [])
    make_served(shared, date(2026, 10, 5), 1000)
    with time_machine.travel("2026-11-05 03:00", tick=False):
        close_month(operator("uji"), month=MONTH, weight=Weight.NINTH, today=date(2026, 11, 5))
    return unit


def test_the_index_stands_with_its_company(regency: Unit, visitor: Visitor) -> None:
    page = visitor.open("/skor/DUKCAPIL")
    assert page.h1 == "Dinas Dukcapil"
    assert "87,50" in page.text
    assert "Mutu pelayanan: Baik" in page.text
    assert "120" in page.text
    assert "ditutup 5 November 2026" in page.text
    assert page.soup.select_one(".elements tbody th").get_text(strip=True) == "Persyaratan"


def test_a_counter_with_one_officer_is_never_public(regency: Unit, visitor: Visitor) -> None:
    text = visitor.open("/skor/DUKCAPIL").text
    assert "Loket Sendiri" not in text


def test_few_answers_give_words_and_no_number(regency: Unit, visitor: Visitor) -> None:
    page = visitor.open("/skor/UPT")
    assert "4 jawaban, digabung sampai 30" in page.text
    assert page.soup.select_one(".index") is None


def test_the_list_stands_in_the_order_of_the_tree(regency: Unit, visitor: Visitor) -> None:
    page = visitor.open("/skor")
    names = [th.get_text(strip=True) for th in page.soup.select("tbody th")]
    assert names == ["Kabupaten Uji", "Dinas Dukcapil", "UPT Kecil", "Unit Lain"]


def test_the_csv_says_the_same(regency: Unit, visitor: Visitor) -> None:
    response = visitor.client.get("/skor/DUKCAPIL.csv")
    assert response.mimetype == "text/csv"
    (row,) = csv.DictReader(io.StringIO(response.get_data(as_text=True)))
    assert Decimal(row["index"]) == Decimal("87.50")
    assert (row["month"], row["answers"], row["grade"]) == ("2026-10", "120", "B")
    assert Decimal(row["waktu_mean"]) == Decimal("3.5")


def test_it_is_there_in_english(regency: Unit, visitor: Visitor) -> None:
    text = visitor.open("/skor/UPT?lang=en").text
    assert "4 answers, joined until 30" in text


@pytest.mark.parametrize(
    "url", ["/skor/XX", "/skor/XX.csv", "/skor/DUKCAPIL?periode=2020-01", "/skor?periode=x"]
)
def test_what_is_not_there_is_told_in_words(regency: Unit, visitor: Visitor, url: str) -> None:
    page = visitor.open(url)
    assert page.status == 404
    assert page.h1 == "Halaman ini tidak ada"


def test_before_the_first_closing_there_are_words(sqlite_visitor: Visitor) -> None:
    assert "Belum ada bulan yang ditutup." in sqlite_visitor.open("/skor").text


def test_a_unit_that_asks_on_paper_only_has_its_index_from_the_first_month(
    app: Flask, visitor: Visitor
) -> None:
    root = make_unit("KAB", name="Kabupaten Kertas")
    unit = make_unit("DUK", name="Dinas Kertas", parent_id=root.id)
    counter, _code = make_counter(unit, number="1")
    for at in range(60):
        make_rating(
            counter,
            date(2026, 10, 1 + at % 20),
            counter_id=None,
            channel="paper",
            tier="E",
            overall=None,
            **{element.value: MARKS[at % 4] for element in FORM_ORDER},
        )
    today = date(2026, 11, 5)
    released = release_month(operator("uji"), month=MONTH, today=today, weight=Weight.NINTH)
    assert released.shown == 2
    live = live_indicators(MONTH)
    assert [f.index for f in live] == [Decimal("87.50")] * 2
    close_month(operator("uji"), month=MONTH, weight=Weight.NINTH, today=today)
    assert visitor.open("/skor/DUK").soup.select_one(".index").get_text() == "87,50"


def test_a_month_on_paper_is_not_compared_with_one_by_phone(app: Flask, visitor: Visitor) -> None:
    unit = make_unit("KAB", name="Kabupaten Campur")
    counter, _code = make_counter(unit, number="1")
    for month, channel in ((9, "qr"), (10, "paper")):
        for at in range(40):
            marks = {element.value: MARKS[at % 4] for element in FORM_ORDER}
            make_rating(counter, date(2026, month, 1 + at % 20), channel=channel, **marks)
        today = date(2026, month + 1, 5)
        close_month(operator("uji"), month=Month(2026, month), weight=Weight.NINTH, today=today)
    page = visitor.open("/skor/KAB")
    assert "Tidak dibandingkan dengan September 2026" in page.text
    assert page.soup.select(".chart line.trend") == []
