"""A changed calendar moves the dates of open cases, tells their reporters, and leaves the rest."""

from datetime import date

import pytest
from flask import Flask

from portal.complaints import recalculating
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Complaint
from portal.complaints.rules.explaining import from_json
from portal.complaints.rules.words import State, Step
from portal.complaints.turns import cases_where
from portal.database import db
from portal.errors import NotAllowed
from portal.organisation.models import Holiday, Unit
from tests.complaints.factory import make_case
from tests.complaints.passed import (
    MONDAY,
    STRANGER,
    WORKER,
    answered,
    asked,
    day,
    facts_of,
    fresh,
    make_tree,
    steps,
    trail,
    verified,
)


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_tree()[2]


def add_day_off(on: date, name: str = "Libur daerah", decree: str = "SK Bupati 5/2026") -> None:
    db.session.add(Holiday(on_date=on, kind="khusus", name=name, decree=decree))
    db.session.commit()


def recalculate(today: date = MONDAY) -> int:
    cases = cases_where(recalculating.running())
    return recalculating.recalculate_cases(WORKER, cases=cases, today=today)


def due(case: Complaint) -> date | None:
    return current_cycle(fresh(case)).answer_due


def test_an_open_case_moves_and_its_reporter_reads_the_decree(unit: Unit) -> None:
    case = verified(make_case(unit, MONDAY), day(5))
    assert due(case) == day(22)
    add_day_off(day(12))
    assert recalculate(day(8)) == 1
    after = fresh(case)
    assert (due(case), after.next_due_on) == (day(25), day(25))
    explained = from_json(current_cycle(after).explanation)
    assert any(one.name == "Libur daerah" for one in explained.days)
    assert steps(case) == [("recalculated", day(8), "system", True)]
    assert facts_of(case, Step.RECALCULATED) == {
        "before": "2026-05-22",
        "after": "2026-05-25",
        "decree": "Libur daerah (SK Bupati 5/2026)",
        "days": [
            {
                "on": "2026-05-12",
                "name": "Libur daerah",
                "decree": "SK Bupati 5/2026",
                "is_off": True,
            }
        ],
    }
    assert recalculate(day(8)) == 0
    assert trail() == [("worker", "recalculate_cases", {"cases": [case.number]})]


def test_a_day_taken_back_moves_it_forward_again(unit: Unit) -> None:
    case = make_case(unit, MONDAY)
    add_day_off(day(12))
    recalculate()
    db.session.delete(db.session.get_one(Holiday, day(12)))
    db.session.commit()
    assert recalculate() == 1
    assert due(case) == day(22)
    facts = facts_of(case, Step.RECALCULATED)
    assert [one["is_off"] for one in facts["days"]] == [False]
    assert facts["decree"] == "Libur daerah (SK Bupati 5/2026)"


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED])
def test_answered_and_closed_cases_keep_their_dates(sqlite_app: Flask, state: State) -> None:
    case = answered(make_case(make_tree()[2], MONDAY), day(8))
    case.state = state
    db.session.commit()
    add_day_off(day(12))
    assert recalculate() == 0
    assert due(case) == day(22)
    assert steps(case) == []
    assert trail() == []


def test_a_day_outside_the_count_changes_nothing(sqlite_app: Flask) -> None:
    case = make_case(make_tree()[2], MONDAY)
    for outside in (MONDAY, day(9), day(23), day(30, 6)):
        add_day_off(outside)
    assert recalculate() == 0
    assert (due(case), steps(case)) == (day(22), [])


def test_a_waiting_case_moves_and_still_shows_nothing_due(sqlite_app: Flask) -> None:
    case = asked(verified(make_case(make_tree()[2], MONDAY), day(5)), day(11), day(18))
    assert due(case) == day(29)
    add_day_off(day(20))
    assert recalculate() == 1
    assert (due(case), fresh(case).next_due_on) == (day(1, 6), None)


def test_a_new_name_of_a_day_is_explained_without_a_step(sqlite_app: Flask) -> None:
    add_day_off(day(12), "Libur")
    case = make_case(make_tree()[2], MONDAY)
    db.session.get_one(Holiday, day(12)).decree = "SK Bupati 6/2026"
    db.session.commit()
    assert recalculate() == 1
    assert "SK Bupati 6/2026" in current_cycle(fresh(case)).explanation
    assert steps(case) == []


def test_a_six_day_week_moves_its_units_cases_only(sqlite_app: Flask) -> None:
    _root, office, field = make_tree()
    theirs, ours = make_case(office, MONDAY), make_case(field, MONDAY)
    db.session.get_one(Unit, field.id).work_days = 6
    db.session.commit()
    assert recalculate() == 1
    assert (due(theirs), due(ours)) == (day(22), day(20))


def test_praise_has_no_date_to_move(sqlite_app: Flask) -> None:
    case = make_case(make_tree()[2], MONDAY, kind="apresiasi")
    add_day_off(day(12))
    assert recalculate() == 0
    assert due(case) is None


def test_the_calendar_is_noted_and_only_another_one_is_news(sqlite_app: Flask) -> None:
    make_tree()
    assert recalculating.noted_digest() == ""
    digest = recalculating.calendar_digest()
    recalculating.note_calendar(WORKER, digest=digest)
    assert recalculating.noted_digest() == digest == recalculating.calendar_digest()
    add_day_off(day(12))
    assert recalculating.calendar_digest() != digest


def test_nobody_else_moves_dates(sqlite_app: Flask) -> None:
    case = make_case(make_tree()[2], MONDAY)
    add_day_off(day(12))
    with pytest.raises(NotAllowed):
        recalculating.recalculate_cases(STRANGER, cases=[case.id], today=MONDAY)
    with pytest.raises(NotAllowed):
        recalculating.note_calendar(STRANGER, digest="x")
    assert (due(case), trail()) == (day(22), [])
