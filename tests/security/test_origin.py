"""T17: another site posts the form. What is present and foreign is refused; absent passes."""

import itertools

import pytest
from flask import Flask

from tests.factories import make_counter, make_unit
from tests.feedback.intake import stored
from tests.visitor import Visitor

WORDS = {"overall": "4", "comment": "Cepat dan ramah."}
BASE = "http://127.0.0.1:8000"  # what the installation calls itself; the test client is localhost

OWN_ORIGINS = (None, "http://localhost", "https://localhost", BASE)
FOREIGN_ORIGINS = (
    "null",
    "",
    "http://evil.example",
    "http://localhost.evil.example",
    "http://evil.example/localhost",
    "http://localhost@evil.example",
    "http://localhost:8080",
    "http://[",
)
OWN_SITES = (None, "same-origin", "none")
FOREIGN_SITES = ("cross-site", "same-site", "", "nonsense")


def headers(origin: str | None, site: str | None) -> dict[str, str]:
    sent = {"Origin": origin, "Sec-Fetch-Site": site}
    return {name: value for name, value in sent.items() if value is not None}


def answer(app: Flask, origin: str | None, site: str | None) -> tuple[int, int, str]:
    """The status, the rows it stored, and the comment that stands on the page that came back."""
    _counter, code = make_counter(make_unit())
    visitor, before = Visitor(app), len(stored())
    page = visitor.send(visitor.open(f"/l/{code}"), WORDS, **headers(origin, site))
    kept = page.fields().get("comment", "") if page.status != 200 else ""
    return page.status, len(stored()) - before, kept


def test_our_own_site_and_browsers_that_say_nothing_get_in(sqlite_app: Flask) -> None:
    for origin, site in itertools.product(OWN_ORIGINS, OWN_SITES):
        assert answer(sqlite_app, origin, site) == (200, 1, ""), (origin, site)


@pytest.mark.parametrize("origin", [*FOREIGN_ORIGINS, None, BASE])
def test_another_site_is_refused_and_the_words_are_kept(
    sqlite_app: Flask, origin: str | None
) -> None:
    """Whatever is present and foreign decides; the other header cannot make up for it."""
    own = origin in OWN_ORIGINS
    for site in FOREIGN_SITES if own else (*OWN_SITES, *FOREIGN_SITES):
        assert answer(sqlite_app, origin, site) == (403, 0, WORDS["comment"]), (origin, site)


def test_the_form_that_comes_back_can_be_sent(sqlite_app: Flask) -> None:
    """Somebody behind an odd browser reads why, presses once more, and is through."""
    _counter, code = make_counter(make_unit())
    visitor = Visitor(sqlite_app)
    refused = visitor.send(visitor.open(f"/l/{code}"), WORDS, Origin="null")
    assert refused.status == 403
    assert "Terima kasih" in visitor.send(refused).h1
    assert len(stored()) == 1


def test_a_foreign_repeat_learns_nothing(sqlite_app: Flask) -> None:
    """Whether a ticket was used is told to our own site only."""
    _counter, code = make_counter(make_unit())
    visitor = Visitor(sqlite_app)
    page = visitor.open(f"/l/{code}")
    visitor.send(page, WORDS)
    assert visitor.send(page, WORDS, Origin="http://evil.example").status == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_no_other_method_changes_anything(sqlite_app: Flask, method: str) -> None:
    """A link from another site may open the form; only a POST may change something."""
    _counter, code = make_counter(make_unit())
    page = Visitor(sqlite_app).open(f"/l/{code}")
    status = 200 if method in ("GET", "HEAD", "OPTIONS") else 405
    for site in (*OWN_SITES, *FOREIGN_SITES):
        response = sqlite_app.test_client().open(
            f"/l/{code}?kirim=",
            method=method,
            data={**page.fields(), **WORDS},
            headers=headers("http://evil.example", site),
        )
        assert response.status_code == status, site
    assert stored() == []


def test_the_referrer_stays_here(sqlite_app: Flask) -> None:
    response = sqlite_app.test_client().get("/")
    assert response.headers["Referrer-Policy"] == "same-origin"
