"""Verification: what is saved, where the case goes, and what is refused."""

from datetime import date

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints import verifying
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Complaint
from portal.complaints.reading import is_seen
from portal.complaints.rules.words import Desk, Kind, Klass, State, Step
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from tests.complaints.desked import (
    AT,
    DAY,
    Place,
    again,
    entries,
    make_place,
    one,
    steps,
    the_entry,
)
from tests.complaints.factory import make_case
from tests.factories import make_counter, make_service

WHY = "Isinya permintaan informasi."


def verify(actor: Actor, case: Complaint, **facts: object) -> None:
    facts = {"klass": Klass.PENGADUAN, "title": "Akta terlambat", "version": case.version, **facts}
    facts = {"counter_id": None, "service_id": None, **facts}
    verifying.verify_case(actor, number=case.number, at=AT, **facts)  # type: ignore[arg-type]  # facts by name


def test_the_class_and_the_place_are_stored(app: Flask) -> None:
    place = make_place()
    counter, _code = make_counter(place.dinas)
    service = make_service(place.dinas)
    case = make_case(place.dinas, DAY)
    verify(one(Role.HANDLER, place.dinas), case, counter_id=counter.id, service_id=service.id)
    stored = again(case)
    assert (stored.state, stored.klass, stored.title) == ("verified", "pengaduan", "Akta terlambat")
    assert (stored.counter_id, stored.service_id) == (counter.id, service.id)
    assert current_cycle(stored).verified_on == DAY
    assert [(step.step, step.is_public, step.role) for step in steps(case)][1:] == [
        (Step.VERIFIED, True, "handler")
    ]
    assert "Akta" not in the_entry("verify_case", case)


@pytest.mark.parametrize(
    ("klass", "due"),
    [
        (Klass.INFORMASI, date(2026, 11, 11)),
        (Klass.ASPIRASI, date(2026, 11, 24)),
        (Klass.PENGADUAN, date(2026, 11, 24)),
    ],
)
def test_the_class_sets_the_limit_counted_from_filing(
    sqlite_app: Flask, klass: Klass, due: date
) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    verify(one(Role.LIAISON, place.dinas), case, klass=klass)
    assert again(case).next_due_on == due
    assert current_cycle(again(case)).started_on == DAY


@pytest.mark.parametrize("has_inspectorate", [True, False])
def test_pengawasan_goes_to_the_inspector_and_out_of_the_units_sight(
    sqlite_app: Flask, has_inspectorate: bool
) -> None:
    place = make_place()
    if not has_inspectorate:
        place.inspectorate.kind = "badan"
    case = make_case(place.dinas, DAY)
    head, inspector = one(Role.UNIT_HEAD, place.dinas), one(Role.INSPECTOR, place.root)
    verify(head, case, klass=Klass.PENGAWASAN)
    stored = again(case)
    home = place.inspectorate if has_inspectorate else place.root
    assert (stored.desk, stored.handling_unit_id) == (Desk.INSPECTOR, home.id)
    assert stored.is_bypassed
    assert current_cycle(stored).unit_id == home.id
    assert not is_seen(head, case.number)
    assert is_seen(inspector, case.number)


def test_nothing_is_laid_on_a_desk_that_nobody_reads(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    with pytest.raises(RuleBroken, match="Administrator"):
        verify(one(Role.UNIT_HEAD, place.dinas), case, klass=Klass.PENGAWASAN)
    assert again(case).state == State.RECEIVED
    assert entries() == []


def test_praise_starts_no_clock_and_is_done_when_it_was_read(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, kind=Kind.APRESIASI)
    verify(one(Role.HANDLER, place.dinas), case, klass=Klass.APRESIASI)
    assert again(case).next_due_on is None
    assert (again(case).state, again(case).outcome) == (State.CLOSED, "selesai")
    assert [action for action, *_rest in entries()] == ["verify_case"]


def reclassify(actor: Actor, case: Complaint, klass: Klass) -> None:
    verifying.reclassify_case(
        actor, number=case.number, version=case.version, klass=klass, reason=WHY, at=AT
    )


def test_the_class_is_corrected_and_the_clock_not_begun_anew(app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.IN_PROGRESS, klass="aspirasi")
    current_cycle(case).verified_on = DAY
    db.session.commit()
    reclassify(one(Role.HANDLER, place.dinas), case, Klass.INFORMASI)
    stored = again(case)
    assert (stored.klass, stored.state) == ("informasi", State.IN_PROGRESS)
    assert (current_cycle(stored).started_on, stored.next_due_on) == (DAY, date(2026, 11, 11))
    assert WHY not in the_entry("reclassify_case", case)
    assert WHY not in steps(case)[-1].facts


def test_what_turns_out_to_be_pengawasan_goes_to_the_inspector(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.IN_PROGRESS, klass="pengaduan")
    head, _inspector = one(Role.UNIT_HEAD, place.dinas), one(Role.INSPECTOR, place.root)
    reclassify(head, case, Klass.PENGAWASAN)
    stored = again(case)
    assert (stored.desk, stored.state) == (Desk.INSPECTOR, State.VERIFIED)
    assert not is_seen(head, case.number)


@pytest.mark.parametrize("klass", [Klass.APRESIASI, Klass.PENGADUAN])
def test_no_class_takes_the_limit_away_and_none_is_given_twice(
    sqlite_app: Flask, klass: Klass
) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.IN_PROGRESS, klass="pengaduan")
    with pytest.raises(RuleBroken):
        reclassify(one(Role.HANDLER, place.dinas), case, klass)
    assert entries() == []


REFUSED: list[tuple[str, dict[str, object], type[PortalError]]] = [
    ("seen before a change", {"version": 1}, Conflict),
    ("praise that is none", {"klass": Klass.APRESIASI}, RuleBroken),
    ("no title", {"title": "  "}, RuleBroken),
    ("a long title", {"title": "a" * 121}, RuleBroken),
    ("a counter of nowhere", {"counter_id": 999_999}, RuleBroken),
    ("a service of nowhere", {"service_id": 999_999}, RuleBroken),
]


@pytest.mark.parametrize(
    ("facts", "error"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_what_is_refused_changes_nothing(
    sqlite_app: Flask, facts: dict[str, object], error: type[PortalError]
) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY)
    with pytest.raises(error):
        verify(one(Role.HANDLER, place.dinas), case, **facts)
    assert again(case).state == State.RECEIVED
    assert entries() == []


def test_a_counter_of_another_agency_is_refused(sqlite_app: Flask) -> None:
    place = make_place()
    counter, _code = make_counter(place.other)
    case = make_case(place.dinas, DAY)
    with pytest.raises(RuleBroken):
        verify(one(Role.HANDLER, place.dinas), case, counter_id=counter.id)


def test_it_is_done_once(sqlite_app: Flask) -> None:
    place = make_place()
    case = make_case(place.dinas, DAY, state=State.VERIFIED)
    with pytest.raises(Conflict):
        verify(one(Role.HANDLER, place.dinas), case)


@pytest.mark.parametrize(
    ("role", "where", "error"),
    [
        (Role.HANDLER, "other", NotFound),
        (Role.HANDLER, "upt", NotFound),
        (Role.INSPECTOR, "root", NotFound),
        (Role.ADMINISTRATOR, "root", NotAllowed),
        (Role.OFFICER, "dinas", NotAllowed),
    ],
)
def test_it_is_refused_outside_the_reach(
    sqlite_app: Flask, role: Role, where: str, error: type[PortalError]
) -> None:
    place: Place = make_place()
    case = make_case(place.dinas, DAY)
    with pytest.raises(error):
        verify(one(role, getattr(place, where)), case)
    assert again(case).state == State.RECEIVED
