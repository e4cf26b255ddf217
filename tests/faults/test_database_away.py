"""T13: locked, read-only, cut off. Words, the typed text kept, nothing half-written, well again."""

import json
import threading
from collections.abc import Callable, Iterator
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from portal.database import db, make_engine
from portal.feedback.models import Comment
from tests.conftest import make_app
from tests.factories import make_counter, make_unit
from tests.faults.conftest import Installation
from tests.faults.proxy import Wire
from tests.faults.server import Answer, Filled, Server, fetch_form, read_form, send, talking
from tests.feedback.intake import stored
from tests.visitor import Visitor

WORDS = "Kipas <b>mati</b> & antre 2 jam.\nTerima kasih."
FULL = "Sistem sedang penuh"


def assert_words(answer: Answer) -> None:
    """503, in words, with what was typed, and when to come back."""
    assert answer.status == 503, answer
    assert answer.retry_after == "30"
    assert FULL in answer.text
    assert WORDS in unescape(answer.text).replace("\r\n", "\n")


def test_a_locked_database_gives_words_and_then_works(
    sqlite_installation: Installation, serve: Callable[..., Server]
) -> None:
    server = serve(sqlite_installation)
    other = make_engine(sqlite_installation.database_url)
    with talking(server.port) as connection:
        form = fetch_form(connection, sqlite_installation.code, comment=WORDS)
        with other.connect().execution_options(writing=True) as holder:
            holder.execute(sa.text("SELECT 1"))
            refused = send(connection, form)
            assert server.get("/healthz").status == 200
            assert server.get(f"/l/{sqlite_installation.code}").status == 200
        assert_words(refused)
        assert sqlite_installation.ticket_keys() == []
        assert send(connection, form).status == 303
    other.dispose()
    assert sqlite_installation.ticket_keys() == [form.ticket_key]
    assert server.get("/readyz").status == 200


@pytest.fixture
def read_only(sqlite_app: Flask) -> Iterator[Callable[[bool], None]]:
    """Make SQLite refuse every write as it does on a read-only file, or let it write again."""
    state = {"on": False}

    def obey(dbapi_connection: object, _record: object, _proxy: object) -> None:
        dbapi_connection.execute(f"PRAGMA query_only = {int(state['on'])}")  # type: ignore[attr-defined]

    event.listen(db.engine, "checkout", obey)
    yield lambda on: state.update(on=on)
    event.remove(db.engine, "checkout", obey)


def test_a_read_only_database_gives_words_and_then_works(
    sqlite_app: Flask, read_only: Callable[[bool], None]
) -> None:
    _counter, code = make_counter(make_unit())
    visitor = Visitor(sqlite_app)
    page = visitor.open(f"/l/{code}")
    read_only(True)
    refused = visitor.send(page, {"overall": "3", "comment": "Kipas mati"})
    assert refused.status == 503
    assert FULL in refused.text
    assert refused.fields()["comment"] == "Kipas mati"
    assert refused.fields()["ticket"] == page.fields()["ticket"]
    ready = sqlite_app.test_client().get("/readyz")
    assert (ready.status_code, ready.json["status"]) == (503, "down")
    read_only(False)
    assert "Terima kasih" in visitor.send(refused).h1
    assert (len(stored()), len(stored(Comment))) == (1, 1)
    assert sqlite_app.test_client().get("/readyz").status_code == 200


def test_a_database_file_that_cannot_be_written_gives_words(
    sqlite_installation: Installation,
) -> None:
    """The same with a file handle that truly cannot write."""
    path = sqlite_installation.database_url.removeprefix("sqlite:///")
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    app = make_app(url, sqlite_installation.instance)
    visitor = Visitor(app)
    page = visitor.open(f"/l/{sqlite_installation.code}")
    refused = visitor.send(page, {"overall": "3", "comment": "Kipas mati"})
    assert (refused.status, refused.fields()["comment"]) == (503, "Kipas mati")
    assert app.test_client().get("/readyz").status_code == 503
    assert sqlite_installation.ticket_keys() == []


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire(5432)
    yield wire
    wire.close()


@pytest.mark.postgresql
def test_postgresql_out_of_reach_gives_words_and_then_works(
    postgresql_installation: Installation, serve: Callable[..., Server], wire: Wire
) -> None:
    place = postgresql_installation
    through = place.database_url.replace(":5432/", f":{wire.port}/")
    server = serve(place, PORTAL_DATABASE_URL=through)
    with talking(server.port) as connection:
        form = fetch_form(connection, place.code, comment=WORDS)
        wire.cut()
        for _ in range(3):
            assert_words(send(connection, form))
        shown = server.get(f"/l/{place.code}")
        assert (shown.status, FULL in shown.text) == (503, True)
        assert server.get("/healthz").status == 200
        ready = server.get("/readyz")
        assert (ready.status, json.loads(ready.text)["status"]) == (503, "down")
        assert place.ticket_keys() == []
        wire.mend()
        assert server.get("/readyz").status == 200
        assert send(connection, form).status == 303
    assert place.ticket_keys() == [form.ticket_key]
    assert "Traceback" not in server.log


@pytest.mark.postgresql
def test_the_page_in_words_can_be_sent_again(
    postgresql_installation: Installation, serve: Callable[..., Server], wire: Wire
) -> None:
    """Even with the database away, the page that comes back is the form, ready to go."""
    place = postgresql_installation
    through = place.database_url.replace(":5432/", f":{wire.port}/")
    server = serve(place, PORTAL_DATABASE_URL=through)
    with talking(server.port) as connection:
        form = fetch_form(connection, place.code, comment=WORDS, perilaku="4")
        wire.cut()
        refused = send(connection, form)
        wire.mend()
    fields = sorted(form.body)
    assert all(f'name="{name}"' in refused.text for name in fields)
    assert 'method="post"' in refused.text


def post_through(server: Server, code: str, count: int, done: list[Filled]) -> None:
    """Send forms; where the answer is 503 in words, send the same form again."""
    for _ in range(count):
        form = fetch_until_shown(server, code)
        answer = send_on(server, form)
        for _retry in range(50):
            if answer.status == 303:
                break
            assert_words(answer)
            answer = send_on(server, form)
        assert (answer.status, "sudah" in answer.location) == (303, False), answer
        done.append(form)


def fetch_until_shown(server: Server, code: str) -> Filled:
    for _ in range(50):
        shown = server.get(f"/l/{code}")
        if shown.status == 200:
            return read_form(shown.text, comment=WORDS)
        assert shown.status == 503, shown
    raise AssertionError("the form never came")


def send_on(server: Server, form: Filled) -> Answer:
    with talking(server.port) as connection:
        return send(connection, form)


@pytest.mark.postgresql
def test_connections_ended_by_postgresql_lose_nothing(
    postgresql_installation: Installation, serve: Callable[..., Server]
) -> None:
    """A restart of PostgreSQL, as its clients see it: every connection ends, again and again."""
    place = postgresql_installation
    server = serve(place)
    done: list[Filled] = []
    people = [
        threading.Thread(target=post_through, args=(server, place.code, 25, done)) for _ in range(4)
    ]
    for person in people:
        person.start()
    ended = 0
    while any(person.is_alive() for person in people):
        people[0].join(0.3)
        ended += len(
            place.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert len(done) == 100, "somebody gave up: see the thread's error above"
    assert ended > 10, "too few ended connections to prove anything"
    assert sorted(place.ticket_keys()) == sorted(form.ticket_key for form in done)
    assert place.ask("SELECT count(*) FROM comment") == [(100,)]
    assert server.get("/readyz").status == 200
    assert "Traceback" not in server.log
