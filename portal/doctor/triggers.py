"""Are the triggers that guard the trail and the closed months still what migrations made?

What they should be is not written down twice: the migrations run once more, into a file
(SQLite) or a schema (PostgreSQL) that is thrown away, and the two are compared.
"""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from portal import migrate
from portal.database import make_engine

ON_POSTGRESQL = """
SELECT t.tgname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid) || ' ' || p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
WHERE n.nspname = current_schema() AND NOT t.tgisinternal
"""


def trigger_differences(connection: sa.Connection) -> list[str]:
    """Every trigger that is missing, altered, switched off or foreign, in words."""
    present = triggers(connection)
    connection.rollback()
    expected = expected_triggers(connection)
    lost = [f"{name} hilang" for name in sorted(expected.keys() - present.keys())]
    foreign = [f"{name} bukan dari migrasi" for name in sorted(present.keys() - expected.keys())]
    both = sorted(expected.keys() & present.keys())
    altered = [f"{name} diubah atau dimatikan" for name in both if present[name] != expected[name]]
    return lost + altered + foreign


def triggers(connection: sa.Connection) -> Mapping[str, str]:
    """The triggers of this database: name and whole definition, without the schema's name."""
    if connection.dialect.name == "postgresql":
        schema = str(connection.exec_driver_sql("SELECT current_schema()").scalar())
        rows = connection.exec_driver_sql(ON_POSTGRESQL)
        return {name: definition.replace(f"{schema}.", "") for name, definition in rows}
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    return {str(name): str(sql) for name, sql in connection.exec_driver_sql(query)}


def expected_triggers(connection: sa.Connection) -> Mapping[str, str]:
    """What the migrations up to the newest make; `connection` must not be in a transaction."""
    if connection.dialect.name == "postgresql":
        return _expected_on_postgresql(connection)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'expected.db'}"
        migrate.upgrade(url)
        engine = make_engine(url)
        try:
            with engine.connect() as scratch:
                return triggers(scratch)
        finally:
            engine.dispose()


def _expected_on_postgresql(connection: sa.Connection) -> Mapping[str, str]:
    schema = f"portal_doctor_{os.getpid()}"
    with connection.begin() as transaction:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {schema}")
        migrate.upgrade("", connection=connection)
        found = triggers(connection)
        transaction.rollback()
    return found
