"""Assigning: only to who may handle it and is not concerned; the first step of the unit."""

from datetime import date

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints import assigning
from portal.complaints.handlers import handlers_for
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Desk, State, Step
from portal.errors import Conflict, NotAllowed, RuleBroken
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps, the_entry
from tests.complaints.factory import make_case
from tests.factories import make_officer
from tests.staff import actor_of, make_person


def assign(actor: Actor, case: Complaint, to: str) -> str:
    return assigning.assign_case(actor, number=case.number, version=case.version, to=to, at=AT)


def test_somebody_handles_it(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.VERIFIED, klass="pengaduan")
    person = make_person((Role.HANDLER, place.dinas), name="Rudi Hartono")
    assert assign(one(Role.LIAISON, place.dinas), case, person.handle) == "Rudi Hartono"
    stored = again(case)
    assert (stored.assignee_id, stored.state) == (person.id, State.IN_PROGRESS)
    assert steps(case)[-1].step == Step.ASSIGNED
    assert "Rudi" not in the_entry("assign_case", case)


def test_who_can_be_given_it(sqlite_app: Flask) -> None:
    place = make_place()
    accused = make_officer(place.dinas)
    case = make_case(place.dinas, DAY, state=State.VERIFIED, about_officer=accused)
    able = {
        make_person((role, unit)).handle
        for role, unit in (
            (Role.HANDLER, place.dinas),
            (Role.LIAISON, place.dinas),
            (Role.UNIT_HEAD, place.dinas),
            (Role.HANDLER, place.root),
        )
    }
    make_person((Role.HANDLER, place.upt))
    make_person((Role.HANDLER, place.other))
    make_person((Role.COORDINATOR, place.root))
    make_person((Role.INSPECTOR, place.root))
    make_person((Role.HANDLER, place.dinas), disabled_on=date(2026, 1, 1))
    make_person((Role.HANDLER, place.dinas), officer=accused)
    asking = one(Role.LIAISON, place.dinas)
    found = {one_of.handle for one_of in handlers_for(asking, case.number, DAY)}
    assert able < found
    # The asking liaison can handle it too, and nobody else.
    assert len(found) == len(able) + 1


def test_whoever_it_is_about_is_refused(sqlite_app: Flask) -> None:
    place = make_place()
    accused = make_officer(place.dinas)
    case = make_case(place.dinas, DAY, state=State.VERIFIED, about_officer=accused)
    person = make_person((Role.HANDLER, place.dinas), officer=accused)
    with pytest.raises(RuleBroken):
        assign(one(Role.LIAISON, place.dinas), case, person.handle)
    assert again(case).assignee_id is None
    assert entries() == []


def test_on_the_inspectors_desk_inspectors_handle(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(
        place.dinas,
        DAY,
        state=State.VERIFIED,
        desk=Desk.INSPECTOR,
        handling_unit_id=place.inspectorate.id,
    )
    make_person((Role.HANDLER, place.inspectorate))
    inspector = make_person((Role.INSPECTOR, place.root))
    actor = actor_of(inspector)
    assert [found.handle for found in handlers_for(actor, case.number, DAY)] == [inspector.handle]


def test_the_coordinators_desk_only_reads(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.VERIFIED, desk=Desk.COORDINATOR)
    coordinator = one(Role.COORDINATOR, place.root)
    assert handlers_for(coordinator, case.number, DAY) == ()
    with pytest.raises(RuleBroken):
        assign(coordinator, case, make_person((Role.HANDLER, place.dinas)).handle)


def test_a_handler_takes_it_without_leave(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.VERIFIED)
    person = make_person((Role.HANDLER, place.dinas))
    with pytest.raises(NotAllowed):
        assign(actor_of(person), case, person.handle)
    assigning.take_case(actor_of(person), number=case.number, version=case.version, at=AT)
    assert again(case).assignee_id == person.id
    the_entry("take_case", case)


def test_not_before_it_is_verified_and_not_twice(sqlite_app: Flask) -> None:
    place = make_place()
    person = make_person((Role.HANDLER, place.dinas))
    liaison = one(Role.LIAISON, place.dinas)
    new = make_case(place.dinas, DAY)
    with pytest.raises(RuleBroken):
        assign(liaison, new, person.handle)
    closed = make_case(place.dinas, DAY, state=State.CLOSED)
    with pytest.raises(Conflict):
        assign(liaison, closed, person.handle)
    taken = make_case(place.dinas, DAY, state=State.IN_PROGRESS, assignee_id=person.id)
    with pytest.raises(RuleBroken):
        assign(liaison, taken, person.handle)
    assert entries() == []
