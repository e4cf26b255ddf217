"""Migrations: bring a database to the newest schema, or say where it stands."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.config import ROOT
from portal.database import make_engine


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration, without an ini file: the only free value is the database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("prepend_sys_path", str(ROOT / "migrations"))
    config.attributes["database_url"] = database_url
    return config


def head() -> str:
    """The newest revision in this checkout."""
    return ScriptDirectory.from_config(alembic_config("")).get_current_head() or ""


def revisions() -> tuple[str, ...]:
    """Every revision this checkout knows, oldest first."""
    walked = ScriptDirectory.from_config(alembic_config("")).walk_revisions()
    return tuple(reversed([script.revision for script in walked]))


def current(database_url: str) -> str | None:
    """The revision the database stands at; None for an empty database."""
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            return revision_of(connection)
    finally:
        engine.dispose()


def revision_of(connection: sa.Connection) -> str | None:
    """The same, asked on a connection that is open already."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(
    database_url: str, revision: str = "head", *, connection: sa.Connection | None = None
) -> None:
    """Run the migrations up to `revision`: all of them in one transaction, or none.

    With a `connection` that is in a transaction, they are part of that transaction.
    """
    config = alembic_config(database_url)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def downgrade(database_url: str, revision: str) -> None:
    """Run the migrations down to `revision` ("base" for none)."""
    command.downgrade(alembic_config(database_url), revision)
