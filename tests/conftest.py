"""Real parts for every test: a SQLite file, a PostgreSQL database, a visitor who reads pages."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from portal import migrate
from portal.app import create_app
from portal.config import Secrets, Settings
from portal.database import db
from tests.visitor import Visitor

POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379/9"
SECRETS = Secrets(
    session_key="0123456789abcdef" * 4,
    ticket_key="fedcba9876543210" * 4,
    vault_key="02468ace13579bdf" * 4,
)
ON_CI = os.environ.get("CI") == "true"


def _absent(what: str) -> None:
    """On CI a missing server fails the test; elsewhere the test says why it is skipped."""
    if ON_CI:
        pytest.fail(f"{what}: missing on CI")
    pytest.skip(f"{what}: not reachable on this machine")


def _admin() -> sa.Engine:
    return sa.create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT")


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    """A migrated database that others are copied from, dropped at the end."""
    engine = _admin()
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


@pytest.fixture
def postgresql_url(postgresql_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own."""
    engine = _admin()
    name = f"{postgresql_template}_{uuid.uuid4().hex[:8]}"
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}"))
    yield f"{POSTGRESQL}/{name}"
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()


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


class _Compiled(BytecodeCache):
    """Templates compiled once per process: each test has an application of its own."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


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
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser that refuses bad pages, on both databases."""
    return Visitor(app)


@pytest.fixture
def sqlite_visitor(sqlite_app: Flask) -> Visitor:
    """The same on SQLite only."""
    return Visitor(sqlite_app)
