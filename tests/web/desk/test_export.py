"""The list of cases as a file: of the own desk, noted, safe to open, by whoever may."""

import csv
import io
import json
from datetime import timedelta

import pytest
from flask import Flask

from portal.authority import Role
from portal.clock import today
from portal.organisation.models import Unit
from portal.web.limits import settings
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.organisation.managing import entries
from tests.staff import staff

URL = "/desk/export"


@pytest.fixture
def unit(app: Flask) -> Unit:
    root = make_unit("KAB")
    return make_unit("DUK", parent_id=root.id)


def test_a_head_takes_the_own_cases_and_it_is_noted(app: Flask, unit: Unit) -> None:
    day = today(settings().timezone)
    mine = make_case(unit, day, title="=HYPERLINK(1)")
    make_case(unit, day, desk="inspector")
    make_case(unit, day - timedelta(days=2000))
    head = staff(app, Role.UNIT_HEAD, unit)
    page = head.open(URL)
    assert len(page.soup.select("select[name=month] option")) == 1
    file = head.client.post(URL, data={**page.fields(-1), "kind": "csv"})
    assert file.mimetype == "text/csv"
    assert "attachment" in file.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(file.get_data(as_text=True)))
    assert (row["number"], row["unit"], row["state"]) == (mine.number, "DUK", "received")
    assert "HYPERLINK" not in file.get_data(as_text=True)
    assert [act for _who, act, _what in entries()] == ["export_cases"]
    told = head.client.post(URL, data={**page.fields(-1), "kind": "json"})
    assert [one["number"] for one in json.loads(told.data)] == [mine.number]
    assert head.client.post(URL, data={**page.fields(-1), "kind": "xlsx"}).data[:2] == b"PK"


def test_bad_input_is_told_and_nothing_is_noted(sqlite_app: Flask) -> None:
    unit = make_unit("DUK")
    make_case(unit, today(settings().timezone))
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    page = head.open(URL)
    for wrong in ({"month": "1999-01"}, {"month": "x"}, {"kind": "exe"}, {"month": ""}):
        assert head.client.post(URL, data={**page.fields(-1), **wrong}).status_code == 422
    assert entries() == []


def test_an_empty_desk_says_so(sqlite_app: Flask) -> None:
    page = staff(sqlite_app, Role.UNIT_HEAD, make_unit("DUK")).open(URL)
    assert "Belum ada pengaduan di meja Anda." in page.text


def test_only_whoever_may_take_lists_is_led_there(sqlite_app: Flask) -> None:
    unit = make_unit("DUK")
    liaison, head = (staff(sqlite_app, role, unit) for role in (Role.LIAISON, Role.UNIT_HEAD))
    assert liaison.open(URL).status == 403
    assert URL not in str(liaison.open("/desk").soup.main)
    assert URL in str(head.open("/desk").soup.main)
