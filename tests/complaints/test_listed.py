"""Cases of a month as rows: of the own desks, without whoever reported, each going out noted."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.authority import Role, operator
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle
from portal.complaints.listed import Wanted, case_slice, month_counts, month_rows, seal_of
from portal.complaints.rules.words import Step
from portal.database import db
from portal.documents.case_tables import CASE_COLUMNS, case_export, case_object
from portal.documents.exports import Kind
from portal.errors import NotAllowed, NotFound
from portal.month import Month
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_counter, make_officer, make_unit
from tests.organisation.managing import entries
from tests.staff import actor_of, make_person

DAY = date(2026, 10, 5)
OCTOBER = Wanted(Month(2026, 10))
OPERATOR = operator("uji")


@pytest.fixture
def units(app: Flask) -> tuple[Unit, Unit]:
    root = make_unit("KAB")
    return root, make_unit("DUK", parent_id=root.id)


def test_a_row_holds_facts_and_nothing_written(units: tuple[Unit, Unit]) -> None:
    counter, _code = make_counter(units[1], number="3")
    case = make_case(units[1], DAY, counter_id=counter.id, title="=Rahasia", story="Rahasia")
    cycle = current_cycle(case)
    cycle.answered_on, cycle.hours = DAY + timedelta(days=1), 48
    db.session.commit()
    (row,) = month_rows(OPERATOR, OCTOBER)
    told = case_object(row)
    assert list(told) == [column.name for column in CASE_COLUMNS]
    assert (told["number"], told["unit"], told["counter"]) == (case.number, "DUK", "DUK/3")
    assert (told["in_time"], told["hours"], told["solved"]) == (True, 48, None)
    assert (told["filed_on"], told["answered_on"]) == ("2026-10-05", "2026-10-06")
    assert "Rahasia" not in json.dumps(told)


def test_a_case_that_went_past_names_neither_unit_nor_counter(units: tuple[Unit, Unit]) -> None:
    counter, _code = make_counter(units[1], number="3")
    facts = {"handling_unit_id": units[0].id, "is_bypassed": True, "about": "pimpinan"}
    make_case(units[1], DAY, counter_id=counter.id, **facts)
    head = actor_of(make_person((Role.UNIT_HEAD, units[1])))
    assert month_rows(head, OCTOBER) == ()
    (row,) = month_rows(OPERATOR, OCTOBER)
    assert (row.unit, row.counter) == ("KAB", None)


def test_rows_are_those_of_the_own_desks(units: tuple[Unit, Unit]) -> None:
    officer = make_officer(units[1])
    make_case(units[1], DAY)
    make_case(units[1], DAY, about_officer=officer)
    make_case(units[1], DAY, desk="coordinator")
    make_case(units[1], DAY, released_on=None)
    make_case(units[0], DAY)
    for role, unit, number in (
        (Role.UNIT_HEAD, units[1], 2),
        (Role.UNIT_HEAD, units[0], 3),
        (Role.COORDINATOR, units[0], 4),
        (Role.INSPECTOR, units[0], 0),
    ):
        actor = actor_of(make_person((role, unit)))
        assert len(month_rows(actor, OCTOBER)) == number
        assert month_counts(actor, Month(2026, 1)).get("2026-10", 0) == number
    accused = actor_of(make_person((Role.UNIT_HEAD, units[1]), officer=officer))
    assert len(month_rows(accused, OCTOBER)) == 1
    for role in (Role.LIAISON, Role.HANDLER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            month_rows(actor_of(make_person((role, units[1]))), OCTOBER)


def test_slices_joined_are_the_whole(units: tuple[Unit, Unit]) -> None:
    made = {make_case(units[1], DAY).number for _ in range(5)}
    make_case(units[1], date(2026, 11, 1))
    found, after = [], 0
    while True:
        part = case_slice(OPERATOR, OCTOBER, after=after, limit=2)
        found += [row.number for row in part.rows]
        if part.after is None:
            break
        after = part.after
    assert (len(found), set(found)) == (5, made)


def test_the_seal_changes_with_every_step(units: tuple[Unit, Unit]) -> None:
    case = make_case(units[1], DAY)
    before = seal_of(OPERATOR, OCTOBER)
    assert seal_of(OPERATOR, OCTOBER) == before
    write_step(case, Step.NOTED, actor=OPERATOR, on=DAY)
    db.session.commit()
    assert seal_of(OPERATOR, OCTOBER) != before


def test_what_goes_out_is_written_down_once(units: tuple[Unit, Unit]) -> None:
    make_case(units[1], DAY)
    export = case_export(OPERATOR, OCTOBER, Kind.CSV)
    assert len(list(export.objects())) == len(list(export.table().rows)) == 1
    assert entries() == [("operator:uji", "export_cases", "cases:2026-10")]
    with pytest.raises(NotFound):
        case_export(OPERATOR, Wanted(Month(2026, 9)), Kind.CSV)
    assert len(entries()) == 1
