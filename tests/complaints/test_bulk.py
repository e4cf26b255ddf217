"""Many cases at once: the same gate for each, all or none, one entry."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person
from portal.audit.models import AuditEntry, AuditValue
from portal.authority import Actor, Role
from portal.complaints.bulk import (
    MOST_AT_ONCE,
    Picked,
    archive_cases,
    assign_cases,
    handlers_of_all,
    picked_cases,
)
from portal.complaints.models import Complaint, Event
from portal.complaints.rules.words import State
from portal.database import db
from portal.errors import NotAllowed, Problems, RuleBroken
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
REASON = "Laporan percobaan dari pelatihan petugas."


def make_cases(unit: Unit, number: int = 3, **facts: Any) -> list[Complaint]:
    facts = {"state": State.VERIFIED, **facts}
    return [make_case(unit, DAY, title=f"Kasus {place}", **facts) for place in range(number)]


def pick(*cases: Complaint) -> list[Picked]:
    return [Picked(case.number, case.version) for case in cases]


def entries() -> list[tuple[str, str]]:
    query = sa.select(AuditEntry.action, AuditEntry.subject)
    return [(row.action, row.subject) for row in db.session.execute(query)]


def staffed(**facts: Any) -> tuple[Unit, Actor, Person]:
    unit = make_unit(parent_id=make_unit().id)
    return (
        unit,
        actor_of(make_person((Role.UNIT_HEAD, unit), **facts)),
        make_person((Role.HANDLER, unit)),
    )


def test_all_are_assigned_in_one_act_with_one_entry(app: Flask) -> None:
    unit, head, handler = staffed()
    cases = make_cases(unit)
    assert assign_cases(head, picked=pick(*cases), to=handler.handle, at=AT) == 3
    db.session.expire_all()
    assert {(case.assignee_id, case.state) for case in cases} == {(handler.id, State.IN_PROGRESS)}
    assert entries() == [("assign_cases", "complaints")]
    written = str(db.session.execute(sa.select(AuditValue.content)).scalar())
    assert all(case.number in written for case in cases)
    assert "Kasus" not in written
    steps = sa.select(Event.complaint_id).where(Event.step == "assigned")
    assert {*db.session.execute(steps).scalars()} == {case.id for case in cases}


def test_all_are_archived_for_one_reason(app: Flask) -> None:
    unit, head, _handler = staffed()
    cases = make_cases(unit)
    assert archive_cases(head, picked=pick(*cases), reason=REASON, at=AT) == 3
    db.session.expire_all()
    assert {(case.state, case.outcome) for case in cases} == {("closed", "arsip")}
    assert entries() == [("archive_cases", "complaints")]


def _changed(case: Complaint) -> None:
    case.version += 1


def _closed(case: Complaint) -> None:
    case.state = State.CLOSED


def _elsewhere(case: Complaint) -> None:
    case.handling_unit_id = db.session.get_one(Unit, case.unit_id).parent_id or 0


def _waiting_for_morning(case: Complaint) -> None:
    case.released_on = None


def _on_another_desk(case: Complaint) -> None:
    case.desk = "inspector"


FAULTS = [_changed, _closed, _elsewhere, _waiting_for_morning, _on_another_desk]


@pytest.mark.parametrize("fault", FAULTS)
def test_one_that_fails_is_named_and_none_is_changed(
    sqlite_app: Flask, fault: Callable[[Complaint], None]
) -> None:
    unit, head, handler = staffed()
    cases = make_cases(unit)
    picked = pick(*cases)
    fault(cases[1])
    db.session.commit()
    shown = f"{cases[1].number[:4]}-{cases[1].number[4:]}"
    acts = (
        partial(assign_cases, head, picked=picked, to=handler.handle, at=AT),
        partial(archive_cases, head, picked=picked, reason=REASON, at=AT),
    )
    for act in acts:
        with pytest.raises(Problems) as refused:
            act()
        assert [problem.where for problem in refused.value.problems] == [shown]
    db.session.expire_all()
    assert {cases[0].assignee_id, cases[2].assignee_id} == {None}
    assert {cases[0].state, cases[2].state} == {State.VERIFIED}
    assert entries() == []


def test_whoever_it_is_about_can_neither_pick_nor_be_given_it(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    head = actor_of(make_person((Role.UNIT_HEAD, unit), officer=officer))
    other = actor_of(make_person((Role.UNIT_HEAD, unit)))
    accused = make_case(unit, DAY, about_officer=officer, state=State.VERIFIED)
    plain = make_case(unit, DAY, state=State.VERIFIED)
    numbers = [accused.number, plain.number]
    assert [case.number for case in picked_cases(head, numbers)] == [plain.number]
    with pytest.raises(Problems):
        archive_cases(head, picked=pick(accused, plain), reason=REASON, at=AT)
    able = {one.id for one in handlers_of_all(other, numbers, DAY)}
    assert other.person_id in able
    assert head.person_id not in able


def test_what_is_refused_at_once(sqlite_app: Flask) -> None:
    unit, head, handler = staffed()
    (case,) = make_cases(unit, 1)
    many = [Picked(f"{place:08}", 1) for place in range(MOST_AT_ONCE + 1)]
    for picked in ([], many, pick(case, case)):
        with pytest.raises(RuleBroken):
            assign_cases(head, picked=picked, to=handler.handle, at=AT)
    with pytest.raises(Problems):
        assign_cases(head, picked=pick(case), to="tidak ada", at=AT)
    with pytest.raises(Problems):
        archive_cases(head, picked=pick(case), reason="pendek", at=AT)
    with pytest.raises(NotAllowed):
        assign_cases(actor_of(handler), picked=pick(case), to=handler.handle, at=AT)
    assert entries() == []


def test_on_the_coordinators_desk_nobody_is_given_a_case(sqlite_app: Flask) -> None:
    unit = make_unit()
    coordinator = actor_of(make_person((Role.COORDINATOR, unit)))
    (case,) = make_cases(unit, 1, desk="coordinator")
    assert handlers_of_all(coordinator, [case.number], DAY) == ()
    assert handlers_of_all(coordinator, [], DAY) == ()
