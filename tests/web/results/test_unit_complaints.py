"""Complaints on a unit's results page, for staff: the counts that were frozen with the month."""

from datetime import date

from flask import Flask

from portal.authority import Role
from portal.month import Month
from tests.complaints.factory import make_case
from tests.indicators.town import make_ratings, make_town
from tests.staff import staff
from tests.web.api.programs import OCTOBER, close


def test_the_months_complaints_stand_on_the_page(sqlite_app: Flask) -> None:
    town = make_town()
    make_ratings(town, OCTOBER, 300, 3)
    unit = next(one for one in town.units if one.code == "DUK")
    make_case(unit, date(2026, 10, 5))
    make_case(unit, date(2026, 10, 5), handling_unit_id=town.units[0].id, is_bypassed=True)
    close(Month(2026, 10))
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    panel = head.open(f"/results/DUK?bulan={OCTOBER}&lang=id").soup.select_one("#pengaduan")
    assert panel is not None
    facts = {d.dt.get_text(): d.dd.get_text().strip() for d in panel.select("dl > div")}
    assert facts["Pengaduan masuk"] == "1"
    assert facts["Dijawab pertama kali"] == "0"
    make_case(unit, date(2026, 10, 6))
    assert str(panel) == str(
        head.open(f"/results/DUK?bulan={OCTOBER}&lang=id").soup.select_one("#pengaduan")
    )
