"""A merge undone: nobody is lost, no day is given away, both reporters read it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints.merging import merge_case
from portal.complaints.models import Complaint, Concerned
from portal.complaints.reading import case_view, is_seen
from portal.complaints.rules.words import State, Step
from portal.complaints.separating import separate_case
from portal.database import db
from portal.errors import Conflict, RuleBroken
from portal.organisation.models import Unit
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps
from tests.complaints.factory import make_case
from tests.complaints.receipts import cycles, make_tracked
from tests.factories import make_officer
from tests.staff import actor_of, make_person

BEFORE = DAY - timedelta(days=3)
WHY = "Loketnya lain, jadi bukan hal yang sama."


def merged_pair(actor: Actor, unit: Unit, **facts: Any) -> tuple[Complaint, Complaint]:
    main = make_case(unit, BEFORE)
    case = make_tracked(unit, 1, filed_on=DAY, **facts)
    merge_case(actor, number=case.number, version=case.version, into=main.number, at=AT)
    return again(main), again(case)


def separate(actor: Actor, case: Complaint, reason: str = WHY) -> None:
    separate_case(actor, number=case.number, version=case.version, reason=reason, at=AT)


@pytest.mark.parametrize("state", [State.RECEIVED, State.VERIFIED, State.IN_PROGRESS])
def test_the_clock_goes_on_as_if_never_merged(app: Flask, state: State) -> None:
    place = make_place()
    liaison = one(Role.LIAISON, place.dinas)
    untouched = make_tracked(place.dinas, 2, filed_on=DAY, state=state)
    _main, case = merged_pair(liaison, place.dinas, state=state)
    assert case.next_due_on is None
    separate(liaison, case)
    case = again(case)
    assert case.state == (State.RECEIVED if state == State.RECEIVED else State.VERIFIED)
    assert (case.closed_on, case.outcome, case.merged_into_id) == (None, None, None)
    assert (case.next_due_on, case.at_risk_on) == (untouched.next_due_on, untouched.at_risk_on)
    (cycle,) = cycles(case)
    assert (cycle.closed_on, cycle.outcome) == (None, None)
    assert cycle.answer_due == cycles(untouched)[0].answer_due


def test_both_reporters_read_it_and_the_trail_has_one_entry(sqlite_app: Flask) -> None:
    place = make_place()
    liaison = one(Role.LIAISON, place.dinas)
    main, case = merged_pair(liaison, place.dinas)
    separate(liaison, case)
    own, other = steps(case)[-1], steps(main)[-1]
    assert (own.step, own.is_public, other.step, other.is_public) == (
        *(Step.MERGED, True),
        *(Step.MERGED, True),
    )
    assert WHY in own.facts
    assert WHY not in other.facts
    (written,) = (found for found in entries() if found[0] == "separate_case")
    assert written[1] == f"complaint:{case.number}"
    assert main.number in written[2]
    assert case_view(liaison, main.number, DAY).merged == ()
    assert case_view(liaison, case.number, DAY).merged_into is None


def test_what_was_not_merged_cannot_be_taken_apart(sqlite_app: Flask) -> None:
    place = make_place()
    liaison = one(Role.LIAISON, place.dinas)
    closed = make_case(place.dinas, DAY, state=State.CLOSED, outcome="selesai", closed_on=DAY)
    is_open = make_case(place.dinas, DAY, state=State.VERIFIED)
    for case in (closed, is_open):
        with pytest.raises(Conflict):
            separate(liaison, case)
    _main, case = merged_pair(liaison, place.dinas)
    with pytest.raises(RuleBroken):
        separate(liaison, case, "ya")
    assert again(case).merged_into_id is not None
    assert "separate_case" not in [found[0] for found in entries()]


def test_whoever_one_of_them_is_about_stays_shut_out(sqlite_app: Flask) -> None:
    place = make_place()
    officer = make_officer(place.dinas)
    person = make_person((Role.HANDLER, place.dinas), officer=officer)
    main = make_case(place.dinas, BEFORE, about_officer=officer)
    case = make_case(place.dinas, DAY)
    liaison = one(Role.LIAISON, place.dinas)
    merge_case(liaison, number=case.number, version=case.version, into=main.number, at=AT)
    separate(liaison, again(case))
    assert not is_seen(actor_of(person), case.number)
    assert db.session.query(Concerned).filter_by(complaint_id=case.id).count() == 1
