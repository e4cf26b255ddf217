"""Duplicates: the main case is the earlier one, every reporter is told, nobody is lost."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints import merging
from portal.complaints.merging import likely_duplicates
from portal.complaints.models import Complaint, Working
from portal.complaints.reading import case_view, is_seen
from portal.complaints.rules.words import Desk, State, Step
from portal.database import db
from portal.errors import Conflict, RuleBroken
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
from tests.factories import make_counter, make_officer
from tests.staff import actor_of, make_person

BEFORE = DAY - timedelta(days=3)


def merge(actor: Actor, case: Complaint, into: str) -> None:
    merging.merge_case(actor, number=case.number, version=case.version, into=into, at=AT)


def test_the_later_one_is_closed_and_both_are_told(app: Flask) -> None:
    place = make_place()
    main, case = make_case(place.dinas, BEFORE), make_case(place.dinas, DAY)
    liaison = one(Role.LIAISON, place.dinas)
    merge(liaison, case, main.number)
    stored = again(case)
    assert (stored.state, stored.outcome) == (State.CLOSED, "duplikat")
    assert stored.merged_into_id == main.id
    assert again(main).state == State.RECEIVED
    for told in (case, main):
        assert (steps(told)[-1].step, steps(told)[-1].is_public) == (Step.MERGED, True)
    view = case_view(liaison, main.number, DAY)
    assert [one_of.number for one_of in view.merged] == [case.number]
    back = case_view(liaison, case.number, DAY).merged_into
    assert back is not None
    assert back.number == main.number
    the_entry("merge_case", case)


def test_those_merged_before_come_along(sqlite_app: Flask) -> None:
    place = make_place()
    first = make_case(place.dinas, BEFORE)
    second = make_case(place.dinas, DAY)
    third = make_case(place.dinas, DAY)
    liaison = one(Role.LIAISON, place.dinas)
    merge(liaison, third, second.number)
    merge(liaison, again(second), first.number)
    assert {again(second).merged_into_id, again(third).merged_into_id} == {first.id}
    assert len(case_view(liaison, first.number, DAY).merged) == 2


def test_whoever_the_duplicate_is_about_handles_neither(sqlite_app: Flask) -> None:
    place = make_place()
    accused = make_officer(place.dinas)
    main = make_case(place.dinas, BEFORE)
    case = make_case(place.dinas, DAY, about_officer=accused)
    person = actor_of(make_person((Role.HANDLER, place.dinas), officer=accused))
    assert is_seen(person, main.number)
    merge(one(Role.LIAISON, place.dinas), case, main.number)
    assert not is_seen(person, main.number)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"filed_on": DAY + timedelta(days=1)}, RuleBroken),
        ({"filed_on": BEFORE, "state": State.CLOSED}, Conflict),
        ({"filed_on": BEFORE, "desk": Desk.COORDINATOR}, RuleBroken),
    ],
)
def test_the_main_case_is_earlier_open_and_on_the_same_desk(
    sqlite_app: Flask, facts: dict[str, object], error: type[Exception]
) -> None:
    place = make_place()
    case, main = make_case(place.dinas, DAY), make_case(place.dinas, **facts)  # type: ignore[arg-type]  # facts by name
    with pytest.raises(error):
        merge(one(Role.COORDINATOR, place.root), case, main.number)
    assert again(case).merged_into_id is None
    assert entries() == []


def test_not_with_itself_a_merged_one_or_one_that_is_not_there(sqlite_app: Flask) -> None:
    place = make_place()
    case, main = make_case(place.dinas, DAY), make_case(place.dinas, BEFORE)
    merged = make_case(place.dinas, BEFORE, merged_into_id=main.id)
    far = make_case(place.other, BEFORE)
    liaison = one(Role.LIAISON, place.dinas)
    for into, error in (
        (case.number, RuleBroken),
        (merged.number, Conflict),
        (far.number, RuleBroken),
        ("ZZZZZZZZ", RuleBroken),
        ("", RuleBroken),
    ):
        with pytest.raises(error):
            merge(liaison, case, into)


def _alike(place: Place) -> tuple[Complaint, Complaint]:
    story = "Lampu ruang tunggu mati sejak Senin, gelap sekali."
    first = make_case(place.dinas, BEFORE, title="Lampu ruang tunggu mati", story=story)
    other = make_case(place.dinas, DAY, title="Ruang tunggu gelap", story="Lampu mati, gelap.")
    return first, other


def test_likely_ones_are_suggested(sqlite_app: Flask) -> None:
    place = make_place()
    first, case = _alike(place)
    make_case(place.dinas, BEFORE, title="Akta belum jadi", story="Sudah tiga kali datang.")
    found = likely_duplicates(one(Role.LIAISON, place.dinas), case.number)
    assert [one_of.number for one_of in found] == [first.number]


def test_the_same_counter_comes_first_and_nothing_is_told_out_of_reach(sqlite_app: Flask) -> None:
    place = make_place()
    first, case = _alike(place)
    counter, _code = make_counter(place.dinas)
    story = "Lampu ruang tunggu mati sejak Senin, gelap sekali."
    same = make_case(place.dinas, BEFORE, title="Lampu mati", story=story, counter_id=counter.id)
    case.counter_id = counter.id
    hidden = make_officer(place.dinas)
    secret = make_case(place.dinas, BEFORE, title="Lampu mati", story=story, about_officer=hidden)
    make_case(place.dinas, DAY - timedelta(days=40), title="Lampu mati", story=story)
    db.session.commit()
    accused = actor_of(make_person((Role.LIAISON, place.dinas), officer=hidden))
    found = [one_of.number for one_of in likely_duplicates(accused, case.number)]
    assert found == [same.number, first.number]
    assert secret.number not in found


def test_whoever_the_main_case_is_about_reads_no_duplicate(sqlite_app: Flask) -> None:
    place = make_place()
    accused = make_officer(place.dinas)
    main = make_case(place.dinas, BEFORE, about_officer=accused)
    case = make_case(place.dinas, DAY)
    person = actor_of(make_person((Role.HANDLER, place.dinas), officer=accused))
    merge(one(Role.LIAISON, place.dinas), case, main.number)
    assert not is_seen(person, case.number)


def test_the_main_case_is_taken_out_of_the_hands_of_whoever_it_is_now_about(
    sqlite_app: Flask,
) -> None:
    place = make_place()
    accused = make_officer(place.dinas)
    handler = make_person((Role.HANDLER, place.dinas), officer=accused)
    main = make_case(place.dinas, BEFORE, state=State.IN_PROGRESS, assignee_id=handler.id)
    db.session.add(Working(complaint_id=main.id, person_id=handler.id, seen_at=AT))
    db.session.commit()
    case = make_case(place.dinas, DAY, about_officer=accused)
    merge(one(Role.LIAISON, place.dinas), case, main.number)
    assert again(main).assignee_id is None
    assert db.session.query(Working).count() == 0
