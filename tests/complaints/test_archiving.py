"""Archived with a reason; held from the retention and let go."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints import archiving
from portal.complaints.models import ClockPause, Complaint, Note
from portal.complaints.rules.words import Side, State, Step
from portal.database import db
from portal.errors import Conflict, NotFound, PortalError, RuleBroken
from tests.complaints.desked import AT, DAY, again, entries, make_place, one, steps, the_entry
from tests.complaints.factory import make_case

WHY = "Sama dengan laporan tahun lalu."


def act(name: str, actor: Actor, case: Complaint, reason: str = WHY) -> None:
    getattr(archiving, name)(actor, number=case.number, version=case.version, reason=reason, at=AT)


def test_archived_with_a_reason_that_the_reporter_reads(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    act("archive_case", one(Role.HANDLER, place.dinas), case)
    stored = again(case)
    assert (stored.state, stored.outcome, stored.outcome_reason) == (State.CLOSED, "arsip", WHY)
    assert (stored.next_due_on, stored.answered_on) == (None, None)
    last = steps(case)[-1]
    assert (last.step, last.is_public) == (Step.CLOSED, True)
    assert WHY in last.facts
    assert WHY not in the_entry("archive_case", case)


def test_held_and_let_go_for_the_desk_alone(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.CLOSED)
    handler = one(Role.HANDLER, place.dinas)
    act("hold_case", handler, case)
    stored = again(case)
    assert (stored.is_held, stored.held_reason, stored.state) == (True, WHY, State.CLOSED)
    last = steps(case)[-1]
    assert (last.step, last.is_public) == (Step.NOTED, False)
    assert [note.side for note in db.session.query(Note)] == [Side.INTERNAL]
    the_entry("hold_case", case)
    act("let_go_case", handler, stored, "Sudah selesai di pengadilan.")
    assert (again(case).is_held, again(case).held_reason) == (False, "")


@pytest.mark.parametrize(
    ("name", "facts", "reason", "error"),
    [
        ("archive_case", {"state": State.CLOSED}, WHY, Conflict),
        ("archive_case", {"state": State.ANSWERED}, WHY, Conflict),
        ("archive_case", {}, "tidak", RuleBroken),
        ("archive_case", {}, "a" * 1001, RuleBroken),
        ("hold_case", {"is_held": True}, WHY, Conflict),
        ("hold_case", {}, "", RuleBroken),
        ("hold_case", {}, "a" * 201, RuleBroken),
        ("let_go_case", {}, WHY, Conflict),
    ],
)
def test_refused_in_words_and_nothing_changed(
    sqlite_app: Flask, name: str, facts: dict[str, Any], reason: str, error: type[PortalError]
) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, **facts)
    with pytest.raises(error):
        act(name, one(Role.HANDLER, place.dinas), case, reason)
    assert len(steps(again(case))) == 1
    assert entries() == []


@pytest.mark.parametrize("name", ["archive_case", "hold_case", "let_go_case"])
def test_refused_outside_the_unit(sqlite_app: Flask, name: str) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    with pytest.raises(NotFound):
        act(name, one(Role.HANDLER, place.other), case)


def test_archived_while_the_reporter_is_asked_the_rest_of_the_clock_ends(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.WAITING, klass="pengaduan", waits_until=DAY)
    until = DAY + timedelta(days=7)
    facts = {"starts_on": DAY, "until": until, "reason": "Menunggu foto."}
    db.session.add(ClockPause(complaint_id=case.id, number=1, cycle=1, **facts))
    db.session.commit()
    act("archive_case", one(Role.HANDLER, place.dinas), case)
    assert again(case).waits_until is None
    assert db.session.get_one(ClockPause, (case.id, 1)).ends_on == DAY
