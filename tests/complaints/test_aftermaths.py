"""How reporters were treated afterwards: told once, read outside the unit, by nobody concerned."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import RESIDENT, Role
from portal.complaints.aftermaths import aftermaths, mark_aftermath_read, tell_aftermath
from portal.complaints.cases import fresh_id
from portal.complaints.models import Aftermath, Complaint, Concerned
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, RuleBroken
from portal.organisation.models import Unit
from tests.complaints.receipts import DAY, make_tracked, receipt_of, steps
from tests.factories import make_unit
from tests.staff import actor_of, make_person

DUE = DAY + timedelta(days=30)


def told(unit: Unit, number: int = 1, *, was_mistreated: bool = True) -> Complaint:
    case = make_tracked(unit, number)
    tell_aftermath(
        RESIDENT,
        receipt=receipt_of(case),
        was_mistreated=was_mistreated,
        text=" Saya diancam. ",
        today=DUE,
    )
    return case


def test_it_is_kept_once_and_no_step_tells_of_it(app: Flask) -> None:
    case = told(make_unit())
    tell_aftermath(RESIDENT, receipt=receipt_of(case), was_mistreated=False, text="Lain", today=DUE)
    kept = db.session.execute(sa.select(Aftermath)).scalar_one()
    assert (kept.was_mistreated, kept.text, kept.answered_on) == (True, "Saya diancam.", DUE)
    assert steps(case) == ["filed"]


def test_it_is_too_early_before_30_days(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit())
    with pytest.raises(RuleBroken):
        tell_aftermath(
            RESIDENT,
            receipt=receipt_of(case),
            was_mistreated=True,
            today=DUE - timedelta(days=1),
        )
    assert db.session.execute(sa.select(Aftermath)).first() is None


def test_the_badly_treated_come_first(sqlite_app: Flask) -> None:
    unit = make_unit()
    fine, bad = told(unit, 1, was_mistreated=False), told(unit, 2)
    inspector = actor_of(make_person((Role.INSPECTOR, unit)))
    assert [row.number for row in aftermaths(inspector, is_read=False)] == [
        bad.number,
        fine.number,
    ]


def test_reading_is_recorded_once(app: Flask) -> None:
    unit = make_unit()
    case = told(unit)
    inspector = actor_of(make_person((Role.INSPECTOR, unit)))
    mark_aftermath_read(inspector, number=case.number, today=DUE)
    actions = db.session.execute(sa.select(AuditEntry.action)).scalars().all()
    assert list(actions).count("mark_aftermath_read") == 1
    assert aftermaths(inspector, is_read=False) == []
    (row,) = aftermaths(inspector, is_read=True)
    assert row.read_on == DUE
    with pytest.raises(Conflict):
        mark_aftermath_read(inspector, number=case.number, today=DUE)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.HANDLER, Role.COORDINATOR, Role.LIAISON])
def test_no_desk_of_a_unit_reads_it(sqlite_app: Flask, role: Role) -> None:
    unit = make_unit()
    case = told(unit)
    actor = actor_of(make_person((role, unit)))
    with pytest.raises(NotAllowed):
        aftermaths(actor, is_read=False)
    with pytest.raises(NotAllowed):
        mark_aftermath_read(actor, number=case.number, today=DUE)


def test_an_inspector_elsewhere_or_concerned_reads_nothing(sqlite_app: Flask) -> None:
    root = make_unit()
    unit, other = make_unit(parent_id=root.id), make_unit(parent_id=root.id)
    case = told(unit)
    concerned = make_person((Role.INSPECTOR, root))
    db.session.add(Concerned(id=fresh_id(), complaint_id=case.id, person_id=concerned.id))
    db.session.commit()
    for person in (concerned, make_person((Role.INSPECTOR, other))):
        assert aftermaths(actor_of(person), is_read=False) == []
        with pytest.raises(NotFound):
            mark_aftermath_read(actor_of(person), number=case.number, today=DUE)
