"""The demonstration for tests elsewhere: built once in a process, copied for each, signed in.

On PostgreSQL it is what a backup of it becomes when it is restored there.
"""

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person
from portal.app import create_app
from portal.authority import operator
from portal.backup.dump import write_backup
from portal.backup.restore import restore_backup
from portal.config import CONFIG_FILE, Settings, load_settings
from portal.database import db
from portal.demo.folder import write_signins
from tests.demo.conftest import BASE_URL, TODAY, make_demonstration
from tests.staff import Staff, make_session

__all__ = ["BASE_URL", "TODAY", "copied", "signed_in", "staff_of", "token_of"]

_built: list[tuple[Settings, str]] = []


def _original(factory: pytest.TempPathFactory) -> tuple[Settings, str]:
    if not _built:
        settings, built, _told = make_demonstration(factory.mktemp("original"), TODAY)
        write_signins(settings.instance, built.signins)
        _built.append((settings, built.token))
    return _built[0]


def token_of(factory: pytest.TempPathFactory) -> str:
    """The key that opens the API of the demonstration."""
    return _original(factory)[1]


def copied(
    factory: pytest.TempPathFactory, folder: Path, *, url: str = "", base_url: str = BASE_URL
) -> Settings:
    """A demonstration of the test's own, in `folder`, on SQLite or restored into `url`."""
    original, _token = _original(factory)
    instance = folder / "demo"
    shutil.copytree(original.instance, instance)
    config = instance / CONFIG_FILE
    config.write_text(config.read_text("utf-8").replace(BASE_URL, base_url), "utf-8")
    settings = load_settings({}, instance=instance)
    if url.startswith("postgresql"):
        write_backup(settings.database_url, folder / "demo.zip")
        restore_backup(operator("test"), url, folder / "demo.zip", replace=True)
        with config.open("a", encoding="utf-8") as file:
            file.write(f"database_url = {url}\n")
        settings = dataclasses.replace(settings, database_url=url)
    return settings


@contextmanager
def signed_in(settings: Settings, login: str) -> Iterator[Staff]:
    """Somebody of the demonstration at work, inside the application's context."""
    app = create_app(settings, testing=True)
    with app.app_context():
        yield staff_of(app, login)
        db.session.remove()
        db.engine.dispose()


def staff_of(app: Flask, login: str) -> Staff:
    """This person's browser with a fresh session, confirmed a moment ago."""
    person = db.session.execute(sa.select(Person).where(Person.login == login)).scalar_one()
    return Staff(app, person=person)


def cookie_of(app: Flask, login: str) -> str:
    """The value of the session's cookie for another browser."""
    person = db.session.execute(sa.select(Person).where(Person.login == login)).scalar_one()
    token, _session = make_session(person)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"sid": token}))
