"""A page out of a mould is this visitor's own: fresh ticket, right nonce, today's facts."""

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.database import db
from portal.organisation.models import Counter
from portal.web.public import moulds
from tests import factories as make
from tests.conftest import make_app
from tests.visitor import Page, Visitor


@pytest.fixture
def counter(sqlite_app: Flask) -> Counter:
    return make.make_counter(make.make_unit(), number="3", code="K7M2Q9")[0]


def _nonce(page: Page) -> str:
    policy = page.response.headers["Content-Security-Policy"]
    found = re.search(r"'nonce-([^']+)'", policy)
    assert found
    return found.group(1)


@pytest.mark.parametrize("url", ["/l/K7M2Q9", "/l/K7M2Q9/terima-kasih"])
def test_each_response_carries_the_nonce_of_its_own_header(
    sqlite_url: str, tmp_path: Path, url: str
) -> None:
    app = make_app(sqlite_url, tmp_path)
    with app.app_context():
        make.make_counter(make.make_unit(), number="3", code="K7M2Q9")
    # Outside the context: requests would share its `g`, and with it the nonce.
    visitor = Visitor(app)
    pages = [visitor.open(url) for _turn in range(3)]
    assert len({_nonce(page) for page in pages}) == 3
    for page in pages:
        assert page.soup.style["nonce"] == _nonce(page)


def test_each_form_carries_its_own_ticket(sqlite_visitor: Visitor, counter: Counter) -> None:
    tickets = {sqlite_visitor.open("/l/K7M2Q9").fields()["ticket"] for _turn in range(3)}
    assert len(tickets) == 3


def test_a_changed_counter_shows_at_once(sqlite_visitor: Visitor, counter: Counter) -> None:
    assert sqlite_visitor.open("/l/K7M2Q9").h1 == "Loket 3 Akta Kelahiran"
    counter.name = "<script>alert(1)</script>"
    db.session.commit()
    page = sqlite_visitor.open("/l/K7M2Q9")
    assert page.h1 == "Loket 3 <script>alert(1)</script>"
    assert not page.soup.find("script")


def test_languages_and_links_do_not_mix(sqlite_visitor: Visitor, counter: Counter) -> None:
    for _turn in range(2):
        assert "English" in sqlite_visitor.open("/l/K7M2Q9").text
        english = sqlite_visitor.open("/l/K7M2Q9?lang=en")
        assert english.form()["action"] == "/l/K7M2Q9?kirim=&lang=en"
        browser = sqlite_visitor.open("/l/K7M2Q9", **{"Accept-Language": "en"})
        assert browser.form()["action"] == "/l/K7M2Q9?kirim="
        assert "How was our service?" in browser.text


def test_unforeseen_words_in_an_address_fill_no_mould(
    sqlite_visitor: Visitor, counter: Counter
) -> None:
    sqlite_visitor.open("/l/K7M2Q9")
    before = len(moulds._moulds)
    for word in ("x", "y"):
        page = sqlite_visitor.open(f"/l/K7M2Q9?from={word}")
        assert f"from={word}" in page.soup.select_one(".top a[hreflang]")["href"]
    assert len(moulds._moulds) == before


def test_moulds_are_bounded() -> None:
    for number in range(moulds.MOST_MOULDS + 50):
        moulds._keep(number, ("",))
    assert len(moulds._moulds) == moulds.MOST_MOULDS
