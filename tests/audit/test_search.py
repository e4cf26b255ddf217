"""Looking through the trail: what is found, what is hidden, who may read which part of it."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from portal.accounts.trail import (
    note_trail_exported,
    read_actions,
    read_entry,
    read_trail,
    read_whole,
    reads_everything,
    verified_trail,
)
from portal.audit.commands import record
from portal.audit.search import HIDDEN, Difference, Sought
from portal.authority import Actor, Role
from portal.database import command
from portal.errors import NotAllowed, NotFound
from portal.listing import Asked
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

ZONE = ZoneInfo("Asia/Jakarta")
NIP = "198609262015051001"


@command
def act(actor: Actor, **facts: Any) -> int:
    return record(actor, **facts)


@pytest.fixture
def auditor(app: Flask) -> Actor:
    root = make_unit("KAB")
    make_unit("DUK", parent_id=root.id)
    return actor_of(make_person((Role.AUDITOR, root)))


def found(reader: Actor, /, **facts: Any) -> list[int]:
    listed = read_trail(reader, Sought(**facts), Asked(), ZONE)
    assert listed.total == len(listed.rows)
    return [line.sequence for line in listed.rows]


def test_by_person_act_thing_reason_and_day(auditor: Actor) -> None:
    ratna, agus = Actor("person:ratna"), Actor("person:agus")
    with time_machine.travel("2026-11-01T16:59:00Z", tick=False):  # 23.59 in Jakarta
        act(ratna, action="change_unit", subject="unit:DUK", reason='ganti "nama" 100%')
    with time_machine.travel("2026-11-01T17:01:00Z", tick=False):  # the next day there
        act(agus, action="change_unit", subject="unit:KAB", before={"reason": "ganti"})
    act(agus, action="end_officer", subject="officer:abc")
    assert found(auditor) == [3, 2, 1]
    assert found(auditor, actor="RATNA") == [1]
    assert found(auditor, action="change_unit") == [2, 1]
    assert found(auditor, subject="duk") == [1]
    assert found(auditor, reason='"Nama" 100%') == [1]
    assert found(auditor, reason="100_") == []
    assert found(auditor, until=date(2026, 11, 1)) == [1]
    assert found(auditor, since=date(2026, 11, 2), until=date(2026, 11, 2)) == [2]
    assert found(auditor, since=date(2026, 11, 3), action="change_unit") == []
    assert read_actions(auditor) == ("change_unit", "end_officer")


def test_an_entry_shows_what_differs_and_no_number_of_an_officer(auditor: Actor) -> None:
    number = act(
        Actor("person:ratna"),
        action="import_officers",
        subject="organisation:officers",
        before={NIP: {"name": "A", "left_on": None}},
        after={NIP: {"name": "B"}, "roles": [{"unit": "DUK"}], "shows": True, "codes": ["x", "y"]},
        reason=f"salah {NIP}",
    )
    entry = read_entry(auditor, number)
    assert entry.line.reason == f"salah {HIDDEN}"
    assert entry.differences == (
        Difference(f"{HIDDEN}.left_on", "", ""),
        Difference(f"{HIDDEN}.name", "A", "B"),
        Difference("codes", "", "x, y"),
        Difference("roles.1.unit", "", "DUK"),
        Difference("shows", "", "ya"),
    )
    exported = list(read_whole(auditor, Sought(), ZONE))
    assert NIP not in repr(exported)
    with pytest.raises(NotFound):
        read_entry(auditor, number + 1)


def test_a_part_of_the_tree_reads_its_part_of_the_trail(app: Flask) -> None:
    root = make_unit("KAB")
    office, other = make_unit("DUK", parent_id=root.id), make_unit("PTSP", parent_id=root.id)
    mine = make_person((Role.ADMINISTRATOR, office))
    both = make_person((Role.HANDLER, office), (Role.HANDLER, other))
    own, theirs = make_officer(office), make_officer(other)
    local, stranger = actor_of(mine), Actor("person:orang-lain")
    seen = {
        act(stranger, action="a", subject="unit:DUK"),
        act(stranger, action="a", subject="unit:DUK/target:2026"),
        act(stranger, action="a", subject="counter:DUK/3"),
        act(stranger, action="a", subject=f"officer:{own.handle}"),
        act(stranger, action="a", subject=f"person:{mine.handle}"),
        act(local, action="a", subject="month:2026-10"),
    }
    hidden = {
        act(stranger, action="b", subject="unit:DUKCAPIL"),
        act(stranger, action="b", subject="unit:PTSP"),
        act(stranger, action="b", subject="counter:PTSP/3"),
        act(stranger, action="b", subject=f"officer:{theirs.handle}"),
        act(stranger, action="b", subject=f"person:{both.handle}"),
        act(stranger, action="b", subject="month:2026-10"),
        act(actor_of(both), action="b", subject="month:2026-10"),
    }
    assert set(found(local)) == seen
    assert read_actions(local) == ("a",)
    assert not reads_everything(local)
    for number in hidden:
        with pytest.raises(NotFound):
            read_entry(local, number)
    above = actor_of(make_person((Role.ADMINISTRATOR, root)))
    assert reads_everything(above)
    assert set(found(above)) == seen | hidden


def test_only_who_may_reads_and_a_file_leaves_an_entry(auditor: Actor) -> None:
    head = actor_of(make_person((Role.UNIT_HEAD, make_unit())))
    for read in (lambda: found(head), lambda: verified_trail(head), lambda: read_actions(head)):
        with pytest.raises(NotAllowed):
            read()
    assert verified_trail(auditor).faults == ()
    today = date(2026, 11, 2)
    note_trail_exported(auditor, sought=Sought(since=today - timedelta(1)), today=today)
    assert found(auditor, action="note_trail_exported") == [1]
