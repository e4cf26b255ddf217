"""Whatever is wrong is answered as `application/problem+json`, in words; nothing answers 500."""

from urllib.parse import quote

import pytest
from flask import Flask

from portal.database import db
from portal.language import TRANSLATIONS
from portal.web.limits import PROGRAM, STRANGER
from tests.indicators.town import make_town
from tests.web.api.programs import Program, new_token, refused

MONTH = "indicators?month=2026-10"
BAD = [
    ("indicators", "month"),
    ("indicators?month=", "month"),
    ("indicators?month=2026-13", "month"),
    ("indicators?month=2026-1", "month"),
    ("indicators?month=1999-12", "month"),
    ("indicators?month=2026-10%0A", "month"),
    ("indicators?month=２０２６-10", "month"),
    ("indicators?month=%00", "month"),
    (f"indicators?month={'9' * 5000}", "month"),
    ("indicators?month=2026-10&month=2026-10", "month"),
    (f"{MONTH}&subject=location", "subject"),
    (f"{MONTH}&subject=", "subject"),
    (f"{MONTH}&subject=unit&subject=officer", "subject"),
    (f"{MONTH}&unit=", "unit"),
    (f"{MONTH}&unit=A%00B", "unit"),
    (f"{MONTH}&unit={'U' * 41}", "unit"),
    (f"{MONTH}&limit=-1", "limit"),
    (f"{MONTH}&limit=0", "limit"),
    (f"{MONTH}&limit=1001", "limit"),
    (f"{MONTH}&limit={'9' * 400}", "limit"),
    (f"{MONTH}&limit=1e3", "limit"),
    (f"{MONTH}&limit=1.5", "limit"),
    (f"{MONTH}&limit=%D9%A1", "limit"),
    (f"{MONTH}&limit=", "limit"),
    (f"{MONTH}&revision=0", "revision"),
    (f"{MONTH}&revision=-2", "revision"),
    (f"{MONTH}&revision=9999999999999999999", "revision"),
    (f"{MONTH}&cursor=", "cursor"),
    (f"{MONTH}&cursor=!!!", "cursor"),
    (f"{MONTH}&cursor=AAAA", "cursor"),
    (f"{MONTH}&cursor={'A' * 16}", "cursor"),
    (f"{MONTH}&cursor={'_' * 16}", "cursor"),
    (f"{MONTH}&cursor={'A' * 5000}", "cursor"),
    (f"{MONTH}&lang=fr", "lang"),
    (f"{MONTH}&bulan=1", "bulan"),
    (f"{MONTH}&{quote('; DROP TABLE unit')}=1", "; DROP TABLE unit"),
    ("appraisals?month=semua", "month"),
    ("appraisals?month=2026-10&subject=officer", "subject"),
    ("units?month=2026-10", "month"),
    ("counters?limit=nul", "limit"),
    ("services?cursor=%FF%FE", "cursor"),
]


def test_each_bad_parameter_is_named_with_words(sqlite_app: Flask) -> None:
    program = Program(sqlite_app, new_token(make_town()))
    for path, parameter in BAD:
        found = refused(program.ask(path), 422)
        assert found["type"] == "urn:suara-loket:problem:parameters"
        assert [one["parameter"] for one in found["errors"]] == [parameter], path
        assert all(one["detail"].endswith(".") for one in found["errors"]), path
        assert "<" not in found["detail"]


def test_a_nul_and_a_huge_number_reach_no_database(app: Flask) -> None:
    program = Program(app, new_token(make_town()))
    for path in (f"{MONTH}&unit=A%00B", f"{MONTH}&limit={'9' * 40}", "units?cursor=" + "_" * 16):
        refused(program.ask(path), 422)


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer sl_salah", f"Bearer {'x' * 8000}",
     "Bearer \u00ff\u00fe", "bearer \t", "Token sl_salah"],
)  # fmt: skip
def test_without_a_good_token_there_is_one_answer(sqlite_app: Flask, sent: str) -> None:
    response = Program(sqlite_app).ask("units", Authorization=sent)
    found = refused(response, 401)
    assert found["type"] == "urn:suara-loket:problem:token"
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="suara-loket"')


def test_the_failures_of_http_itself(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client(use_cookies=False)
    assert refused(client.get("/api/v1/tidak-ada"), 404)["type"].endswith("not-found")
    assert refused(client.get("/api/"), 404)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)("/api/v1/units")
        assert refused(response, 405)["type"].endswith("method")
        assert "GET" in response.headers["Allow"]
    assert "Set-Cookie" not in response.headers
    head = client.head("/api/v1/openapi.json")
    assert (head.status_code, head.data) == (200, b"")


def test_it_speaks_english_when_asked(sqlite_app: Flask) -> None:
    response = Program(sqlite_app).ask("units", **{"Accept-Language": "en"})
    assert refused(response, 401)["title"] == "This token is not valid"
    assert (TRANSLATIONS / "en.api.po").exists()


def test_a_token_has_its_own_limit(sqlite_app: Flask) -> None:
    town = make_town()
    one, other = (Program(sqlite_app, new_token(town)) for _ in range(2))
    for _ in range(PROGRAM.amount):
        last = one.ask("units?limit=0")
        if last.status_code == 429:
            break
    response = one.ask("units")
    assert refused(response, 429)["type"].endswith("too-many")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert other.ask("units").status_code == 200


def test_tokens_that_open_nothing_are_held_back_and_good_ones_are_not(sqlite_app: Flask) -> None:
    stranger = Program(sqlite_app, "sl_salah")
    statuses = [stranger.ask("units").status_code for _ in range(STRANGER.amount + 2)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert Program(sqlite_app, new_token(make_town())).ask("units").status_code == 200


def test_a_database_that_is_away_is_told_as_503(sqlite_app: Flask) -> None:
    program = Program(sqlite_app, new_token(make_town()))
    db.session.remove()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE api_token RENAME TO gone")
    response = program.ask("units")
    assert refused(response, 503)["type"].endswith("unavailable")
    assert response.headers["Retry-After"]
