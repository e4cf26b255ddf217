"""Real parts for every test: a SQLite file, a PostgreSQL database, a visitor who reads pages."""

import gc
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from portal import database, migrate
from portal.app import create_app
from portal.config import Secrets, Settings
from portal.database import PRAGMAS, db
from tests import postgresql
from tests.once import COMPILED, made_once
from tests.visitor import Visitor

POSTGRESQL = postgresql.SERVER
REDIS = "redis://127.0.0.1:6379/9"
SECRETS = Secrets(
    session_key="0123456789abcdef" * 4,
    ticket_key="fedcba9876543210" * 4,
    vault_key="02468ace13579bdf" * 4,
)
ON_CI = os.environ.get("CI") == "true"


def pytest_collection_finish() -> None:
    """What was loaded to collect stays until the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def _absent(what: str) -> None:
    """On CI a missing server fails the test; elsewhere the test says why it is skipped."""
    if ON_CI:
        pytest.fail(f"{what}: missing on CI")
    pytest.skip(f"{what}: not reachable on this machine")


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    """A migrated database that others are copied from, dropped at the end."""
    engine = postgresql.server()
    name = f"portal_test_{uuid.uuid4().hex[:12]}"
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except sa.exc.OperationalError:
        _absent("PostgreSQL on 127.0.0.1:5432")
    migrate.upgrade(f"{POSTGRESQL}/{name}")
    yield name
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_copies(postgresql_template: str) -> Iterator[postgresql.Copies]:
    """Copies of it, each for one test at a time."""
    engine = postgresql.server()
    copies = postgresql.Copies(postgresql_template, engine)
    yield copies
    copies.drop()
    engine.dispose()


@pytest.fixture
def postgresql_url(postgresql_copies: postgresql.Copies) -> Iterator[str]:
    """A PostgreSQL database of this test's own, as new."""
    with postgresql_copies.one() as name:
        yield f"{POSTGRESQL}/{name}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that others are copied from."""
    path = tmp_path_factory.mktemp("template") / "portal.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file of this test's own."""
    path = tmp_path / "portal.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis database for tests only, empty before and after."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=1)
    try:
        client.flushdb()
    except redis.RedisError:
        _absent("Redis on 127.0.0.1:6379")
    yield REDIS
    client.flushdb()
    client.close()


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    """Applications share what depends on the program alone."""
    with made_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def _sqlite_does_not_wait_for_the_disk() -> Iterator[None]:
    """No test in this process lives through the end of the machine; those of tests/faults, which
    look at the disk, start processes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        hasty = (pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in PRAGMAS)
        patch.setattr(database, "PRAGMAS", tuple(hasty))
        yield


def make_app(database_url: str, instance: Path, **facts: object) -> Flask:
    """An application with its own instance folder and whatever settings the test chooses."""
    settings = Settings(
        instance=instance,
        database_url=database_url,
        secrets=SECRETS,
        **facts,  # type: ignore[arg-type]  # the test names settings
    )
    app = create_app(settings, testing=True)
    app.jinja_env.bytecode_cache = COMPILED
    return app


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on both databases, inside its context."""
    yield from _inside(make_app(database_url, tmp_path))


@pytest.fixture
def sqlite_app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite only, for what does not touch the database's manners."""
    yield from _inside(make_app(sqlite_url, tmp_path))


def _inside(application: Flask) -> Iterator[Flask]:
    with application.app_context():
        if db.engine.dialect.name == "postgresql":
            event.listen(db.engine, "connect", _without_waiting_for_the_disk)
        yield application
        db.session.remove()
        db.engine.dispose()


def _without_waiting_for_the_disk(connection: psycopg.Connection, _record: object) -> None:
    connection.execute("SET synchronous_commit = off")
    connection.commit()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser that refuses bad pages, on both databases."""
    return Visitor(app)


@pytest.fixture
def sqlite_visitor(sqlite_app: Flask) -> Visitor:
    """The same on SQLite only."""
    return Visitor(sqlite_app)
