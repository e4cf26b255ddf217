"""Praise that came as a case: on the officer's page and on the one that is printed."""

from datetime import UTC, date, datetime

import time_machine
from flask import Flask

from portal.authority import Role
from tests.complaints.factory import make_case
from tests.complaints.test_praising import READ
from tests.factories import make_officer, make_unit
from tests.staff import Staff, make_person

NOW = datetime(2026, 11, 4, 3, tzinfo=UTC)


@time_machine.travel(NOW, tick=True)
def test_read_and_printed_with_its_week(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    browser = Staff(sqlite_app, person=make_person((Role.OFFICER, unit), officer=officer))
    assert "Apresiasi tertulis" not in browser.open("/me").text
    assert "Belum ada sepuluh" in browser.open("/me/praise").text
    told = {**READ, "story": "Bu petugas <b>sabar</b> sekali.", "title": "Judul kantor"}
    case = make_case(unit, date(2026, 10, 29), about_officer=officer, **told)
    own = browser.open("/me").text
    assert "Apresiasi tertulis untuk Anda: 1." in own
    assert "Bu petugas <b>sabar</b> sekali." in own
    page = browser.open("/me/praise")
    assert "Bu petugas <b>sabar</b> sekali." in page.text
    assert "Pekan 26 Oktober 2026" in page.text
    assert "dapat dicetak" in page.text
    source = page.response.get_data(as_text=True)
    assert not any(word in source for word in (case.number, "Judul kantor", "29 Oktober"))
    other = Staff(sqlite_app, person=make_person((Role.OFFICER, unit), officer=make_officer(unit)))
    assert "sabar" not in other.open("/me/praise").text
