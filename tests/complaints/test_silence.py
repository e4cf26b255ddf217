"""Silence closes: ten working days after the answer, thirty calendar days after a question."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.complaints import silence
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Complaint
from portal.complaints.rules.words import State, Step
from portal.complaints.turns import cases_where
from portal.database import db
from portal.errors import NotAllowed
from portal.organisation.models import Unit
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
    said,
    steps,
    trail,
    verified,
)


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_tree()[2]


def close_silent(today: date) -> int:
    cases = cases_where(silence.answered_before(today))
    return silence.close_silent_cases(WORKER, cases=cases, today=today)


def close_incomplete(today: date) -> int:
    cases = cases_where(silence.asked_in_vain())
    return silence.close_incomplete_cases(WORKER, cases=cases, today=today)


def ending(case: Complaint) -> tuple[str, str | None, bool | None, date | None]:
    after = fresh(case)
    return after.state, after.outcome, after.is_solved, after.closed_on


def test_ten_working_days_after_the_answer_it_closes_but_is_not_called_solved(unit: Unit) -> None:
    case = answered(verified(make_case(unit, MONDAY), day(5)), day(6))
    assert close_silent(day(20)) == 0  # the tenth working day
    assert close_silent(day(21)) == 1
    assert ending(case) == (State.CLOSED, "selesai", None, day(21))
    assert current_cycle(fresh(case)).closed_on == day(21)
    assert steps(case) == [("closed", day(21), "system", True)]
    assert facts_of(case, Step.CLOSED) == {"outcome": "selesai", "silent": True}
    assert close_silent(day(22)) == 0
    assert trail() == [("worker", "close_silent_cases", {"cases": [case.number]})]


def test_a_word_of_the_reporter_is_no_silence(unit: Unit) -> None:
    case = said(answered(verified(make_case(unit, MONDAY), day(5)), day(6)), day(13))
    assert close_silent(day(27)) == 0
    assert close_silent(day(28)) == 1
    assert ending(case)[0] == State.CLOSED


def test_a_question_without_answer_for_thirty_days_withdraws_the_report(unit: Unit) -> None:
    case = asked(make_case(unit, MONDAY), MONDAY, day(18))
    assert close_incomplete(day(3, 6)) == 0
    assert close_incomplete(day(4, 6)) == 1
    assert ending(case) == (State.CLOSED, "tidak_lengkap", None, day(4, 6))
    assert facts_of(case, Step.CLOSED) == {"outcome": "tidak_lengkap", "silent": True}
    assert close_incomplete(day(5, 6)) == 0
    assert trail() == [("worker", "close_incomplete_cases", {"cases": [case.number]})]


def test_an_answer_of_the_reporter_keeps_it_open(unit: Unit) -> None:
    case = said(asked(make_case(unit, MONDAY), MONDAY, day(18)), day(29))
    assert close_incomplete(day(30, 6)) == 0
    assert ending(case)[0] == State.WAITING


def test_of_two_questions_the_newer_counts(sqlite_app: Flask) -> None:
    case = asked(make_case(make_tree()[2], MONDAY), MONDAY, day(18))
    said(case, day(6))
    case.state = State.IN_PROGRESS
    asked_again(case, day(20))
    assert close_incomplete(day(19, 6)) == 0
    assert close_incomplete(day(20, 6)) == 1


def asked_again(case: Complaint, on: date) -> None:
    write_step(case, Step.ASKED, actor=WORKER, on=on)
    db.session.commit()


@pytest.mark.parametrize("act", [silence.close_silent_cases, silence.close_incomplete_cases])
def test_nobody_else_closes_by_silence(sqlite_app: Flask, act: Any) -> None:
    case = answered(verified(make_case(make_tree()[2], MONDAY), day(5)), day(6))
    with pytest.raises(NotAllowed):
        act(STRANGER, cases=[case.id], today=day(30, 6))
    assert ending(case)[0] == State.ANSWERED
