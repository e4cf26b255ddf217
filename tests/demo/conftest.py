"""One demonstration for all tests here: built once, as the command builds it."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from portal import migrate
from portal.app import create_app
from portal.authority import operator
from portal.config import Settings
from portal.database import db
from portal.demo.build import Built, build
from portal.demo.folder import prepare_folder
from tests.conftest import SECRETS

TODAY = date(2026, 11, 21)  # a Saturday, so that the counters are staffed against the calendar
BASE_URL = "http://192.168.1.20:8000"


@dataclasses.dataclass(frozen=True)
class Demonstration:
    """The built demonstration and a way to ask its database."""

    settings: Settings
    built: Built
    told: tuple[str, ...]
    engine: sa.Engine

    def rows(self, query: str, **facts: object) -> list[sa.Row]:
        """Plain SQL, so that the tests do not lean on the code they judge."""
        with self.engine.connect() as connection:
            return list(connection.execute(sa.text(query), facts))

    def value(self, query: str, **facts: object) -> object:
        """The one value of a query."""
        return self.rows(query, **facts)[0][0]


def make_demonstration(instance: Path, today: date) -> tuple[Settings, Built, tuple[str, ...]]:
    """What `portal demo` does between preparing the folder and serving."""
    settings, _ = prepare_folder(instance, base_url=BASE_URL, secrets=SECRETS)
    migrate.upgrade(settings.database_url)
    told: list[str] = []
    app = create_app(settings, testing=True)
    # At midday there, so that the trail and the closings are of that day too.
    midday = datetime.combine(today, time(12), settings.timezone)
    with app.app_context(), time_machine.travel(midday, tick=True):
        built = build(operator("test"), settings=settings, today=today, say=told.append)
        db.session.remove()
        db.engine.dispose()
    return settings, built, tuple(told)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    settings, built, told = make_demonstration(tmp_path_factory.mktemp("instance"), TODAY)
    engine = sa.create_engine(settings.database_url)
    yield Demonstration(settings, built, told, engine)
    engine.dispose()
