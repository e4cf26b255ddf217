"""`/results/pulls`: the head of a unit sees what programs took, and nobody else's."""

from flask import Flask

from portal.authority import Role
from tests.factories import make_unit
from tests.staff import staff
from tests.web.api.programs import APPRAISALS, OCTOBER, Program, closed_town, new_token


def test_a_head_sees_what_was_taken(sqlite_app: Flask) -> None:
    town = closed_town(60)
    stranger = make_unit("LUAR", parent_id=town.units[0].id)
    Program(sqlite_app, new_token(town, unit="DUK")).items(f"indicators?month={OCTOBER}&limit=2")
    Program(sqlite_app, new_token(town, APPRAISALS, unit="DUK")).ask("units")
    page = staff(sqlite_app, Role.UNIT_HEAD, town.units[1]).open("/results/pulls")
    assert "Program uji" in page.text
    rows = [[c.get_text(" ", strip=True) for c in r.find_all(["th", "td"])] for r in
            page.soup.find_all("tr")[1:]]  # fmt: skip
    taken = {(row[3], row[4]): (row[5], row[6]) for row in rows}
    assert taken == {("Indikator unit", OCTOBER): ("2", "3"), ("Daftar unit", ""): ("1", "3")}
    below = staff(sqlite_app, Role.UNIT_HEAD, town.units[3]).open("/results/pulls")
    assert "Program uji" in below.text
    other = staff(sqlite_app, Role.UNIT_HEAD, stranger).open("/results/pulls")
    assert "Belum ada program" in other.text
    assert staff(sqlite_app, Role.HANDLER, town.units[1]).open("/results/pulls").status == 403
