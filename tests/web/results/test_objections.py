"""Deciding a sanggahan on the page: numbers only, a reason, from outside the unit."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.appraisal.models import Objection
from portal.authority import Role
from portal.database import db
from tests.factories import make_rating
from tests.indicators.town import Town, make_town
from tests.staff import Staff, make_person, staff

FORM = -1
TEXT = "Hari itu saya cuti <b>dan</b> diganti teman."


@pytest.fixture
def town(app: Flask) -> Town:
    town = make_town()
    officer, counter = town.officers[0], town.counters[0]
    exact: dict[str, Any] = {"attribution_certainty": "exact", "officer_id": officer.id}
    for day in (14, 14, 14, 15):
        make_rating(counter, date(2026, 10, day), **exact)
    db.session.add(
        Objection(
            handle="a" * 12,
            officer_id=officer.id,
            unit_id=officer.unit_id,
            month="2026-10",
            kind="attribution",
            on_date=date(2026, 10, 14),
            counter_id=counter.id,
            text=TEXT,
            filed_on=date(2026, 11, 3),
            reason="",
        )
    )
    db.session.commit()
    return town


def test_it_is_decided_with_a_reason(app: Flask, town: Town) -> None:
    browser = staff(app, Role.SURVEY_EVALUATOR, town.units[0])
    listed = browser.open("/results/objections")
    assert town.officers[0].name in listed.text
    assert (town.officers[0].nip or "") not in listed.text
    page = browser.open(f"/results/objections/{'a' * 12}")
    assert TEXT in page.text
    assert "Jawaban yang terkena 3" in page.text
    assert "Jawaban untuk penilaian sekarang 4" in page.text
    assert "Jawaban untuk penilaian bila dikabulkan 1" in page.text
    refused = browser.send(page, {"verdict": "uphold", "reason": "ya"}, form=FORM)
    assert refused.status == 422
    done = browser.send(
        page, {"verdict": "uphold", "reason": "Surat cuti sudah diperiksa."}, form=FORM
    )
    assert "3 jawaban berubah" in done.text
    assert "Tidak ada sanggahan yang menunggu" in done.text
    decided = browser.open("/results/objections?keadaan=diputus")
    assert "dikabulkan" in decided.text
    again = browser.open(f"/results/objections/{'a' * 12}")
    assert "Surat cuti sudah diperiksa." in again.text
    assert not again.soup.find("textarea")


def test_an_answer_that_came_meanwhile_is_not_decided_unseen(app: Flask, town: Town) -> None:
    browser = staff(app, Role.SURVEY_EVALUATOR, town.units[0])
    page = browser.open(f"/results/objections/{'a' * 12}")
    facts = {"attribution_certainty": "exact", "officer_id": town.officers[0].id}
    make_rating(town.counters[0], date(2026, 10, 14), **facts)
    sent = {"verdict": "uphold", "reason": "Surat cuti sudah diperiksa."}
    conflict = browser.send(page, sent, form=FORM)
    assert conflict.status == 409
    assert "Surat cuti" in conflict.text
    assert "4 jawaban berubah" in browser.send(conflict, sent, form=FORM).text


def test_who_is_inside_reads_but_does_not_decide(app: Flask, town: Town) -> None:
    colleague = make_person((Role.SURVEY_EVALUATOR, town.units[0]), officer=town.officers[1])
    page = Staff(app, person=colleague).open(f"/results/objections/{'a' * 12}")
    assert "Orang di luar unit itu yang memutuskan" in page.text
    assert not page.soup.find("textarea")


def test_other_units_and_roles(app: Flask, town: Town) -> None:
    elsewhere = staff(app, Role.SURVEY_EVALUATOR, town.units[2])
    assert "Tidak ada sanggahan" in elsewhere.open("/results/objections").text
    assert elsewhere.open(f"/results/objections/{'a' * 12}").status == 404
    assert elsewhere.open("/results/objections/tiada").status == 404
    for role in (Role.UNIT_HEAD, Role.APPRAISAL_EVALUATOR, Role.OFFICER):
        assert staff(app, role, town.units[0]).open("/results/objections").status == 403
