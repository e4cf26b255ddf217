"""One log line for each request of staff and programs, with its id; none for residents."""

import json
from pathlib import Path

import pytest

from portal.database import db
from tests.conftest import make_app
from tests.factories import make_counter, make_unit


def test_staff_and_programs_are_logged_by_endpoint_and_residents_not_at_all(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(sqlite_url, tmp_path)
    with app.app_context():
        make_counter(make_unit(), code="ABC234")
        db.session.remove()
    client = app.test_client()
    for address in ("/", "/l/ABC234", "/l/ZZZZZZ", "/healthz", "/static/css/base.css", "/rahasia"):
        client.get(address).close()
    client.post("/l/ABC234", data={"overall": "4", "comment": "rahasia"}).close()
    assert capsys.readouterr().err == ""
    client.get("/masuk/tautan/rahasia?q=rahasia", headers={"User-Agent": "rahasia"}).close()
    client.get("/api/v1/units", headers={"Authorization": "Bearer rahasia"}).close()
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["endpoint"].split(".")[0] for line in lines] == ["account", "api"]
    assert [line["status"] for line in lines][1] == 401
    assert len({line["request"] for line in lines}) == 2
    keys = {"event", "level", "timestamp", "request", "method", "endpoint", "status"}
    assert all(line.keys() == keys | {"milliseconds"} for line in lines)
    assert "rahasia" not in written
