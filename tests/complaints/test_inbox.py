"""The desk's list: who sees what, in which queue, under which heading; counts are the list's."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.authority import Actor, Role
from portal.complaints.inbox import Day, Inbox, inbox
from portal.complaints.models import Complaint
from portal.complaints.queues import COUNTED, UNCLASSIFIED, Chosen, Queue, open_work
from portal.complaints.rules.countdown import Group
from portal.complaints.rules.words import Klass, State
from portal.complaints.searching import index_words
from portal.database import db
from portal.errors import NotAllowed
from portal.listing import Asked
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

TODAY = date(2026, 11, 23)  # a Monday
FRIDAY = TODAY - timedelta(days=3)


def look(actor: Actor, queue: Queue = Queue.OPEN, search: str = "", **facts: Any) -> Inbox:
    return inbox(actor, Asked(search=search), Chosen(queue, **facts), TODAY)


def titles(found: Inbox) -> list[str]:
    return [line.title for line in found.listed.rows]


def make_dated(
    unit: Unit, title: str, due: date | None, risk: date | None = None, **facts: Any
) -> Complaint:
    """A case whose clock shows these days."""
    case = make_case(unit, FRIDAY, title=title, **facts)
    case.next_due_on, case.at_risk_on = due, risk or due
    db.session.commit()
    return case


def make_desk(unit: Unit, mine: Person) -> None:
    """One case for each queue."""
    make_dated(unit, "baru", date(2026, 11, 25))
    make_dated(unit, "hari ini", TODAY, state=State.VERIFIED, klass=Klass.INFORMASI)
    make_dated(unit, "berisiko", date(2026, 11, 24), TODAY, state=State.IN_PROGRESS)
    make_dated(unit, "terlambat", FRIDAY, state=State.IN_PROGRESS, klass=Klass.PENGADUAN)
    make_dated(unit, "tugas", date(2026, 12, 7), state=State.IN_PROGRESS, assignee_id=mine.id)
    make_dated(unit, "menunggu", None, state=State.WAITING)
    make_dated(unit, "banding", date(2026, 12, 8), state=State.VERIFIED, is_appeal=True)
    make_dated(unit, "dijawab", None, state=State.ANSWERED, answered_on=FRIDAY)
    make_dated(unit, "ditutup", None, state=State.CLOSED, closed_on=FRIDAY)


QUEUES: Mapping[Queue, list[str]] = {
    Queue.OPEN: [
        *("terlambat", "hari ini", "berisiko", "baru", "tugas", "banding", "menunggu"),
    ],
    Queue.NEW: ["baru"],
    Queue.TODAY: ["hari ini"],
    Queue.RISK: ["hari ini", "berisiko"],
    Queue.LATE: ["terlambat"],
    Queue.MINE: ["tugas"],
    Queue.WAITING: ["menunggu"],
    Queue.APPEAL: ["banding"],
}


def test_each_queue_lists_what_it_counts(app: Flask) -> None:
    unit = make_unit()
    person = make_person((Role.HANDLER, unit))
    make_desk(unit, person)
    actor = actor_of(person)
    for queue, expected in QUEUES.items():
        found = look(actor, queue)
        assert titles(found) == expected, queue
        assert found.queues[queue] == found.listed.total == len(expected), queue
    assert set(QUEUES) == set(COUNTED)
    everything = look(actor, Queue.ALL)
    assert {*titles(everything)} == {*QUEUES[Queue.OPEN], "dijawab", "ditutup"}
    assert look(actor).day.open_work == open_work(actor, TODAY) == 7


def test_headings_classes_and_units_are_counted_from_the_same_cases(sqlite_app: Flask) -> None:
    root = make_unit()
    below = make_unit(parent_id=root.id)
    person = make_person((Role.UNIT_HEAD, root))
    make_desk(root, person)
    make_dated(below, "di bawah", TODAY, klass=Klass.PENGADUAN)
    actor = actor_of(person)
    found = look(actor)
    assert found.groups == {Group.LATE: 1, Group.TODAY: 2, Group.WEEK: 2, Group.LATER: 3}
    assert [line.group for line in found.listed.rows] == sorted(
        (line.group for line in found.listed.rows), key=list(Group).index
    )
    assert found.classes == {UNCLASSIFIED: 5, Klass.PENGADUAN: 2, Klass.INFORMASI: 1}
    assert {(place.name, place.number) for place in found.units} == {
        (root.name, 7),
        (below.name, 1),
    }
    narrow = look(actor, Queue.TODAY, unit_id=below.id)
    assert titles(narrow) == ["di bawah"]
    assert narrow.queues[Queue.OPEN] == 1
    assert narrow.day == found.day == Day(open_work=8, late=1, due_today=2)
    assert narrow.classes == {UNCLASSIFIED: 0, Klass.PENGADUAN: 1, Klass.INFORMASI: 0}
    assert titles(look(actor, klass=Klass.INFORMASI)) == ["hari ini"]
    assert titles(look(actor, Queue.NEW, klass=UNCLASSIFIED)) == ["baru"]


@pytest.mark.parametrize("search", ["", "akta", "rahasia"])
def test_neither_list_nor_count_nor_search_shows_what_is_not_theirs(
    app: Flask, search: str
) -> None:
    root = make_unit()
    dinas, other = make_unit(parent_id=root.id), make_unit(parent_id=root.id)
    officer = make_officer(dinas)
    hidden: list[dict[str, Any]] = [
        {"unit": other},
        {"unit": dinas, "handling_unit_id": root.id, "is_bypassed": True},
        {"unit": dinas, "desk": "coordinator"},
        {"unit": dinas, "desk": "inspector"},
        {"unit": dinas, "released_on": None},
        {"unit": dinas, "about_officer": officer},
    ]
    for facts in hidden:
        index_words(make_case(filed_on=TODAY, title="Akta rahasia", **facts))
    shown = make_case(dinas, TODAY, title="Akta biasa")
    index_words(shown)
    db.session.commit()
    head = make_person((Role.UNIT_HEAD, dinas), officer=officer)
    for queue in Queue:
        found = look(actor_of(head), queue, search)
        assert {*titles(found)} <= {"Akta biasa"}
        assert found.listed.total == len(found.listed.rows)
        assert {*found.queues.values(), *found.classes.values()} <= {0, 1}
        assert sum(found.groups.values()) <= 1
        assert {place.id for place in found.units} <= {dinas.id}
    assert titles(look(actor_of(head), search=search)) == (
        [] if search == "rahasia" else ["Akta biasa"]
    )


def test_without_the_permission_there_is_no_list(sqlite_app: Flask) -> None:
    unit = make_unit()
    for role in (Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR, Role.SURVEY_EVALUATOR):
        with pytest.raises(NotAllowed):
            look(actor_of(make_person((role, unit))))


def test_a_search_finds_closed_cases_the_newest_first_and_pages(sqlite_app: Flask) -> None:
    unit = make_unit()
    actor = actor_of(make_person((Role.HANDLER, unit)))
    for days in range(4):
        case = make_case(unit, FRIDAY - timedelta(days=days), title=f"Akta {days}", state="closed")
        index_words(case)
    db.session.commit()
    assert titles(look(actor, search="akta")) == ["Akta 0", "Akta 1", "Akta 2", "Akta 3"]
    second = inbox(actor, Asked(search="akta", page=2, size=3), Chosen(), TODAY)
    assert titles(second) == ["Akta 3"]
    assert second.listed.total == 4
    assert titles(look(actor, search="…")) == []
    assert [line.number for line in look(actor, search=case.number).listed.rows] == [case.number]


def test_a_page_beyond_the_last_is_the_last(sqlite_app: Flask) -> None:
    unit = make_unit()
    actor = actor_of(make_person((Role.HANDLER, unit)))
    for _ in range(3):
        make_case(unit, TODAY)
    found = inbox(actor, Asked(page=9, size=2), Chosen(), TODAY)
    assert (found.listed.asked.page, len(found.listed.rows)) == (2, 1)
