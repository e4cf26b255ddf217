"""The group itself, and what every command needs: the actor, the application, refusals in words."""

import functools
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
import sqlalchemy as sa
from flask import Flask

from portal.app import create_app
from portal.authority import Actor, operator
from portal.config import Settings, load_settings
from portal.database import db
from portal.errors import PortalError

P = ParamSpec("P")
T = TypeVar("T")


class PortalGroup(click.Group):
    """A group in which every refusal of the inside becomes exit status 1 in words."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PortalError as error:
            refuse(error.message)
        except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
            refuse(_database_words(error))


def _database_words(error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    return f"Basis data tidak menjawab: {cause}. Periksa PORTAL_DATABASE_URL dan `portal doctor`."


def refuse(message: str) -> NoReturn:
    """Say why not on standard error and leave with status 1."""
    click.echo(message, err=True)
    raise SystemExit(1)


@click.group(cls=PortalGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="suara-loket", prog_name="portal")
def main() -> None:
    """Suara Loket: dari pindaian di loket sampai bukti dukung kinerja."""


def current_operator() -> Actor:
    """Who sits at the command line, for the audit trail."""
    return operator(getpass.getuser())


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Flask]:
    """The application of this installation, inside its context."""
    settings = settings or load_settings()
    demand_secrets(settings)
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()


def demand_secrets(settings: Settings) -> None:
    """Refuse, in words, where `portal init` has not run."""
    if settings.secrets is None:
        raise PortalError(
            f"Belum ada kunci rahasia di {settings.instance}. Jalankan `portal init`, atau pilih"
            " folder pemasangan dengan PORTAL_INSTANCE."
        )


def inside(function: Callable[P, T]) -> Callable[P, T]:
    """Run a command inside the application of this installation."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with opened():
            return function(*args, **kwargs)

    return run
