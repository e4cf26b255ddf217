"""What each morning does to cases, and that a second run of it does nothing."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.authority import Role
from portal.complaints import passing
from portal.complaints.clocks import current_cycle
from portal.complaints.models import ClockPause, Complaint
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
    asked,
    day,
    facts_of,
    fresh,
    make_tree,
    steps,
    trail,
    verified,
)
from tests.factories import make_officer
from tests.staff import make_person

Tree = tuple[Unit, Unit, Unit]


@pytest.fixture
def tree(app: Flask) -> Tree:
    return make_tree()


def release(today: date) -> int:
    cases = cases_where(passing.unreleased(today))
    return passing.release_cases(WORKER, cases=cases, today=today)


def resume(today: date) -> int:
    cases = cases_where(passing.waited_out(today))
    return passing.resume_clocks(WORKER, cases=cases, today=today)


def escalate(today: date) -> int:
    cases = cases_where(passing.late(today))
    return passing.escalate_cases(WORKER, cases=cases, today=today)


def test_anonymous_cases_of_earlier_days_come_to_the_desk_together(tree: Tree) -> None:
    waiting = [make_case(tree[2], MONDAY, released_on=None) for _ in range(3)]
    todays = make_case(tree[2], day(5), released_on=None)
    urgent = make_case(tree[2], day(5), is_urgent=True)
    assert release(MONDAY) == 0
    assert release(day(5)) == 3
    assert {fresh(case).released_on for case in waiting} == {day(5)}
    assert fresh(todays).released_on is None
    assert steps(urgent) == []
    assert steps(waiting[0]) == [("released", day(5), "system", False)]
    assert trail() == [
        ("worker", "release_cases", {"cases": sorted(case.number for case in waiting)})
    ]
    assert release(day(5)) == 0
    assert len(trail()) == 1
    assert release(day(6)) == 1


def test_a_pause_ends_at_its_limit_and_the_case_goes_on(tree: Tree) -> None:
    case = asked(verified(make_case(tree[2], MONDAY), day(6)), day(11), day(18))
    assert fresh(case).next_due_on is None
    assert resume(day(17)) == 0
    assert resume(day(18)) == 1
    after = fresh(case)
    assert (after.state, after.waits_until) == (State.IN_PROGRESS, None)
    # Five working days of rest: the due day moves from 22 to 29 May.
    assert after.next_due_on == day(29)
    assert db.session.get_one(ClockPause, (case.id, 1)).ends_on == day(18)
    assert facts_of(case, Step.RESUMED) == {"due": "2026-05-29"}
    assert steps(case)[-1] == ("resumed", day(18), "system", True)
    assert resume(day(18)) == 0
    assert trail() == [("worker", "resume_clocks", {"cases": [case.number]})]


def test_a_worker_that_was_away_gives_no_more_rest(tree: Tree) -> None:
    case = asked(verified(make_case(tree[2], MONDAY), day(6)), day(11), day(18))
    assert resume(day(28)) == 1
    assert fresh(case).next_due_on == day(29)


def test_what_was_asked_before_it_was_verified_is_not_verified_by_waiting(tree: Tree) -> None:
    case = asked(make_case(tree[2], MONDAY), day(5), day(8))
    assert resume(day(8)) == 1
    after = fresh(case)
    assert after.state == State.RECEIVED
    assert after.next_due_on == current_cycle(after).verify_due == day(12)


def test_a_late_case_climbs_superior_by_superior(tree: Tree) -> None:
    root, office, field = tree
    case = verified(make_case(field, MONDAY), day(6))
    assert fresh(case).next_due_on == day(22)
    assert escalate(day(22)) == 0
    assert escalate(day(24)) == 0  # a Sunday: not late by any working day
    assert escalate(day(25)) == 1
    assert fresh(case).escalated_to_id == office.id
    assert facts_of(case, Step.ESCALATED) == {"unit": "Dinas Dukcapil", "due": "2026-05-22"}
    for same in (day(25), day(26), day(29)):
        assert escalate(same) == 0
    assert escalate(day(1, 6)) == 1
    assert fresh(case).escalated_to_id == root.id
    assert escalate(day(30, 6)) == 0
    assert [step for step, *_rest in steps(case)] == ["escalated", "escalated"]
    assert trail() == [("worker", "escalate_cases", {"cases": [case.number]})] * 2


def test_late_again_is_told_again(sqlite_app: Flask) -> None:
    """Late in verifying, verified, and then late in answering."""
    _root, office, field = make_tree()
    case = make_case(field, MONDAY)
    assert escalate(day(8)) == 1
    verified(case, day(8))
    assert escalate(day(11)) == 0
    assert escalate(day(25)) == 1
    assert fresh(case).escalated_to_id == office.id
    assert facts_of(case, Step.ESCALATED)["due"] == "2026-05-22"
    assert escalate(day(26)) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.WAITING},
        {"state": State.ANSWERED},
        {"state": State.CLOSED},
        {"released_on": None},
        {"kind": "apresiasi"},
    ],
)
def test_what_rests_is_never_late(sqlite_app: Flask, facts: dict[str, Any]) -> None:
    make_case(make_tree()[2], MONDAY, **facts)
    assert escalate(day(30, 6)) == 0
    assert trail() == []


def test_a_case_without_superior_stays(sqlite_app: Flask) -> None:
    root, _office, _field = make_tree()
    case = make_case(root, MONDAY)
    assert escalate(day(30, 6)) == 0
    assert fresh(case).escalated_to_id is None


def test_whoever_it_is_about_is_no_superior_of_it(sqlite_app: Flask) -> None:
    """A case about the head of the office, handled below it, is shown above that head."""
    root, office, field = make_tree()
    head = make_officer(office, name="Kepala Dinas")
    make_person((Role.UNIT_HEAD, office), officer=head)
    case = make_case(field, MONDAY, about="petugas", about_officer=head)
    assert escalate(day(11)) == 1
    assert fresh(case).escalated_to_id == root.id


def test_many_cases_and_nothing_left_over(sqlite_app: Flask) -> None:
    unit = make_tree()[2]
    numbers = {make_case(unit, MONDAY, released_on=None).number for _ in range(12)}
    assert release(day(5)) == 12
    (_actor, _act, after) = trail()[0]
    assert set(after["cases"]) == numbers


@pytest.mark.parametrize(
    "act", [passing.release_cases, passing.resume_clocks, passing.escalate_cases]
)
def test_only_the_operators_worker_lets_time_pass(sqlite_app: Flask, act: Any) -> None:
    case = make_case(make_tree()[2], MONDAY, released_on=None)
    with pytest.raises(NotAllowed):
        act(STRANGER, cases=[case.id], today=day(30))
    assert fresh(case).released_on is None


def test_what_changed_meanwhile_is_left_alone(sqlite_app: Flask) -> None:
    """The cases were chosen before the transaction: it looks again."""
    case = make_case(make_tree()[2], MONDAY, released_on=None)
    cases = cases_where(passing.unreleased(day(5)))
    db.session.get_one(Complaint, case.id).released_on = MONDAY
    db.session.commit()
    assert passing.release_cases(WORKER, cases=cases, today=day(5)) == 0
    assert fresh(case).released_on == MONDAY
