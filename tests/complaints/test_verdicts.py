"""Solved or not, as the reporter says it; the rating of the handling; one level up."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from portal.authority import RESIDENT, Role
from portal.complaints.cases import fresh_id
from portal.complaints.models import Complaint, Concerned
from portal.complaints.tracking import tracked
from portal.complaints.verdicts import appeal, rate_handling, say_solved, say_unsolved
from portal.database import db
from portal.errors import Conflict, PortalError, RuleBroken
from portal.organisation.models import Unit
from tests.complaints.receipts import (
    AT,
    DAY,
    again,
    answer,
    cycles,
    later,
    make_tracked,
    receipt_of,
    steps,
)
from tests.factories import make_unit
from tests.staff import make_person

ANSWERED = date(2026, 11, 6)


def answered(unit: Unit | None = None, **facts: Any) -> Complaint:
    case = make_tracked(unit or make_unit(), **facts)
    answer(case, ANSWERED)
    return case


def test_solved_closes_what_was_answered(app: Flask) -> None:
    case = answered()
    for _twice in range(2):
        say_solved(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    case = again(case)
    assert (case.is_solved, case.state, case.outcome) == (True, "closed", "selesai")
    assert case.closed_on == AT.date()
    (cycle,) = cycles(case)
    assert (cycle.is_solved, cycle.closed_on, cycle.outcome) == (True, AT.date(), "selesai")
    assert steps(case) == ["filed", "answered", "confirmed"]


def test_solved_leaves_the_outcome_of_what_the_office_closed(sqlite_app: Flask) -> None:
    facts = {"state": "closed", "outcome": "ditolak", "closed_on": ANSWERED}
    case = make_tracked(make_unit(), **facts)
    say_solved(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    case = again(case)
    assert (case.is_solved, case.outcome, case.closed_on) == (True, "ditolak", ANSWERED)


def test_unsolved_begins_a_new_run_and_keeps_the_old_one(app: Flask) -> None:
    case = answered(assignee_id=None)
    first_due = cycles(case)[0].answer_due
    for _twice in range(2):
        say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, text="Aktanya belum ada.", at=AT)
    case = again(case)
    old, new = cycles(case)
    assert (old.is_solved, old.answered_on, old.answer_due) == (False, ANSWERED, first_due)
    assert (new.started_on, new.verified_on, new.answered_on) == (AT.date(), AT.date(), None)
    assert (case.cycle, case.state, case.answered_on) == (2, "in_progress", None)
    assert (case.is_solved, case.rated, case.outcome) == (None, None, None)
    assert case.next_due_on == new.answer_due == AT.date() + timedelta(days=18)
    assert steps(case) == ["filed", "answered", "reopened"]


def test_the_window_is_that_of_the_rule_set_in_working_days(sqlite_app: Flask) -> None:
    """10 working days after Friday, 6 November end on Friday, 20 November."""
    last, late = later(11), later(12)
    assert last.date() == date(2026, 11, 20)
    case = answered()
    with pytest.raises(RuleBroken, match="20 November 2026"):
        say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=late)
    say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=last)
    assert again(case).cycle == 2


def test_after_solved_it_may_still_be_unsolved(sqlite_app: Flask) -> None:
    case = answered()
    say_solved(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=later(1))
    assert [cycle.is_solved for cycle in cycles(again(case))] == [False, None]


def test_each_run_is_rated_once(app: Flask) -> None:
    case = answered()
    for _twice in range(2):
        rate_handling(RESIDENT, receipt=receipt_of(case), cycle=1, mark=2, at=AT)
    with pytest.raises(RuleBroken):
        rate_handling(RESIDENT, receipt=receipt_of(case), cycle=1, mark=4, at=AT)
    assert (again(case).rated, cycles(case)[0].rated) == (2, 2)
    assert steps(case) == ["filed", "answered", "rated"]
    say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    answer(again(case), AT.date())
    rate_handling(RESIDENT, receipt=receipt_of(case), cycle=2, mark=4, at=later(1))
    assert [cycle.rated for cycle in cycles(again(case))] == [2, 4]


@pytest.mark.parametrize("mark", [0, 5, -1])
def test_no_other_mark_is_taken(sqlite_app: Flask, mark: int) -> None:
    case = answered()
    with pytest.raises(RuleBroken):
        rate_handling(RESIDENT, receipt=receipt_of(case), cycle=1, mark=mark, at=AT)


def poor(unit: Unit, **facts: Any) -> Complaint:
    case = answered(unit, **facts)
    rate_handling(RESIDENT, receipt=receipt_of(case), cycle=1, mark=1, at=AT)
    return again(case)


def test_a_poor_rating_goes_one_level_up(app: Flask) -> None:
    root = make_unit(name="Kabupaten")
    dinas = make_unit(parent_id=root.id)
    upt = make_unit(parent_id=dinas.id)
    case = poor(upt, assignee_id=make_person((Role.HANDLER, upt)).id)
    for _twice in range(2):
        appeal(RESIDENT, receipt=receipt_of(case), cycle=1, text="Ditolak tanpa alasan.", at=AT)
    case = again(case)
    assert (case.desk, case.handling_unit_id, case.unit_id) == ("unit", dinas.id, upt.id)
    assert (case.is_appeal, case.assignee_id, case.state) == (True, None, "verified")
    old, new = cycles(case)
    assert (old.unit_id, old.rated, new.unit_id, new.rated) == (upt.id, 1, dinas.id, None)
    assert steps(case)[-1] == "appealed"


def test_at_the_top_the_coordinator_looks_again(sqlite_app: Flask) -> None:
    root = make_unit()
    case = poor(root)
    appeal(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    case = again(case)
    assert (case.desk, case.handling_unit_id) == ("coordinator", root.id)


def test_what_the_inspector_handled_does_not_come_to_a_unit(sqlite_app: Flask) -> None:
    root = make_unit()
    inspectorate = make_unit(parent_id=root.id, kind="inspektorat")
    case = poor(inspectorate, desk="inspector")
    appeal(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    case = again(case)
    assert (case.desk, case.handling_unit_id) == ("coordinator", root.id)


def test_an_appeal_passes_by_the_head_it_is_about(sqlite_app: Flask) -> None:
    root = make_unit()
    dinas = make_unit(parent_id=root.id)
    upt = make_unit(parent_id=dinas.id)
    head = make_person((Role.UNIT_HEAD, dinas))
    case = poor(upt)
    db.session.add(Concerned(id=fresh_id(), complaint_id=case.id, person_id=head.id))
    db.session.commit()
    appeal(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    assert again(case).handling_unit_id == root.id


def test_an_appeal_is_made_once(sqlite_app: Flask) -> None:
    case = poor(make_unit(parent_id=make_unit().id))
    appeal(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    answer(again(case), later(1).date())
    rate_handling(RESIDENT, receipt=receipt_of(case), cycle=2, mark=1, at=later(2))
    with pytest.raises(RuleBroken):
        appeal(RESIDENT, receipt=receipt_of(case), cycle=2, at=later(2))


@pytest.mark.parametrize("act", [say_solved, say_unsolved, appeal])
def test_what_is_not_possible_changes_nothing(sqlite_app: Flask, act: Any) -> None:
    case = make_tracked(make_unit())
    version = case.version
    with pytest.raises(PortalError):
        act(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    assert (again(case).version, steps(case)) == (version, ["filed"])


@pytest.mark.parametrize("act", [say_solved, say_unsolved, appeal])
def test_a_page_of_another_run_is_told_so(sqlite_app: Flask, act: Any) -> None:
    case = answered(cycle=1)
    with pytest.raises(Conflict):
        act(RESIDENT, receipt=receipt_of(case), cycle=3, at=AT)


def test_a_case_that_nobody_verified_comes_back_to_be_verified(sqlite_app: Flask) -> None:
    facts = {"state": "received", "klass": None}
    case = make_tracked(make_unit(), filed_on=DAY, **facts)
    case.state, case.closed_on, case.outcome = "closed", ANSWERED, "arsip"
    db.session.commit()
    say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    case = again(case)
    assert (case.state, cycles(case)[1].verified_on) == ("received", None)
    assert case.next_due_on == cycles(case)[1].verify_due


def joint() -> tuple[Complaint, Complaint]:
    """A case merged into another one, which has been answered."""
    unit = make_unit()
    main = make_tracked(unit, 1)
    facts = {"state": "closed", "outcome": "duplikat", "closed_on": DAY}
    case = make_tracked(unit, 2, merged_into_id=main.id, assignee_id=make_person().id, **facts)
    answer(main, ANSWERED)
    return main, case


def test_the_reporter_of_a_merged_case_opens_it_for_itself(app: Flask) -> None:
    main, case = joint()
    for _twice in range(2):
        say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, text="Masih gelap.", at=AT)
    case, main = again(case), again(main)
    assert (case.state, case.cycle, case.merged_into_id) == ("verified", 2, None)
    assert case.assignee_id is None
    assert cycles(case)[0].is_solved is False
    assert cycles(case)[1].started_on == AT.date()
    assert (main.state, main.cycle, main.is_solved) == ("answered", 1, None)
    assert steps(case).count("reopened") == 1


def test_not_before_the_joint_answer_and_not_after_the_window(sqlite_app: Flask) -> None:
    unit = make_unit()
    main = make_tracked(unit, 1)
    facts = {"state": "closed", "outcome": "duplikat", "closed_on": DAY, "merged_into_id": main.id}
    case = make_tracked(unit, 2, **facts)
    with pytest.raises(RuleBroken):
        say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=AT)
    answer(main, ANSWERED)
    found = tracked(receipt_of(case), today=AT.date())
    assert found is not None
    until = found.reopen_until
    assert until is not None
    late = AT.replace(year=until.year, month=until.month, day=until.day) + timedelta(days=1)
    with pytest.raises(RuleBroken, match="baru"):
        say_unsolved(RESIDENT, receipt=receipt_of(case), cycle=1, at=late)
    assert again(case).cycle == 1
