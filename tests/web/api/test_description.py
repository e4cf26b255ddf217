"""OpenAPI says what is so: every address is in it, and schemathesis finds no answer beside it."""

import json
from datetime import date

import pytest
import schemathesis
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from portal.web.api.door import FAILURES
from portal.web.limits import PROGRAM
from tests.complaints.factory import make_case
from tests.conftest import make_app
from tests.visitor import Visitor
from tests.web.api.programs import OCTOBER, Program, closed_town, new_token

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = 40  # per operation


@pytest.fixture
def app(sqlite_url: str, tmp_path):  # type: ignore[no-untyped-def]
    app = make_app(sqlite_url, tmp_path, trial_months=0)
    with app.app_context():
        yield app


def _document(app: Flask) -> dict:  # type: ignore[type-arg]
    found: dict = json.loads(Program(app).ask("openapi.json").text)  # type: ignore[type-arg]
    return found


def test_every_address_is_described(app: Flask) -> None:
    document = _document(app)
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert document["paths"].keys() == rules
    assert document["openapi"] == "3.1.0"
    for path, methods in document["paths"].items():
        assert methods.keys() == {"get"}
        if path not in ("/api/v1/openapi.json", "/api/v1/docs"):
            get = methods["get"]
            assert get["security"] == [{"token": []}]
            assert get["summary"] not in FAILURES.values()
            assert all(one["description"] for one in get["parameters"])
            statuses = {"200", "304", "401", "403", "404", "409", "422", "429", "503"}
            assert get["responses"].keys() == statuses
            for status in statuses - {"200", "304"}:
                assert get["responses"][status]["content"].keys() == {"application/problem+json"}


@pytest.mark.parametrize(
    "path",
    [
        "indicators",
        "appraisals",
        "complaints",
        "units",
        "counters",
        "services",
        "openapi.json",
        "docs",
    ],
)
def test_no_answer_is_beside_the_description(
    app: Flask, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good and bad parameters by the hundred, in-process; 500 never."""
    monkeypatch.setattr(PROGRAM, "amount", 1_000_000)
    token = new_token(closed_town(200))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operation = schema[f"/api/v1/{path}"]["GET"]
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(operation.as_strategy(), _negative(operation)))
    def ask(case) -> None:  # type: ignore[no-untyped-def]
        case.headers = {**dict(case.headers or {}), **headers}
        case.call_and_validate(checks=CHECKS)

    ask()


def _negative(operation):  # type: ignore[no-untyped-def]
    mode = schemathesis.GenerationMode.NEGATIVE
    return operation.as_strategy(generation_mode=mode)


def test_the_objects_of_a_closed_month_are_as_described(app: Flask) -> None:
    """What schemathesis seldom hits: a full answer of each list."""
    town = closed_town()
    make_case(town.units[0], date(2026, 10, 5))
    make_case(town.units[1], date(2026, 10, 6), klass="pengaduan", state="verified")
    program = Program(app, new_token(town))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {program.token}", "Accept-Encoding": "identity"}
    lists = {
        "indicators": [
            {"month": OCTOBER, "subject": one} for one in ("unit", "counter", "service", "officer")
        ],
        "appraisals": [{"month": OCTOBER}],
        "complaints": [{"month": OCTOBER}],
        "units": [{}],
        "counters": [{}],
        "services": [{}],
    }
    for path, queries in lists.items():
        for query in queries:
            case = schema[f"/api/v1/{path}"]["GET"].Case(query=query, headers=headers)
            response = case.call_and_validate(checks=CHECKS[:4])
            assert response.json()["items"], path


def test_the_page_reads_without_anything_from_elsewhere(app: Flask) -> None:
    page = Visitor(app).open("/api/v1/docs")
    assert page.h1 == "API untuk program"
    for path in _document(app)["paths"]:
        if path not in ("/api/v1/openapi.json", "/api/v1/docs"):
            assert f"GET {path}" in page.text
    for tag in page.soup.find_all(["script", "img", "link", "iframe"]):
        assert tag.name == "link", tag
        assert str(tag["href"]).startswith("data:"), tag
    assert "API for programs" in Visitor(app).open("/api/v1/docs?lang=en").text
    assert isinstance(page.soup, BeautifulSoup)


def test_the_description_has_an_etag(app: Flask) -> None:
    program = Program(app)
    tag = program.ask("openapi.json").headers["ETag"]
    assert program.ask("openapi.json", **{"If-None-Match": tag}).status_code == 304
