"""Targets on the page: set, judged, shown beside the public index, never overwritten silently."""

from datetime import date

from flask import Flask

from portal.appraisal.commands import close_month
from portal.authority import Role, operator
from portal.indicators.rules.definition import Weight
from portal.indicators.targets import unit_targets
from portal.month import Month
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import staff
from tests.visitor import Visitor

FORM = -1


def closed_town() -> Town:
    town = make_town()
    make_ratings(town, "2026-10", 300, 1, status="counts")
    close_month(
        operator("uji"),
        month=Month(2026, 10),
        today=date(2026, 11, 2),
        weight=Weight.NINTH,
        reviewed="ya",
    )
    return town


def test_a_target_is_set_and_stands_beside_the_public_index(app: Flask) -> None:
    browser = staff(app, Role.SURVEY_EVALUATOR, closed_town().units[0])
    table = browser.open("/results/targets?tahun=2026")
    assert "belum ada target" in table.text
    page = browser.open("/results/targets/2026/PEMDA")
    refused = browser.send(page, {"index": "120", "document": "Renja 2026"}, form=FORM)
    assert refused.status == 422
    assert refused.fields(FORM)["index"] == "120"
    done = browser.send(page, {"index": "99,5", "document": "Renja 2026"}, form=FORM)
    assert "99,50" in done.text
    assert "belum tercapai" in done.text
    public = Visitor(app).open("/skor/PEMDA")
    assert "Target 2026: 99,50, belum tercapai (Renja 2026)." in public.text
    assert "Target" not in Visitor(app).open("/skor/DUK").text


def test_nobody_overwrites_another_silently(app: Flask) -> None:
    town = make_town()
    first, second = (staff(app, Role.SURVEY_EVALUATOR, town.units[0]) for _ in range(2))
    pages = [browser.open("/results/targets/2026/DUK") for browser in (first, second)]
    first.send(pages[0], {"index": "80", "document": "Renja"}, form=FORM)
    conflict = second.send(pages[1], {"index": "85", "document": "RPJMD"}, form=FORM)
    assert conflict.status == 409
    assert conflict.fields(FORM)["index"] == "85"
    assert "80,00" in conflict.text
    assert str(unit_targets("DUK", 2026)["index"].value) == "80.00"
    second.send(conflict, {}, form=FORM)
    assert str(unit_targets("DUK", 2026)["index"].value) == "85.00"


def test_years_and_reach(sqlite_app: Flask) -> None:
    town = make_town()
    browser = staff(sqlite_app, Role.SURVEY_EVALUATOR, town.units[2])
    assert "Dukcapil" not in browser.open("/results/targets?tahun=abcd").text
    assert browser.open("/results/targets/2026/DUK").status == 404
    assert browser.open("/results/targets/99999/PUS").status in (200, 404)
    assert staff(sqlite_app, Role.UNIT_HEAD, town.units[0]).open("/results/targets").status == 403
