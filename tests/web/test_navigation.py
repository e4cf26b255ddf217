"""The band: only what a person may open, the current place marked, nothing for strangers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from portal.authority import ROLES, Role
from portal.web.sections import SECTIONS
from tests.factories import make_unit
from tests.staff import Staff, make_person, staff
from tests.visitor import Page

HOME = "/masuk/beranda"
ENDPOINTS = [page.endpoint for section in SECTIONS for page in section.pages]
ROLES_OF_PEOPLE = [role for role in Role if role is not Role.OPERATOR]


def _links(page: Page) -> set[str]:
    return {str(a["href"]) for a in page.soup.select("nav a, .link-cards a")}


def _may(app: Flask, role: Role) -> set[str]:
    """The addresses of the navigation's pages whose views ask for what the role has."""
    adapter = app.url_map.bind_to_environ(EnvironBuilder("/").get_environ())
    return {
        adapter.build(endpoint)
        for endpoint in ENDPOINTS
        if (view := app.view_functions.get(endpoint)) and view.needs in ROLES[role]
    }


@pytest.mark.parametrize("role", ROLES_OF_PEOPLE)
def test_home_offers_exactly_what_the_role_may_open(sqlite_app: Flask, role: Role) -> None:
    page = staff(sqlite_app, role, make_unit()).open(HOME)
    assert page.status == 200
    assert _links(page) == _may(sqlite_app, role)


@pytest.mark.parametrize("role", ROLES_OF_PEOPLE)
def test_every_link_of_the_navigation_opens(sqlite_app: Flask, role: Role) -> None:
    person = staff(sqlite_app, role, make_unit())
    for href in sorted(_links(person.open(HOME))):
        assert person.open(href).status == 200, href


def test_whoever_has_no_page_reads_what_to_do(sqlite_app: Flask) -> None:
    page = Staff(sqlite_app, person=make_person()).open(HOME)
    assert "Belum ada halaman untuk peran Anda." in page.text
    assert page.soup.find("nav") is None


def test_a_stranger_is_led_to_the_sign_in_page(sqlite_app: Flask) -> None:
    response = Staff(sqlite_app).client.get(HOME)
    assert response.status_code == 303
    assert response.location.startswith("/masuk?next=")


def test_the_band_names_the_person_and_the_roles(sqlite_app: Flask) -> None:
    unit = make_unit()
    person = make_person((Role.UNIT_HEAD, unit), (Role.OFFICER, unit), name="Dewi <Lasmini>")
    page = Staff(sqlite_app, person=person).open(HOME)
    who = page.soup.select_one("header .who summary")
    assert who is not None
    assert who.get_text() == "Dewi <Lasmini> · Pimpinan Unit, Petugas"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.UNIT_HEAD])
def test_the_page_one_stands_on_is_marked_in_band_and_section(
    sqlite_app: Flask, role: Role
) -> None:
    person = staff(sqlite_app, role, make_unit())
    home = person.open(HOME)
    assert home.soup.select(".band nav [aria-current]") == []
    cards = home.soup.select(".link-cards a")
    assert cards
    for card in cards:
        page = person.open(str(card["href"]))
        assert len(page.soup.select(".band nav [aria-current]")) == 1, card
        if page.soup.select(".pages"):
            here = page.soup.select(".pages [aria-current]")
            assert [a["href"] for a in here] == [card["href"]], card


def test_what_is_not_there_is_said_inside_the_frame(sqlite_app: Flask) -> None:
    page = staff(sqlite_app, Role.INSPECTOR, make_unit()).open("/me/own-results")
    refused = staff(sqlite_app, Role.COORDINATOR, make_unit()).open("/results/pulls")
    assert (page.status, refused.status) == (404, 403)
    assert refused.soup.select_one(".band .who") is not None
    assert refused.soup.select_one("main a")["href"] == HOME


def test_a_page_of_staff_loads_nothing_from_elsewhere_and_nothing_that_runs(
    sqlite_app: Flask,
) -> None:
    page = staff(sqlite_app, Role.UNIT_HEAD, make_unit()).open(HOME)
    sheets = [str(link["href"]) for link in page.soup.select("link[rel=stylesheet]")]
    assert sheets[0] == "/bootstrap/static/css/bootstrap.min.css"
    assert all(href.startswith("/") for href in sheets)
    assert page.soup.find("script") is None
    for href in sheets:
        _is_kept_by_the_browser(sqlite_app.test_client(), href)


def _is_kept_by_the_browser(client: FlaskClient, href: str) -> None:
    """Small on the way, and asked for again only to hear that nothing changed."""
    accepted = {"Accept-Encoding": "gzip, deflate, br"}
    answer = client.get(href, headers=accepted)
    assert (answer.status_code, answer.mimetype) == (200, "text/css"), href
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["Content-Encoding"] in ("br", "deflate")
    again = client.get(href, headers={**accepted, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
