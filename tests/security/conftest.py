"""The world of the matrix, built once for each database."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from portal.database import db
from tests.conftest import POSTGRESQL, make_app
from tests.security.world import NOW, World, build, sqlite_world


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """On SQLite, where everything can be put back after each change."""
    with sqlite_world(sqlite_template, tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(scope="module")
def postgresql_world(
    postgresql_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """On PostgreSQL, to be read only."""
    name = f"{postgresql_template}_matrix"
    engine = sa.create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}"))
    # Later than the other world: a cookie that was signed in the future is nobody's.
    with time_machine.travel(NOW + timedelta(minutes=5), tick=True):
        app = make_app(f"{POSTGRESQL}/{name}", tmp_path_factory.mktemp("world"), trial_months=0)
        yield build(app, None)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()
