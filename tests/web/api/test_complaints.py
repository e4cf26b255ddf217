"""`/complaints` for programs: one scope, one reach, slices, and a validator that notices."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.authority import RESIDENT, Scope
from portal.complaints.cases import write_step
from portal.complaints.rules.words import Step
from portal.database import db
from tests.complaints.factory import make_case
from tests.conftest import make_app
from tests.indicators.town import Town, make_town
from tests.web.api.programs import INDICATORS, Program, new_token, refused

DAY = date(2026, 10, 5)
PATH = "complaints?month=2026-10"
CASES = frozenset({Scope.COMPLAINTS_READ})


@pytest.fixture
def app(database_url: str, tmp_path):  # type: ignore[no-untyped-def]
    app = make_app(database_url, tmp_path)
    with app.app_context():
        yield app


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town()


def test_slices_joined_are_the_whole(app: Flask, town: Town) -> None:
    made = {make_case(town.units[0], DAY + timedelta(days=at)).number for at in range(5)}
    make_case(town.units[0], date(2026, 9, 30))
    program = Program(app, new_token(town, CASES))
    whole = program.items(PATH)
    assert {one["number"] for one in whole} == made
    assert program.items(f"{PATH}&limit=2") == whole
    assert "story" not in whole[0]
    assert program.items("complaints?month=2026-08") == []


def test_a_token_sees_its_units_and_no_other_desk(app: Flask, town: Town) -> None:
    below = next(unit for unit in town.units if unit.code == "DUK")
    mine = make_case(below, DAY)
    make_case(town.units[0], DAY)
    make_case(below, DAY, desk="coordinator")
    make_case(below, DAY, handling_unit_id=town.units[0].id, is_bypassed=True, about="pimpinan")
    make_case(below, DAY, released_on=None)
    program = Program(app, new_token(town, CASES, unit="DUK"))
    assert [one["number"] for one in program.items(PATH)] == [mine.number]
    refused(program.ask(f"{PATH}&unit=PEMDA"), 404)
    refused(Program(app, new_token(town, INDICATORS)).ask(PATH), 403)


def test_it_is_sent_again_only_when_a_case_changed(app: Flask, town: Town) -> None:
    case = make_case(town.units[0], DAY)
    program = Program(app, new_token(town, CASES))
    tag = program.ask(PATH).headers["ETag"]
    assert program.ask(PATH, **{"If-None-Match": tag}).status_code == 304
    write_step(case, Step.CONFIRMED, actor=RESIDENT, on=DAY)
    db.session.commit()
    assert program.ask(PATH, **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("bad", ["month=2026-13", "month=2026-10&cursor=AAAA", "month=2026-10&x=1"])
def test_bad_parameters_are_told(app: Flask, town: Town, bad: str) -> None:
    refused(Program(app, new_token(town, CASES)).ask(f"complaints?{bad}"), 422)
