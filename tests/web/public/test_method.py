"""`/cara-hitung`: what it says is what the program does."""

from flask import Flask

from portal.indicators.rules.index import GRADES
from portal.indicators.rules.sample import needed_sample
from tests.visitor import Visitor


def test_every_grade_and_its_lower_border_stand_there(sqlite_visitor: Visitor) -> None:
    page = sqlite_visitor.open("/cara-hitung")
    assert page.h1 == "Cara kami menghitung"
    for grade, (lowest, word, _english) in GRADES.items():
        row = next(row for row in page.soup.find_all("tr") if row.th and row.th.text == grade)
        assert word in row.text
        assert f"{lowest}".replace(".", ",") in row.text


def test_the_sample_table_is_the_one_that_is_used(sqlite_visitor: Visitor) -> None:
    page = sqlite_visitor.open("/cara-hitung")
    assert f"500 {needed_sample(500)}" in page.text


def test_the_definition_in_force_is_named(sqlite_visitor: Visitor) -> None:
    assert "skm-2017/weight-1_9/available/1" in sqlite_visitor.open("/cara-hitung").text


def test_it_is_there_in_english(sqlite_app: Flask) -> None:
    page = Visitor(sqlite_app).open("/cara-hitung?lang=en")
    assert page.h1 == "How we calculate"
    assert "Very good" in page.text
