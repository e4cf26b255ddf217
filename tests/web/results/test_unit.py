"""A head's morning: the own unit, month by month, and nothing of anybody else."""

import re

from flask import Flask

from portal.authority import Role
from tests.factories import make_unit
from tests.staff import staff
from tests.web.results.office import make_office

STATUS = {"DUK": 200, "DESA1": 200, "PUS": 404, "PEMDA": 404, "TIDAK-ADA": 404}


def test_a_head_reads_one_sentence_first(app: Flask) -> None:
    office = make_office()
    head = staff(app, Role.UNIT_HEAD, office.unit("DUK"))
    page = head.open("/results/DUK?bulan=2026-10")
    assert page.status == 200
    assert page.h1 == "Dukcapil"
    assert "Sementara" in page.text
    lead = page.soup.find(class_="lead")
    assert lead is not None
    assert "menahan nilai" in lead.get_text()
    assert page.soup.find("svg", class_="bars")
    assert "Salin ringkasan" in page.text
    summary = page.soup.find("textarea")
    assert summary is not None
    assert re.search(r"IKM \d+,\d\d", summary.get_text())
    assert "Petugas DUK" not in page.text


def test_a_closed_month_is_shown_as_it_was_frozen(sqlite_app: Flask) -> None:
    office = make_office()
    head = staff(sqlite_app, Role.UNIT_HEAD, office.unit("DUK"))
    page = head.open("/results/DUK?bulan=2026-09")
    assert "Ditutup 5 Oktober 2026, revisi 1." in page.text
    assert "Siapa dan kapan, September 2026" in page.text
    assert "Senin" in page.text
    assert page.soup.find("svg", class_="trend-chart")
    older = page.soup.find("a", attrs={"aria-label": "Bulan sebelumnya"})
    assert older is not None
    assert "bulan=2026-08" in str(older["href"])


def test_other_units_and_other_months_are_not_there(app: Flask) -> None:
    office = make_office(300)
    head = staff(app, Role.UNIT_HEAD, office.unit("DUK"))
    for code, status in STATUS.items():
        for path in ("", "/saran", "/petugas", "/unduh.csv"):
            found = head.open(f"/results/{code}{path}").status
            assert found == status, (code, path)
    assert head.open("/results/DUK?bulan=2025-01").status == 404
    assert head.open("/results/DUK?bulan=kemarin").status in (400, 404, 422)
    assert head.open("/results?bulan=1999-13").status in (400, 404, 422)
    assert head.open("/results/DUK/unduh.exe").status == 404


def test_the_overview_is_a_tree_without_strangers(app: Flask) -> None:
    office = make_office(300)
    head = staff(app, Role.UNIT_HEAD, office.unit("DUK"))
    page = head.open("/results?bulan=2026-09")
    names = [link.get_text() for link in page.soup.select("th[scope=row] a")]
    assert names == ["Dukcapil", "Desa 1", "Desa 2"]
    assert "Puskesmas" not in page.text
    alone = staff(app, Role.UNIT_HEAD, office.unit("DESA1"))
    assert alone.open("/results").h1 == "Desa 1"


def test_live_counters_are_only_for_who_may_see_officers(sqlite_app: Flask) -> None:
    office = make_office()
    roles = {
        Role.UNIT_HEAD: True,
        Role.SURVEY_EVALUATOR: True,
        Role.INSPECTOR: False,
        Role.AUDITOR: False,
    }
    for role, sees in roles.items():
        page = staff(sqlite_app, role, office.unit("DUK")).open("/results/DUK?bulan=2026-10")
        panel = next(h for h in page.soup.find_all("h2") if h.get_text() == "Loket").parent
        assert panel is not None
        assert bool(re.search(r"\d\d,\d\d", panel.get_text())) is sees, role


def test_the_file_holds_what_the_page_shows(sqlite_app: Flask) -> None:
    office = make_office(300)
    head = staff(sqlite_app, Role.UNIT_HEAD, office.unit("DUK"))
    shown = head.open("/results/DUK?bulan=2026-09").text
    for kind in ("csv", "xlsx", "json"):
        answer = head.client.get(f"/results/DUK/unduh.{kind}?bulan=2026-09")
        assert answer.status_code == 200
        name = f'filename="hasil-DUK-2026-09.{kind}"'
        assert name in answer.headers["Content-Disposition"]
        if kind != "xlsx":
            assert "Puskesmas" not in answer.text
    objects = answer.get_json()
    assert {o["subject"]["type"] for o in objects} <= {"unit", "counter", "service"}
    assert f"{objects[0]['index']:.2f}".replace(".", ",") in shown


def test_an_empty_installation_says_what_comes_next(sqlite_app: Flask) -> None:
    page = staff(sqlite_app, Role.UNIT_HEAD, make_unit("PEMDA")).open("/results")
    assert "belum punya angka" in page.text


def test_an_officer_may_not_open_results(sqlite_app: Flask) -> None:
    assert staff(sqlite_app, Role.OFFICER, make_unit("PEMDA")).open("/results").status == 403
