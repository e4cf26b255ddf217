"""Whom it is about: locked out at once; a head takes the case one level up with it."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.clock import now
from portal.complaints import concerning
from portal.complaints.models import Complaint, Concerned, Working
from portal.complaints.reading import is_seen
from portal.complaints.rules.words import Desk, Kind, State, Step
from portal.database import db
from portal.errors import NotFound, RuleBroken
from portal.organisation.models import ActingAppointment, Officer
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps, the_entry
from tests.complaints.factory import make_case
from tests.factories import make_officer
from tests.staff import actor_of, make_person

WHY = "Namanya disebut dalam laporan."


def add(
    actor: Actor,
    case: Complaint,
    officer: Officer | None = None,
    description: str = "",
    reason: str = WHY,
) -> None:
    concerning.add_concerned(
        actor,
        number=case.number,
        version=case.version,
        officer=officer.handle if officer else "",
        description=description,
        reason=reason,
        at=AT,
    )


def rows(case: Complaint) -> list[Concerned]:
    db.session.rollback()
    return list(db.session.query(Concerned).filter_by(complaint_id=case.id))


def test_an_officer_is_locked_out_at_once(app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas, name="Rudi Hartono")
    person = make_person((Role.HANDLER, place.dinas), officer=officer)
    case = make_case(place.dinas, DAY, state=State.IN_PROGRESS, assignee_id=person.id)
    db.session.add(Working(complaint_id=case.id, person_id=person.id, seen_at=now()))
    db.session.commit()
    assert is_seen(actor_of(person), case.number)
    add(one(Role.LIAISON, place.dinas), case, officer)
    assert not is_seen(actor_of(person), case.number)
    stored = again(case)
    assert (stored.assignee_id, stored.handling_unit_id) == (None, place.dinas.id)
    assert [(row.officer_id, row.person_id) for row in rows(case)] == [(officer.id, person.id)]
    assert db.session.query(Working).count() == 0
    last = steps(case)[-1]
    assert (last.step, last.is_public) == (Step.NOTED, False)
    assert "Rudi" not in last.facts
    content = the_entry("add_concerned", case)
    assert "Rudi" not in content
    assert str(officer.id) not in content


@pytest.mark.parametrize("is_acting", [False, True])
def test_the_head_takes_the_case_one_level_up(sqlite_app: Flask, is_acting: bool) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    if is_acting:
        appointed = ActingAppointment(
            officer_id=officer.id,
            unit_id=place.dinas.id,
            kind="plt",
            decree="SK 1",
            starts_on=DAY - timedelta(days=3),
            ends_on=DAY + timedelta(days=30),
        )
        db.session.add(appointed)
        db.session.commit()
    else:
        make_person((Role.UNIT_HEAD, place.dinas), officer=officer)
    case = make_case(place.dinas, DAY)
    liaison, coordinator = one(Role.LIAISON, place.dinas), one(Role.COORDINATOR, place.root)
    add(liaison, case, officer)
    stored = again(case)
    assert (stored.desk, stored.handling_unit_id) == (Desk.COORDINATOR, place.root.id)
    assert stored.is_bypassed
    assert not is_seen(liaison, case.number)
    assert is_seen(coordinator, case.number)


def test_without_a_coordinator_the_unit_above_reads_it(sqlite_app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    make_person((Role.UNIT_HEAD, place.dinas), officer=officer)
    case = make_case(place.dinas, DAY)
    add(one(Role.LIAISON, place.dinas), case, officer)
    stored = again(case)
    assert (stored.desk, stored.handling_unit_id) == (Desk.UNIT, place.root.id)
    assert stored.is_bypassed


def test_a_coordinator_makes_it_the_inspectors(sqlite_app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    make_person((Role.COORDINATOR, place.root), officer=officer)
    case = make_case(place.dinas, DAY)
    add(one(Role.LIAISON, place.dinas), case, officer)
    stored = again(case)
    assert (stored.desk, stored.handling_unit_id) == (Desk.INSPECTOR, place.inspectorate.id)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ADMINISTRATOR])
def test_whom_nobody_here_can_judge_is_refused_in_words(sqlite_app: Flask, role: Role) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    make_person((role, place.root), officer=officer)
    case = make_case(place.dinas, DAY)
    with pytest.raises(RuleBroken, match="Ombudsman"):
        add(one(Role.LIAISON, place.dinas), case, officer)
    assert rows(case) == []
    assert entries() == []


def test_a_public_text_with_the_name_is_taken_back(sqlite_app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas, name="Rudi Hartono")
    case = make_case(place.dinas, DAY, may_publish=True, public_text="Rudi Hartono memaki.")
    add(one(Role.LIAISON, place.dinas), case, officer)
    assert again(case).public_text is None


def test_praise_moves_nothing(sqlite_app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    make_person((Role.UNIT_HEAD, place.dinas), officer=officer)
    case = make_case(place.dinas, DAY, kind=Kind.APRESIASI)
    add(one(Role.LIAISON, place.dinas), case, officer)
    assert (again(case).desk, again(case).handling_unit_id) == (Desk.UNIT, place.dinas.id)


def test_a_description_where_the_roster_knows_nobody(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    add(one(Role.LIAISON, place.dinas), case, description="  Satpam  berkumis ")
    assert [row.description for row in rows(case)] == ["Satpam berkumis"]


def test_refused_in_words_and_nothing_changed(sqlite_app: Flask) -> None:
    place = make_place()
    liaison = one(Role.LIAISON, place.dinas)
    officer, far = make_officer(place.dinas), make_officer(place.other)
    case = make_case(place.dinas, DAY, about_officer=officer)
    for facts in (
        {"officer": officer},
        {"officer": far},
        {"description": "  "},
        {"description": "a" * 201},
        {"description": "Satpam", "reason": "ya"},
    ):
        with pytest.raises(RuleBroken):
            add(liaison, case, **facts)
    assert len(rows(case)) == 1
    assert entries() == []


def test_somebody_is_taken_off_with_a_reason(sqlite_app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    case = make_case(place.dinas, DAY, about_officer=officer)
    other = make_case(place.dinas, DAY, about_officer=officer)
    liaison = one(Role.LIAISON, place.dinas)
    (row,), (foreign,) = rows(case), rows(other)
    facts = {"number": case.number, "version": case.version, "at": AT}
    with pytest.raises(NotFound):
        concerning.remove_concerned(liaison, concerned_id=foreign.id, reason=WHY, **facts)  # type: ignore[arg-type]  # facts by name
    with pytest.raises(RuleBroken):
        concerning.remove_concerned(liaison, concerned_id=row.id, reason="", **facts)  # type: ignore[arg-type]  # facts by name
    concerning.remove_concerned(liaison, concerned_id=row.id, reason=WHY, **facts)  # type: ignore[arg-type]  # facts by name
    assert rows(case) == []
    the_entry("remove_concerned", case)


def test_the_duplicates_go_up_with_the_main_case_and_shut_out_the_same_people(
    sqlite_app: Flask,
) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    head = actor_of(make_person((Role.UNIT_HEAD, place.dinas), officer=officer))
    deputy = one(Role.HANDLER, place.dinas)
    main = make_case(place.dinas, DAY)
    merged = make_case(place.dinas, DAY, state=State.CLOSED, merged_into_id=main.id)
    one(Role.COORDINATOR, place.root)
    add(one(Role.LIAISON, place.dinas), main, officer)
    for actor in (head, deputy):
        assert not is_seen(actor, merged.number)
    stored, moved = again(main), again(merged)
    assert (moved.desk, moved.handling_unit_id) == (stored.desk, stored.handling_unit_id)
    assert moved.is_bypassed
    assert moved.state == State.CLOSED
    assert [row.officer_id for row in rows(merged)] == [officer.id]
