"""Closed, moved, unknown and wrong counters: a kind page that leads on."""

from datetime import date

import pytest
from flask import Flask

from portal.organisation.models import Unit
from portal.web.styles import ACCENTS, LAYOUTS, stylesheet
from tests import factories as make
from tests.visitor import Visitor


@pytest.fixture
def unit(sqlite_app: Flask) -> Unit:
    root = make.make_unit(name="Kabupaten Sungai Raya", kind="pemda")
    return make.make_unit(name="Dinas Kependudukan", parent_id=root.id)


@pytest.mark.parametrize("typed", ["K7M2Q0", "k7m2q0", "K7M2QO", "k7m-2qo", "K7M 2QO"])
def test_a_code_is_read_forgivingly(sqlite_visitor: Visitor, unit: Unit, typed: str) -> None:
    make.make_counter(unit, number="3", code="K7M2Q0")
    assert sqlite_visitor.open(f"/l/{typed}").h1 == "Loket 3 Akta Kelahiran"
    assert sqlite_visitor.open(f"/?kode={typed}").h1 == "Loket 3 Akta Kelahiran"


@pytest.mark.parametrize(
    "code", ["ZZZZZZ", "x", "a" * 300, "%00%ff", "日本語日本語", "..", "U2U2U2"]
)
@pytest.mark.parametrize("page", ["", "/terima-kasih", "/loket-lain"])
def test_an_unknown_code_gets_a_page_with_a_field(
    sqlite_visitor: Visitor, unit: Unit, code: str, page: str
) -> None:
    found = sqlite_visitor.open(f"/l/{code}{page}")
    assert found.status == 404
    assert found.h1 in ("Kode loket ini tidak ada", "Halaman ini tidak ada")
    assert "Traceback" not in found.text


def test_a_post_to_an_unknown_counter_is_answered_in_words(
    sqlite_visitor: Visitor, unit: Unit
) -> None:
    response = sqlite_visitor.client.post("/l/ZZZZZZ?kirim", data={"overall": "3"})
    assert response.status_code == 404


def test_a_closed_counter_leads_to_the_others_of_its_unit(
    sqlite_visitor: Visitor, unit: Unit
) -> None:
    make.make_counter(unit, number="3", code="K7M2Q9")
    make.make_counter(unit, number="5", code="C0SED1", closed_on=date(2026, 1, 1))
    page = sqlite_visitor.open("/l/C0SED1")
    assert page.status == 410
    assert page.h1 == "Loket ini sudah tidak dipakai"
    assert page.soup.select_one('a[href="/l/K7M2Q9"]')
    assert not page.soup.select_one('a[href="/l/C0SED1"]')


def test_a_moved_counter_leads_to_its_successor(sqlite_visitor: Visitor, unit: Unit) -> None:
    new, _code = make.make_counter(unit, number="3", code="K7M2Q9")
    make.make_counter(unit, number="4", code="BES1DE")
    closed = {"closed_on": date(2026, 1, 1), "successor_id": new.id}
    make.make_counter(unit, number="5", code="M0VED1", **closed)
    page = sqlite_visitor.open("/l/M0VED1")
    assert page.h1 == "Loket ini sudah pindah"
    assert [a["href"] for a in page.soup.select(".links a")] == ["/l/K7M2Q9"]


def test_a_form_handed_out_before_the_closing_still_comes_in(
    sqlite_visitor: Visitor, unit: Unit
) -> None:
    counter, code = make.make_counter(unit, number="3")
    page = sqlite_visitor.open(f"/l/{code}")
    counter.closed_on = date(2026, 1, 1)
    make.make_unit()  # commits
    assert "tersimpan" in sqlite_visitor.send(page, {"overall": "3"}).text
    refused = sqlite_visitor.send(page, {"overall": "3", "ticket": "x"})
    assert refused.h1 == "Loket ini sudah tidak dipakai"


def test_not_this_counter_shows_those_in_the_same_building(
    sqlite_visitor: Visitor, unit: Unit
) -> None:
    here = make.make_location(name="Mal Pelayanan Publik")
    other = make.make_unit(name="Badan Pajak")
    make.make_counter(unit, number="3", code="K7M2Q9", location_id=here.id)
    make.make_counter(other, number="1", code="BES1DE", location_id=here.id)
    make.make_counter(unit, number="8", code="FAAWAY")
    page = sqlite_visitor.open("/l/K7M2Q9/loket-lain")
    assert "Mal Pelayanan Publik" in page.text
    assert [a["href"] for a in page.soup.select(".links a")] == ["/l/BES1DE", "/l/K7M2Q9"]


def test_the_front_page_opens_a_counter_or_says_why_not(
    sqlite_visitor: Visitor, unit: Unit
) -> None:
    make.make_counter(unit, number="3", code="K7M2Q9")
    front = sqlite_visitor.open("/")
    assert sqlite_visitor.send(front, {"kode": "k7m2q9"}).h1 == "Loket 3 Akta Kelahiran"
    missing = sqlite_visitor.send(front, {"kode": "<script>"})
    assert missing.status == 404
    assert "Kode loket ini tidak ada." in missing.text
    assert missing.fields()["kode"] == "<script>"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("url", ["/", "/privasi", "/l/ZZZZZZ", "/nirgendwo"])
def test_pages_stand_before_the_first_import(
    sqlite_visitor: Visitor, url: str, language: str
) -> None:
    page = sqlite_visitor.open(f"{url}?lang={language}")
    assert page.status in (200, 404)
    assert page.soup.html["lang"] == language


def test_every_accent_gives_a_stylesheet() -> None:

    for accent, colours in ACCENTS.items():
        for layout in LAYOUTS:
            css = stylesheet(layout, accent)
            assert colours.light in css
            assert css.count("{") == css.count("}")
