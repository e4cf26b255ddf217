"""The headers of every route, written down apart from the code (threats.md, "Headers").

A new route needs a line in ROUTES, a new class of page a row in SNAPSHOT; until then this
fails. Nothing here is read from portal.web.headers.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import Settings
from portal.database import db
from tests.conftest import SECRETS, make_app
from tests.factories import make_counter, make_unit

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
}
NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
SNAPSHOT = {
    "public": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'nonce-…'; img-src 'self' data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "private, no-cache",
    },
    "staff": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self' 'nonce-…'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "private, no-cache",
    },
    "api": {"Content-Security-Policy": NOTHING, "Cache-Control": "private, no-cache"},
    # The address of a one-time link is its secret: no Referer carries it.
    "link": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self' 'nonce-…'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "strict-origin",
    },
    # What a receipt opens is kept by no cache.
    "receipt": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'nonce-…'; img-src 'self' data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
    },
    "ops": {"Content-Security-Policy": NOTHING, "Cache-Control": "no-store"},
    "static": {"Content-Security-Policy": NOTHING, "Cache-Control": "public, max-age=86400"},
}
ROUTES = {
    "/": "public",
    "/bootstrap/static/<path:filename>": "static",
    "/admin": "staff",
    "/admin/announcements": "staff",
    "/admin/announcements/<int:announcement_id>/end": "staff",
    "/admin/announcements/new": "staff",
    "/admin/calendar": "staff",
    "/admin/calendar/<day>": "staff",
    "/admin/calendar/<day>/remove": "staff",
    "/admin/calendar/new": "staff",
    "/admin/calendar/seed": "staff",
    "/admin/complaint-managers": "staff",
    "/admin/complaint-managers/<int:unit_id>": "staff",
    "/admin/counters": "staff",
    "/admin/counters/<int:counter_id>": "staff",
    "/admin/counters/<int:counter_id>/close": "staff",
    "/admin/counters/<int:counter_id>/code": "staff",
    "/admin/counters/new": "staff",
    "/admin/export/<sheet>.<kind>": "staff",
    "/admin/imports": "staff",
    "/admin/imports/<handle>": "staff",
    "/admin/imports/<handle>/discard": "staff",
    "/admin/imports/<handle>/notes.xlsx": "staff",
    "/admin/imports/ratings": "staff",
    "/admin/imports/ratings/<handle>": "staff",
    "/admin/imports/template/<sheet>.xlsx": "staff",
    "/admin/locations": "staff",
    "/admin/locations/<int:location_id>": "staff",
    "/admin/locations/<int:location_id>/retire": "staff",
    "/admin/locations/new": "staff",
    "/admin/officers": "staff",
    "/admin/officers/<handle>": "staff",
    "/admin/officers/<handle>/end": "staff",
    "/admin/officers/<handle>/leave": "staff",
    "/admin/officers/<handle>/leave/<int:leave_id>/withdraw": "staff",
    "/admin/officers/<handle>/transfer": "staff",
    "/admin/officers/find": "staff",
    "/admin/officers/new": "staff",
    "/admin/outbox": "staff",
    "/admin/outbox/<handle>/drop": "staff",
    "/admin/outbox/<handle>/retry": "staff",
    "/admin/people": "staff",
    "/admin/people/<handle>": "staff",
    "/admin/people/<handle>/change": "staff",
    "/admin/people/<handle>/disable": "staff",
    "/admin/people/<handle>/enable": "staff",
    "/admin/people/<handle>/link": "staff",
    "/admin/people/<handle>/officer": "staff",
    "/admin/people/<handle>/roles/<int:role_id>/end": "staff",
    "/admin/people/<handle>/roles/new": "staff",
    "/admin/people/export.<any(csv, xlsx):kind>": "staff",
    "/admin/people/import": "staff",
    "/admin/people/import/store": "staff",
    "/admin/people/new": "staff",
    "/admin/settings": "staff",
    "/admin/trail": "staff",
    "/admin/trail/<int:sequence>": "staff",
    "/admin/trail/check": "staff",
    "/admin/trail.csv": "staff",
    "/admin/posters": "staff",
    "/admin/posters.pdf": "staff",
    "/admin/questionnaire": "staff",
    "/admin/questionnaire/<part>": "staff",
    "/admin/roster": "staff",
    "/admin/roster/<int:counter_id>/<day>": "staff",
    "/admin/roster/copy": "staff",
    "/admin/roster/duties/<int:duty_id>": "staff",
    "/admin/roster/duties/<int:duty_id>/cancel": "staff",
    "/admin/rule-sets": "staff",
    "/admin/rule-sets/<int:rule_set_id>": "staff",
    "/admin/rule-sets/<int:rule_set_id>/confirm": "staff",
    "/admin/rule-sets/<int:rule_set_id>/end": "staff",
    "/admin/rule-sets/new": "staff",
    "/admin/services": "staff",
    "/admin/services/<int:service_id>": "staff",
    "/admin/services/<int:service_id>/retire": "staff",
    "/admin/services/new": "staff",
    "/admin/units": "staff",
    "/admin/units/<int:unit_id>": "staff",
    "/admin/units/<int:unit_id>/merge": "staff",
    "/admin/units/<int:unit_id>/merge/into": "staff",
    "/admin/units/<int:unit_id>/move": "staff",
    "/admin/units/<int:unit_id>/retire": "staff",
    "/admin/units/new": "staff",
    "/admin/tokens": "staff",
    "/admin/tokens/<handle>/revoke": "staff",
    "/admin/tokens/new": "staff",
    "/api/v1/appraisals": "api",
    "/api/v1/complaints": "api",
    "/api/v1/counters": "api",
    "/api/v1/docs": "public",
    "/api/v1/indicators": "api",
    "/api/v1/openapi.json": "api",
    "/api/v1/services": "api",
    "/api/v1/units": "api",
    "/cara-hitung": "public",
    "/healthz": "ops",
    "/akun": "staff",
    "/akun/faktor-kedua": "staff",
    "/akun/faktor-kedua/lepas": "staff",
    "/akun/kode-pemulihan": "staff",
    "/akun/pin": "staff",
    "/akun/sandi": "staff",
    "/akun/sesi": "staff",
    "/akun/sesi/<handle>/akhiri": "staff",
    "/akun/sesi/keluar-semua": "staff",
    "/keluar": "staff",
    "/masuk/ganti": "staff",
    "/masuk/kode": "staff",
    "/masuk/lupa": "staff",
    "/masuk": "staff",
    "/masuk/tautan/<token>": "link",
    "/masuk/buka": "staff",
    "/masuk/konfirmasi": "staff",
    "/l/<code>": "public",
    "/l/<code>/loket-lain": "public",
    "/l/<code>/pengaduan": "public",
    "/l/<code>/terima-kasih": "public",
    "/masuk/beranda": "staff",
    "/me": "staff",
    "/metrics": "ops",
    "/me/check-in": "staff",
    "/me/check-out": "staff",
    "/me/objections": "staff",
    "/me/objections/<handle>/withdraw": "staff",
    "/me/objections/new": "staff",
    "/me/praise": "staff",
    "/me/sheet/<month>.pdf": "staff",
    "/privasi": "public",
    "/readyz": "ops",
    "/desk": "staff",
    "/desk/archive": "staff",
    "/desk/assign": "staff",
    "/desk/export": "staff",
    "/desk/filters/<int:filter_id>/delete": "staff",
    "/desk/filters/save": "staff",
    "/desk/complaints/<number>": "staff",
    "/desk/complaints/<number>/answer": "staff",
    "/desk/complaints/<number>/ask": "staff",
    "/desk/complaints/<number>/attachments/<name>": "staff",
    "/desk/complaints/<number>/attachments/<name>/hide": "staff",
    "/desk/complaints/<number>/close": "staff",
    "/desk/complaints/<number>/extend": "staff",
    "/desk/complaints/<number>/lapor": "staff",
    "/desk/complaints/<number>/lay-down": "staff",
    "/desk/complaints/<number>/note": "staff",
    "/desk/complaints/<number>/question": "staff",
    "/desk/complaints/<number>/take-up": "staff",
    "/desk/setelah-melapor": "staff",
    "/desk/setelah-melapor/<number>/dibaca": "staff",
    "/desk/templat": "staff",
    "/desk/templat/<int:template_id>": "staff",
    "/desk/templat/<int:template_id>/retire": "staff",
    "/desk/templat/new": "staff",
    "/me/questions": "staff",
    "/me/questions/<question>": "staff",
    "/desk/complaints/<number>/archive": "staff",
    "/desk/complaints/<number>/assign": "staff",
    "/desk/complaints/<number>/concern": "staff",
    "/desk/complaints/<number>/concern/<row>/remove": "staff",
    "/desk/complaints/<number>/forward": "staff",
    "/desk/complaints/<number>/hold": "staff",
    "/desk/complaints/<number>/let-go": "staff",
    "/desk/complaints/<number>/mask": "staff",
    "/desk/complaints/<number>/merge": "staff",
    "/desk/complaints/<number>/separate": "staff",
    "/desk/complaints/<number>/publish": "staff",
    "/desk/complaints/<number>/reclassify": "staff",
    "/desk/complaints/<number>/refer": "staff",
    "/desk/complaints/<number>/take": "staff",
    "/desk/complaints/<number>/verify": "staff",
    "/desk/complaints/<number>/identity": "staff",
    "/desk/complaints/<number>/identity/ask": "staff",
    "/desk/identity-requests": "staff",
    "/desk/lapor": "staff",
    "/desk/lapor/<handle>": "staff",
    "/desk/lapor/file": "staff",
    "/desk/personal-data": "staff",
    "/desk/personal-data/<number>": "staff",
    "/desk/personal-data/<number>/correct": "staff",
    "/desk/personal-data/<number>/erase": "staff",
    "/desk/personal-data/<number>/export": "staff",
    "/desk/identity-requests/<handle>": "staff",
    "/results": "staff",
    "/results/<code>": "staff",
    "/results/<code>/petugas": "staff",
    "/results/<code>/saran": "staff",
    "/results/<code>/unduh.<kind>": "staff",
    "/results/closing": "staff",
    "/results/closing/<month>": "staff",
    "/results/closing/<month>/<int:revision>": "staff",
    "/results/closing/<month>/<int:revision>.<kind>": "staff",
    "/results/closing/<month>/<int:revision>.txt": "staff",
    "/results/closing/<month>/close": "staff",
    "/results/closing/<month>/revise": "staff",
    "/results/objections": "staff",
    "/results/objections/<handle>": "staff",
    "/results/review": "staff",
    "/results/review/<month>/<group>": "staff",
    "/results/targets": "staff",
    "/results/targets/<int:year>/<unit>": "staff",
    "/results/paper": "staff",
    "/results/paper/<unit>": "staff",
    "/results/paper/<unit>/lines": "staff",
    "/results/paper/checks": "staff",
    "/results/paper/checks/<month>/draw": "staff",
    "/results/paper/checks/<serial>": "staff",
    "/results/paper/strike": "staff",
    "/results/pulls": "staff",
    "/results/served": "staff",
    "/results/served/<unit>": "staff",
    "/skor": "public",
    "/skor/<code>": "public",
    "/skor/<code>/pengaduan": "public",
    "/static/<path:filename>": "static",
    "/verifikasi/<extract>": "public",
    "/desk/catat": "staff",
    "/desk/catat/<unit>": "staff",
    "/desk/catat/<unit>/diserahkan": "staff",
    "/lacak": "receipt",
    "/pengaduan": "public",
    "/pengaduan/di-luar-wewenang": "public",
    "/results/appraisals": "staff",
    "/results/appraisals/<extract_id>": "staff",
    "/results/appraisals/<extract_id>/sheet.pdf": "staff",
    "/results/appraisals/month/<month>.pdf": "staff",
    "/results/appraisals/month/<month>.<kind>": "staff",
    "/results/closing/<month>/<int:revision>.pdf": "staff",
}
# What a response may carry besides; whatever else appears is looked at by a person first.
KNOWN = {
    "Accept-Ranges",
    "Allow",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Date",
    "ETag",
    "Last-Modified",
    "Location",
    "Retry-After",
    "Set-Cookie",
    "Vary",
    "WWW-Authenticate",
}
SAMPLES = (
    (r"bootstrap/static/<path:filename>", "bootstrap/static/css/bootstrap.min.css"),
    (r"<path:filename>", "css/base.css"),
    (r"<int:\w+>", "1"),
    (r"<any\(csv, xlsx, json\):\w+>", "csv"),
    (r"<\w+>", "ABC234"),
)


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Flask:
    """A unit and a counter of one code, so that every address of ROUTES leads somewhere.

    Handed out outside its context: inside one, all requests would share a nonce.
    """
    app = make_app(sqlite_url, tmp_path)
    with app.app_context():
        make_counter(make_unit("ABC234"), code="ABC234")
        db.session.remove()
    return app


def _address(rule: str) -> str:
    for argument, sample in SAMPLES:
        rule = re.sub(argument, sample, rule)
    return rule


def _rules(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            yield method, rule.rule


def _headers(response: TestResponse) -> dict[str, str]:
    return {
        name: re.sub(r"'nonce-[\w-]+'", "'nonce-…'", value)
        for name, value in response.headers.items()
    }


def test_every_route_has_a_line_here(office: Flask) -> None:
    rules = {rule.rule for rule in office.url_map.iter_rules()}
    assert rules == ROUTES.keys(), "give each new route its line in ROUTES"


def test_every_route_and_method_answers_with_the_headers_of_its_class(office: Flask) -> None:
    client = office.test_client(use_cookies=True)
    for method, rule in _rules(office):
        response = client.open(_address(rule), method=method)
        assert response.status_code < 500, f"{method} {rule}"
        found = _headers(response)
        expected = {**EVERYWHERE, **SNAPSHOT[ROUTES[rule]]}
        assert {name: found.get(name) for name in expected} == expected, f"{method} {rule}"
        assert found.keys() - expected.keys() <= KNOWN, f"{method} {rule}"
        response.close()


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/tidak-ada", 404),
        ("GET", "/static/tidak-ada.css", 404),
        ("GET", "/static/../setup.cfg", 404),
        ("DELETE", "/", 405),
        ("GET", "/l/ZZZZZZ", 404),
        ("POST", "/l/ABC234?kirim", 422),
    ],
)
def test_failures_carry_them_too(office: Flask, method: str, address: str, status: int) -> None:
    response = office.test_client().open(address, method=method)
    assert response.status_code == status
    found = _headers(response)
    expected = {**EVERYWHERE, **SNAPSHOT["public"]}
    assert {name: found.get(name) for name in expected} == expected


def test_each_response_has_a_nonce_of_its_own(office: Flask) -> None:
    client = office.test_client()
    policies = {client.get("/privasi").headers["Content-Security-Policy"] for _ in range(20)}
    assert len(policies) == 20


def test_the_browser_is_told_to_stay_on_https_only_there(office: Flask) -> None:
    client = office.test_client()
    assert "Strict-Transport-Security" not in client.get("/privasi").headers
    secure = client.get("/privasi", base_url="https://suara.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_no_public_page_sets_a_cookie(office: Flask) -> None:
    client = office.test_client()
    for rule, posture in ROUTES.items():
        if posture == "public":
            assert "Set-Cookie" not in client.get(_address(rule)).headers


def test_a_defect_says_nothing_of_the_code(sqlite_url: str, tmp_path: Path) -> None:
    """Words, status 500 and the headers of a public page, as in production."""
    settings = Settings(instance=tmp_path, database_url=sqlite_url, secrets=SECRETS)
    app = create_app(settings)

    def broken() -> str:
        raise RuntimeError("rahasia dapur")

    app.add_url_rule("/rusak", "broken", broken)
    response = app.test_client().get("/rusak")
    assert response.status_code == 500
    assert "rahasia dapur" not in response.text
    assert "Traceback" not in response.text
    expected = {**EVERYWHERE, **SNAPSHOT["public"]}
    assert {name: _headers(response).get(name) for name in expected} == expected
