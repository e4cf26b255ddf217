"""Who sees a case: one condition, for every list, count and command."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints.models import Complaint
from portal.complaints.reach import visible
from portal.complaints.rules.words import Desk
from portal.database import db
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 4)
COORDINATOR, UNIT, INSPECTOR = (
    {"desk": Desk.COORDINATOR},
    {"desk": Desk.UNIT},
    {"desk": "inspector"},
)


def seen(actor: Actor) -> int:
    query = sa.select(sa.func.count()).select_from(Complaint).where(visible(actor))
    return db.session.execute(query).scalar_one()


@pytest.mark.parametrize(
    ("role", "facts", "sees"),
    [
        (Role.UNIT_HEAD, UNIT, True),
        (Role.HANDLER, UNIT, True),
        (Role.LIAISON, UNIT, True),
        (Role.COORDINATOR, UNIT, True),
        (Role.INSPECTOR, UNIT, False),
        (Role.ADMINISTRATOR, UNIT, False),
        (Role.SURVEY_EVALUATOR, UNIT, False),
        (Role.OFFICER, UNIT, False),
        (Role.UNIT_HEAD, COORDINATOR, False),
        (Role.HANDLER, COORDINATOR, False),
        (Role.LIAISON, COORDINATOR, False),
        (Role.COORDINATOR, COORDINATOR, True),
        (Role.INSPECTOR, COORDINATOR, False),
        (Role.UNIT_HEAD, INSPECTOR, False),
        (Role.COORDINATOR, INSPECTOR, False),
        (Role.INSPECTOR, INSPECTOR, True),
        (Role.UNIT_HEAD, {"released_on": None}, False),
        (Role.UNIT_HEAD, {"erased_on": DAY}, False),
        (Role.COORDINATOR, {"released_on": None}, False),
    ],
)
def test_a_desk_is_seen_by_its_own_roles(
    sqlite_app: Flask, role: Role, facts: Mapping[str, Any], sees: bool
) -> None:
    unit = make_unit()
    make_case(unit, DAY, **facts)
    assert seen(actor_of(make_person((role, unit)))) == sees


def test_the_head_sees_the_units_below_and_no_other(sqlite_app: Flask) -> None:
    root = make_unit()
    dinas, other = make_unit(parent_id=root.id), make_unit(parent_id=root.id)
    upt = make_unit(parent_id=dinas.id)
    for unit in (root, dinas, other, upt):
        make_case(unit, DAY)
    assert seen(actor_of(make_person((Role.UNIT_HEAD, dinas)))) == 2
    assert seen(actor_of(make_person((Role.UNIT_HEAD, upt)))) == 1
    assert seen(actor_of(make_person((Role.UNIT_HEAD, root)))) == 4


def test_whoever_it_is_about_sees_nothing_whatever_they_hold(app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    make_case(unit, DAY, about_officer=officer)
    roles = [(role, unit) for role in (Role.UNIT_HEAD, Role.COORDINATOR, Role.INSPECTOR)]
    assert seen(actor_of(make_person(*roles))) == 1
    assert seen(actor_of(make_person(*roles, officer=officer))) == 0


def test_a_bypassed_case_is_seen_one_level_up_alone(sqlite_app: Flask) -> None:
    root = make_unit()
    dinas = make_unit(parent_id=root.id)
    make_case(dinas, DAY, handling_unit_id=root.id, is_bypassed=True, about="pimpinan")
    assert seen(actor_of(make_person((Role.UNIT_HEAD, dinas)))) == 0
    assert seen(actor_of(make_person((Role.HANDLER, root)))) == 1
