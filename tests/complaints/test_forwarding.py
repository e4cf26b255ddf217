"""Forwarding: to whom, never to whoever it is about, and the way out to other offices."""

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints import forwarding
from portal.complaints.clocks import current_cycle
from portal.complaints.forwarding import Elsewhere, targets_for
from portal.complaints.models import Complaint
from portal.complaints.reading import is_seen
from portal.complaints.rules.words import Desk, State, Step
from portal.errors import Conflict, RuleBroken
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps, the_entry
from tests.complaints.factory import make_case
from tests.factories import make_officer
from tests.staff import make_person

WHY = "Bukan urusan meja ini."


def forward(actor: Actor, case: Complaint, to: Desk, unit: str = "", **facts: object) -> None:
    facts = {"version": case.version, "reason": WHY, **facts}
    forwarding.forward_case(actor, number=case.number, to=to, unit=unit, at=AT, **facts)  # type: ignore[arg-type]  # facts by name


def test_the_coordinator_forwards_to_a_unit(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, desk=Desk.COORDINATOR)
    liaison = one(Role.LIAISON, place.dinas)
    assert not is_seen(liaison, case.number)
    forward(one(Role.COORDINATOR, place.root), case, Desk.UNIT, place.dinas.code)
    stored = again(case)
    assert (stored.desk, stored.handling_unit_id) == (Desk.UNIT, place.dinas.id)
    assert stored.state == State.RECEIVED
    assert not stored.is_bypassed
    assert is_seen(liaison, case.number)
    last = steps(case)[-1]
    assert (last.step, last.is_public, last.role) == (Step.FORWARDED, True, "coordinator")
    assert place.dinas.name in last.facts
    assert WHY not in last.facts
    assert WHY not in the_entry("forward_case", case)


def test_the_receiver_begins_anew_and_the_clock_runs_on(sqlite_app: Flask) -> None:
    place = make_place()
    handler = make_person((Role.HANDLER, place.dinas))
    case = make_case(
        place.dinas, DAY, state=State.IN_PROGRESS, klass="pengaduan", assignee_id=handler.id
    )
    due = current_cycle(case).answer_due
    forward(one(Role.LIAISON, place.dinas), case, Desk.UNIT, place.upt.code)
    stored = again(case)
    assert (stored.state, stored.assignee_id) == (State.VERIFIED, None)
    cycle = current_cycle(stored)
    assert (cycle.unit_id, cycle.started_on, cycle.answer_due) == (place.upt.id, DAY, due)


@pytest.mark.parametrize(
    ("role", "at", "desk", "sees"),
    [
        (
            Role.COORDINATOR,
            "root",
            Desk.COORDINATOR,
            {"root", "inspectorate", "dinas", "upt", "other"},
        ),
        (Role.COORDINATOR, "root", Desk.UNIT, {"root", "inspectorate", "upt", "other"}),
        (Role.LIAISON, "dinas", Desk.UNIT, {"upt"}),
        (Role.UNIT_HEAD, "dinas", Desk.UNIT, {"upt"}),
        (Role.INSPECTOR, "root", Desk.INSPECTOR, set()),
    ],
)
def test_who_forwards_where(
    sqlite_app: Flask, role: Role, at: str, desk: Desk, sees: set[str]
) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, desk=desk)
    codes = {target.code for target in targets_for(one(role, getattr(place, at)), case.number, DAY)}
    assert codes == {getattr(place, name).code for name in sees}


@pytest.mark.parametrize("about", ["pimpinan", "uang"])
def test_a_bypassed_case_never_comes_back(sqlite_app: Flask, about: str) -> None:
    place = make_place()
    case = make_case(
        place.dinas,
        DAY,
        about=about,
        desk=Desk.COORDINATOR,
        handling_unit_id=place.root.id,
        is_bypassed=True,
    )
    coordinator = one(Role.COORDINATOR, place.root)
    for unit in (place.dinas, place.upt):
        with pytest.raises(RuleBroken):
            forward(coordinator, case, Desk.UNIT, unit.code)
    forward(coordinator, case, Desk.UNIT, place.root.code)
    stored = again(case)
    assert (stored.handling_unit_id, stored.is_bypassed) == (place.root.id, True)
    assert not is_seen(one(Role.UNIT_HEAD, place.dinas), case.number)


def test_no_unit_commanded_by_whom_it_is_about_receives_it(sqlite_app: Flask) -> None:
    place = make_place()
    head = make_officer(place.other)
    make_person((Role.UNIT_HEAD, place.other), officer=head)
    case = make_case(place.dinas, DAY, desk=Desk.COORDINATOR, about_officer=head)
    with pytest.raises(RuleBroken):
        forward(one(Role.COORDINATOR, place.root), case, Desk.UNIT, place.other.code)
    assert entries() == []


def test_to_the_inspector_it_leaves_the_unit(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    head, inspector = one(Role.UNIT_HEAD, place.dinas), one(Role.INSPECTOR, place.root)
    with pytest.raises(RuleBroken, match="Administrator"):
        forward(head, case, Desk.COORDINATOR)
    one(Role.COORDINATOR, place.root)
    forward(head, case, Desk.INSPECTOR)
    stored = again(case)
    assert (stored.desk, stored.handling_unit_id) == (Desk.INSPECTOR, place.inspectorate.id)
    assert stored.is_bypassed
    assert not is_seen(head, case.number)
    # And back through the coordinator alone.
    forward(inspector, stored, Desk.COORDINATOR)
    assert again(case).desk == Desk.COORDINATOR


@pytest.mark.parametrize("state", [State.WAITING, State.ANSWERED, State.CLOSED])
def test_not_in_these_states(sqlite_app: Flask, state: State) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=state)
    with pytest.raises(Conflict):
        forward(one(Role.LIAISON, place.dinas), case, Desk.COORDINATOR)


def test_a_reason_is_asked_for(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    with pytest.raises(RuleBroken):
        forward(one(Role.LIAISON, place.dinas), case, Desk.COORDINATOR, reason="tidak")
    with pytest.raises(Conflict):
        forward(one(Role.LIAISON, place.dinas), case, Desk.COORDINATOR, version=1)
    assert entries() == []


def test_outside_our_authority_it_is_closed_with_the_way(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    words = "Paspor diurus Kantor Imigrasi, Jalan Melati 3."
    forwarding.refer_case(
        one(Role.COORDINATOR, place.root),
        number=case.number,
        version=case.version,
        where=Elsewhere.AGENCY,
        words=words,
        at=AT,
    )
    stored = again(case)
    assert (stored.state, stored.outcome) == (State.CLOSED, "bukan_kewenangan")
    assert (stored.outcome_reason, stored.next_due_on) == (words, None)
    assert stored.closed_on == stored.answered_on == DAY
    assert stored.is_solved is None
    cycle = current_cycle(stored)
    assert (cycle.answered_on, cycle.closed_on, cycle.outcome) == (DAY, DAY, "bukan_kewenangan")
    assert words in steps(case)[-1].facts
    assert steps(case)[-1].is_public
    assert words not in the_entry("refer_case", case)
