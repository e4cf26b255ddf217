"""An installation with one counter, and what its database holds afterwards."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.database import make_engine
from tests.conftest import make_app
from tests.factories import make_counter, make_service, make_unit
from tests.faults.server import Server

LONG = os.environ.get("DRILLS") == "long"


def bounded(usual: int, drill: int) -> int:
    """How often: `make test` and CI do a bounded run, `make drills` the whole one."""
    return drill if LONG else usual


@dataclass(frozen=True, slots=True)
class Installation:
    """A database with one counter, and the folder it lives in."""

    database_url: str
    instance: Path
    code: str

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def ticket_keys(self) -> list[bytes]:
        """The keys of all stored ratings."""
        return [bytes(key) for (key,) in self.ask("SELECT ticket_key FROM rating")]

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """The rows of a statement, on a connection of its own."""
        engine = make_engine(self.database_url)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(sa.text(statement))]
        finally:
            engine.dispose()


def install(database_url: str, folder: Path) -> Installation:
    """One unit, one free service, one counter."""
    app = make_app(database_url, folder)
    with app.app_context():
        unit = make_unit()
        _counter, code = make_counter(unit, make_service(unit))
        sa.orm.close_all_sessions()
        app.extensions["sqlalchemy"].engine.dispose()
    return Installation(database_url, folder, code)


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Installation:
    """On both databases."""
    return install(database_url, tmp_path)


@pytest.fixture
def sqlite_installation(sqlite_url: str, tmp_path: Path) -> Installation:
    return install(sqlite_url, tmp_path)


@pytest.fixture
def postgresql_installation(postgresql_url: str, tmp_path: Path) -> Installation:
    return install(postgresql_url, tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers that are ended with the test."""
    servers: list[Server] = []

    def start(installation: Installation, *prefix: str, **settings: str) -> Server:
        server = Server(installation.database_url, installation.instance)
        server.settings = {**server.settings, **settings}
        servers.append(server)
        return server.start(*prefix)

    yield start
    for server in servers:
        server.kill()
