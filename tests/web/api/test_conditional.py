"""ETag and If-None-Match: what has not changed is told without reading it."""

import time

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Pull
from portal.audit.commands import record
from portal.authority import Actor, Scope, operator
from portal.database import command, db
from tests.conftest import make_app
from tests.web.api.programs import OCTOBER, Program, closed_town, new_token
from tests.web.api.test_lists import LISTS, _revise

BUDGET = 0.005  # seconds


@pytest.fixture
def app(database_url: str, tmp_path):  # type: ignore[no-untyped-def]
    app = make_app(database_url, tmp_path, trial_months=0)
    with app.app_context():
        yield app


def test_what_has_not_changed_is_304_and_cheap(app: Flask) -> None:
    program = Program(app, new_token(closed_town()))
    for path in LISTS:
        full = program.ask(path)
        tag = full.headers["ETag"]
        again = program.ask(path, **{"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag), path
        spent = []
        for _ in range(25):
            begin = time.thread_time()
            assert program.ask(path, **{"If-None-Match": f'"x", {tag}'}).status_code == 304
            spent.append(time.thread_time() - begin)
        assert min(spent) < BUDGET, (path, spent)  # of this thread: other tests add nothing
        compressed = program.ask(path, **{"Accept-Encoding": "gzip"})
        if compressed.headers.get("Content-Encoding") == "gzip":
            sent = {"If-None-Match": compressed.headers["ETag"]}
            assert program.ask(path, **sent).status_code == 304
        assert program.ask(path, **{"If-None-Match": '"lain"'}).status_code == 200


def test_a_304_is_no_pull(app: Flask) -> None:
    program = Program(app, new_token(closed_town()))
    tag = program.ask("units").headers["ETag"]
    program.ask("units", **{"If-None-Match": tag})
    assert db.session.execute(sa.select(Pull.requests)).scalars().all() == [1]


def test_every_change_of_an_answer_is_another_tag(app: Flask) -> None:
    town = closed_town()
    program = Program(app, new_token(town))
    paths = (f"indicators?month={OCTOBER}", f"appraisals?month={OCTOBER}", "units")

    def tags() -> list[str]:
        return [program.ask(path).headers["ETag"] for path in paths]

    seen = [tags()]
    seen.append([program.ask(p, **{"Accept-Language": "en"}).headers["ETag"] for p in paths])
    lesser = Program(app, new_token(town, frozenset(Scope), unit="DUK"))
    seen.append([lesser.ask(path).headers["ETag"] for path in paths])
    _revise()
    seen.append(tags())
    assert all(len(set(column)) == len(seen) for column in zip(*seen, strict=True))
    before = tags()
    assert tags() == before
    _record_decision()
    after = tags()
    assert after[0] == before[0], "a closed month hangs on its revision alone"
    assert after[1:] != before[1:]


@command
def decide(actor: Actor) -> None:
    record(actor, action="decide_objection", subject="objection:uji")


def _record_decision() -> None:
    """Whatever changes a status leaves its entry in the trail."""
    decide(operator("uji"))
