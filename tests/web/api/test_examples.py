"""docs/api.md: each example is run as it stands, against a live server."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from portal.config import ROOT
from portal.web.problems import TYPES
from tests.complaints.factory import make_case
from tests.conftest import make_app
from tests.web.api.programs import closed_town, new_token

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(sh|python)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def surroundings(sqlite_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an example: a served portal and a token."""
    app = make_app(sqlite_url, tmp_path, trial_months=0)
    with app.app_context():
        town = closed_town()
        make_case(town.units[0], date(2026, 10, 5))
        token = new_token(town)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield {**os.environ, "URL": f"http://127.0.0.1:{server.server_port}", "TOKEN": token}
    server.shutdown()
    thread.join()


def _run(kind: str, text: str, surroundings: dict[str, str]) -> str:
    command = ["sh", "-ec", text] if kind == "sh" else [sys.executable, "-c", text]
    done = subprocess.run(
        command, env=surroundings, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_does_what_the_page_says(surroundings: dict[str, str]) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl: not on this machine")
    said = [_run(kind, text, surroundings) for kind, text in EXAMPLES]
    assert [kind for kind, _text in EXAMPLES] == ["sh", "sh", "sh", "python", "python", "sh"]
    indicators, appraisals, cases, listed, conditional, bad = said
    assert len(json.loads(indicators)["items"]) == 2
    assert {one["unit"]["code"] for one in json.loads(appraisals)["items"]} >= {"DUK"}
    assert [one["state"] for one in json.loads(cases)["items"]] == ["received"]
    assert "Kabupaten Uji" in listed
    assert len(listed.splitlines()) == 5
    assert conditional.strip() == "304"
    assert json.loads(bad)["errors"][0]["parameter"] == "month"


def test_the_page_names_each_kind_of_failure() -> None:
    for status, name in TYPES.items():
        if status not in (400, 413, 500):
            assert f"| {status} | {name} |" in PAGE
