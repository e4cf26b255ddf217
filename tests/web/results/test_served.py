"""Numbers of people served, typed on the page by the unit."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.clock import today
from portal.database import db
from portal.organisation.models import Served
from portal.web.limits import settings
from tests.factories import make_counter, make_unit
from tests.staff import Staff, staff

FORM = -1  # the last of the page; before it stand those of the person's menu


def _stored() -> dict[int, int]:
    db.session.rollback()
    rows = db.session.execute(sa.select(Served.counter_id, Served.number))
    return dict(rows.tuples().all())


def _entries() -> int:
    query = sa.select(sa.func.count()).where(AuditEntry.action == "enter_served")
    return db.session.execute(query).scalar_one()


@pytest.fixture
def desk(app: Flask) -> tuple[Staff, int, int]:
    """A handler of a unit with two counters."""
    unit = make_unit("DUKCAPIL")
    first, _code = make_counter(unit, number="1")
    second, _code = make_counter(unit, number="2")
    return staff(app, Role.HANDLER, unit), first.id, second.id


def test_one_number_for_each_counter_and_day(desk: tuple[Staff, int, int]) -> None:
    handler, first, second = desk
    page = handler.open("/results/served")
    after = handler.send(page, {f"n{first}": "41", f"n{second}": ""}, form=FORM)
    assert "Angka tersimpan." in after.text
    assert "1 dari 2" in after.text
    assert _stored() == {first: 41}
    again = handler.send(after, {f"n{first}": "", f"n{second}": "0"}, form=FORM)
    assert "Angka tersimpan." in again.text
    assert _stored() == {second: 0}
    assert _entries() == 2


def test_saving_the_same_again_leaves_no_entry(desk: tuple[Staff, int, int]) -> None:
    handler, first, _second = desk
    page = handler.send(handler.open("/results/served"), {f"n{first}": "3"}, form=FORM)
    assert "Tidak ada yang berubah." in handler.send(page, form=FORM).text
    assert _entries() == 1


@pytest.mark.parametrize("typed", ["-1", "10000", "dua", "3.5", "9" * 400])
def test_what_is_no_number_of_people_is_refused_and_kept(
    desk: tuple[Staff, int, int], typed: str
) -> None:
    handler, first, second = desk
    page = handler.send(
        handler.open("/results/served"), {f"n{first}": typed, f"n{second}": "7"}, form=FORM
    )
    assert page.status == 422
    assert page.fields(FORM)[f"n{first}"] == typed
    assert page.fields(FORM)[f"n{second}"] == "7"
    assert _stored() == {}


def test_two_people_typing_the_same_day_do_not_overwrite_each_other(
    desk: tuple[Staff, int, int],
) -> None:
    handler, first, _second = desk
    mine = handler.open("/results/served")
    handler.send(handler.open("/results/served"), {f"n{first}": "10"}, form=FORM)
    page = handler.send(mine, {f"n{first}": "20"}, form=FORM)
    assert page.status == 409
    assert page.fields(FORM)[f"n{first}"] == "20"
    assert _stored() == {first: 10}
    handler.send(page, {f"n{first}": "20"}, form=FORM)
    assert _stored() == {first: 20}


def test_days_that_have_not_come_and_texts_that_are_no_days(desk: tuple[Staff, int, int]) -> None:
    handler, _first, _second = desk
    tomorrow = today(settings().timezone) + timedelta(days=1)
    for asked in (tomorrow.isoformat(), "2026-02-30", "besok", "0001-01-01", "9999-12-31"):
        assert handler.open(f"/results/served/DUKCAPIL?hari={asked}").status == 400


def test_another_unit_is_not_there(app: Flask, desk: tuple[Staff, int, int]) -> None:
    handler, _first, _second = desk
    make_counter(make_unit("LAIN"))
    assert handler.open("/results/served/LAIN").status == 404


def test_a_counter_that_closed_is_asked_for_only_until_then(app: Flask) -> None:
    unit = make_unit("UPT")
    make_counter(unit, number="1")
    make_counter(unit, number="2", closed_on=date(2026, 1, 5))
    handler = staff(app, Role.LIAISON, unit)
    page = handler.open("/results/served")
    assert len([name for name in page.fields(FORM) if name.startswith("n")]) == 1
