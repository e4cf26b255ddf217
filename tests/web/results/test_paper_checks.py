"""Bagian Organisasi types ten sheets again, unseen, and strikes what was typed wrongly."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.clock import today
from portal.database import db
from portal.errors import NotAllowed
from portal.feedback.models import ClosedMonth, PaperCheck, PaperEntry, Rating
from portal.feedback.paper import Batch, TypedLine, enter_paper
from portal.feedback.paper_checking import check_sheet, draw_checks
from portal.feedback.rules.serial import serial
from portal.month import Month
from portal.organisation.models import Unit
from portal.web.limits import settings
from tests.factories import make_unit
from tests.staff import Staff, actor_of, make_person, staff

FORM = -1
MARKS = "344438443"
PAGE = "/results/paper/checks"


def number(n: int, unit: str = "DUKCAPIL") -> str:
    return str(serial(unit, Month(2026, 11), n))


def now() -> date:
    return today(settings().timezone)


def type_sheets(unit: Unit, *numbers: int, marks: str = MARKS) -> Any:
    clerk = make_person((Role.HANDLER, unit))
    lines = [TypedLine(n, f"{number(n, unit.code)} {marks}") for n in numbers]
    batch = Batch(unit=unit.code, on=now(), channel="paper")
    enter_paper(actor_of(clerk), batch=batch, typed=lines, today=now())
    return clerk


def checks() -> list[PaperCheck]:
    db.session.rollback()
    return list(db.session.execute(sa.select(PaperCheck).order_by(PaperCheck.serial)).scalars())


def actions() -> list[str]:
    query = sa.select(AuditEntry.action).order_by(AuditEntry.sequence)
    return [one for one in db.session.execute(query).scalars() if "paper" in one]


@pytest.fixture
def regency(app: Flask) -> Unit:
    return make_unit("KAB")


@pytest.fixture
def unit(regency: Unit) -> Unit:
    return make_unit("DUKCAPIL", parent_id=regency.id)


@pytest.fixture
def evaluator(app: Flask, regency: Unit) -> Staff:
    return staff(app, Role.SURVEY_EVALUATOR, regency)


def drawn(evaluator: Staff) -> Any:
    return evaluator.send(evaluator.open(PAGE), form=FORM)


def test_ten_sheets_are_drawn_and_no_more(evaluator: Staff, unit: Unit) -> None:
    type_sheets(unit, *range(1, 41))
    page = drawn(evaluator)
    assert "10 lembar terundi." in page.text
    rows = checks()
    assert len(rows) == 10
    assert {row.serial for row in rows} <= {number(n) for n in range(1, 41)}
    # Of 848 million draws one is the first ten.
    assert [row.serial for row in rows] != [number(n) for n in range(1, 11)]
    assert "Undi" not in [form.get_text().strip()[:4] for form in page.soup.find_all("form")]
    assert actions() == ["enter_paper", "draw_paper_checks"]


def test_few_sheets_are_all_drawn_and_later_ones_fill_up(evaluator: Staff, unit: Unit) -> None:
    type_sheets(unit, 1, 2)
    drawn(evaluator)
    type_sheets(unit, 3)
    drawn(evaluator)
    assert [row.serial for row in checks()] == [number(1), number(2), number(3)]


def test_a_check_is_typed_unseen_and_says_which_questions_differ(
    evaluator: Staff, unit: Unit
) -> None:
    type_sheets(unit, 1, 2, 3)
    drawn(evaluator)
    page = evaluator.open(f"{PAGE}/{number(1)}")
    assert MARKS not in page.response.get_data(as_text=True)
    after = evaluator.send(page, {"marks": "3 4 4 4 3 8 4 4 3"}, form=FORM)
    assert f"Lembar {number(1)}: sama." in after.text
    page = evaluator.open(f"{PAGE}/{number(2)}")
    after = evaluator.send(page, {"marks": "314438440", "note": "tinta luntur"}, form=FORM)
    assert "U2, U9; tinta luntur" in after.text
    page = evaluator.open(f"{PAGE}/{number(3)}")
    after = evaluator.send(page, {"is_missing": "y"}, form=FORM)
    assert "1 dari 3 lembar" in after.text
    assert [row.outcome for row in checks()] == ["same", "different", "missing"]
    assert actions()[-3:] == ["check_paper"] * 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Ketik sembilan angka"),
        ({"marks": MARKS, "is_missing": "y"}, "Ketik sembilan angka"),
        ({"marks": "34443844"}, "sembilan angka"),
        ({"marks": "999999999"}, "tidak dikenal"),
        ({"marks": MARKS, "note": "a" * 201}, "Catatan"),
    ],
)
def test_a_check_that_cannot_be_compared_changes_nothing(
    evaluator: Staff, unit: Unit, typed: dict[str, str], words: str
) -> None:
    type_sheets(unit, 1)
    drawn(evaluator)
    page = evaluator.send(evaluator.open(f"{PAGE}/{number(1)}"), typed, form=FORM)
    assert page.status == 422
    assert words in page.text
    assert checks()[0].outcome is None


def test_a_sheet_is_checked_once(evaluator: Staff, unit: Unit) -> None:
    type_sheets(unit, 1)
    drawn(evaluator)
    page = evaluator.open(f"{PAGE}/{number(1)}")
    evaluator.send(page, {"marks": "111111111"}, form=FORM)
    assert evaluator.send(page, {"marks": MARKS}, form=FORM).status == 409
    assert checks()[0].outcome == "different"
    assert "Sudah diperiksa: berbeda" in evaluator.open(f"{PAGE}/{number(1)}").text


def test_nobody_checks_what_they_typed_or_what_is_their_own_unit(
    app: Flask, regency: Unit, unit: Unit
) -> None:
    typed_by = type_sheets(unit, 1)
    stranger = actor_of(make_person((Role.SURVEY_EVALUATOR, regency)))
    draw_checks(stranger, month=Month.of(now()), today=now())
    inside = actor_of(make_person((Role.SURVEY_EVALUATOR, regency), (Role.HANDLER, unit)))
    row = db.session.execute(sa.select(PaperEntry)).scalar_one()
    assert row.typed_by == typed_by.id
    row.typed_by = stranger.person_id or 0
    db.session.commit()
    for actor in (stranger, inside):
        with pytest.raises(NotAllowed):
            check_sheet(actor, serial=number(1), marks=MARKS, note="", today=now())
    assert checks()[0].outcome is None


def test_a_struck_sheet_does_not_count_and_may_be_typed_anew(evaluator: Staff, unit: Unit) -> None:
    type_sheets(unit, 1, 2)
    drawn(evaluator)
    evaluator.send(evaluator.open(f"{PAGE}/{number(1)}"), {"marks": "111111111"}, form=FORM)
    page = evaluator.open(f"/results/paper/strike?seri={number(1)}")
    assert page.fields(FORM)["serial"] == number(1)
    after = evaluator.send(page, {"reason": "Angka U1 sampai U9 tertukar lembar."}, form=FORM)
    assert f"Lembar {number(1)} dicoret." in after.text
    type_sheets(unit, 1, marks="111111111")
    db.session.rollback()
    found = sorted(db.session.execute(sa.select(Rating.status, Rating.persyaratan)).tuples().all())
    assert found == [("counts", 1), ("counts", 3), ("struck", 3)]
    entry = db.session.get(PaperEntry, number(1))
    assert entry is not None
    rating = db.session.get(Rating, entry.rating_id)
    assert rating is not None
    assert rating.persyaratan == 1
    assert "strike_paper" in actions()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"serial": "DUKCAPIL-2611-00009-99"}, "tidak terbaca"),
        ({"serial": number(9)}, "belum diketik"),
        ({"serial": number(1, "LAIN")}, "belum diketik"),
        ({"serial": number(1), "reason": "salah"}, "satu kalimat"),
        ({"serial": number(1), "reason": "a" * 2001}, "Alasan"),
    ],
)
def test_a_strike_that_is_refused_changes_nothing(
    evaluator: Staff, unit: Unit, typed: dict[str, str], words: str
) -> None:
    type_sheets(unit, 1)
    type_sheets(make_unit("LAIN"), 1)
    good = {"reason": "Lembar ini diketik dari salinan."}
    page = evaluator.send(evaluator.open("/results/paper/strike"), {**good, **typed}, form=FORM)
    assert page.status == 422
    assert words in page.text
    db.session.rollback()
    assert set(db.session.execute(sa.select(Rating.status)).scalars()) == {"counts"}


def test_a_closed_month_is_checked_but_not_struck(evaluator: Staff, unit: Unit) -> None:
    type_sheets(unit, 1)
    db.session.add(ClosedMonth(month=str(Month.of(now()))))
    db.session.commit()
    drawn(evaluator)
    evaluator.send(evaluator.open(f"{PAGE}/{number(1)}"), {"marks": "111111111"}, form=FORM)
    assert checks()[0].outcome == "different"
    page = evaluator.open(f"/results/paper/strike?seri={number(1)}")
    refused = evaluator.send(page, {"reason": "Angka tertukar lembar lain."}, form=FORM)
    assert refused.status == 422
    assert "sudah ditutup" in refused.text


def test_what_is_outside_the_reach_is_not_there(app: Flask, regency: Unit, unit: Unit) -> None:
    type_sheets(unit, 1)
    evaluator = staff(app, Role.SURVEY_EVALUATOR, regency)
    drawn(evaluator)
    other = staff(app, Role.SURVEY_EVALUATOR, make_unit("KOTA"))
    assert other.open(f"{PAGE}/{number(1)}").status == 404
    assert number(1) not in other.open(PAGE).text
    assert "Belum ada lembar kertas" in other.open(PAGE).text
    assert staff(app, Role.HANDLER, unit).open(PAGE).status == 403


@pytest.mark.parametrize("path", ["?bulan=2026-13", "?bulan=x", "/tidak-ada", "/%F0%9F%98%80"])
def test_nonsense_in_the_address_is_answered_in_words(evaluator: Staff, path: str) -> None:
    assert evaluator.open(PAGE + path).status in (400, 404)
