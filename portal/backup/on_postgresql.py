"""Restoring into PostgreSQL: schema, rows and checks in one transaction."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal import migrate
from portal.backup.dump import VERSION_TABLE, Progress
from portal.backup.lines import Kind
from portal.backup.manifest import CHUNK, Manifest, TableEntry, opened_backup
from portal.database import Base, make_engine
from portal.errors import Conflict, PortalError

# The functions behind the triggers; every one of ours is named portal_…
OUR_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema() AND starts_with(p.proname, 'portal_')
"""
LONGEST_WAIT = 5  # seconds, for locks and connections: whoever stays longer is still at work


def restore(
    database_url: str,
    path: Path,
    manifest: Manifest,
    progress: Progress,
    finish: Callable[[sa.Connection], None],
) -> None:
    """Drop what is there, build the schema the backup was made on, load, migrate, check."""
    engine = make_engine(database_url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}s'")
            _refuse_company(connection)
            _drop(connection, manifest)
            migrate.upgrade(database_url, manifest.revision, connection=connection)
            _load(connection, path, manifest, progress)
            migrate.upgrade(database_url, connection=connection)
            finish(connection)
    finally:
        engine.dispose()


def _refuse_company(connection: sa.Connection) -> None:
    others = _company(connection)
    patience = time.monotonic() + LONGEST_WAIT
    # A program that was stopped or killed a moment ago: the server ends its session a little later.
    while others and time.monotonic() < patience:
        time.sleep(0.1)
        others = _company(connection)
    if others:
        raise Conflict(
            f"Masih ada {others} sambungan lain ke basis data tujuan. Hentikan `portal serve` dan"
            " pekerjaan lain, lalu ulangi."
        )


def _company(connection: sa.Connection) -> int:
    # Within a transaction the server shows the same activity again until told to look anew.
    connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    return int(connection.exec_driver_sql(query).scalar_one())


def _drop(connection: sa.Connection, manifest: Manifest) -> None:
    """Remove the portal's own tables; whatever else lives in the database stays."""
    quote = connection.dialect.identifier_preparer.quote
    ours = {VERSION_TABLE, *Base.metadata.tables, *(table.name for table in manifest.tables)}
    for name in sorted(ours.intersection(sa.inspect(connection).get_table_names())):
        connection.exec_driver_sql(f"DROP TABLE {quote(name)} CASCADE")
    for signature in connection.exec_driver_sql(OUR_FUNCTIONS).scalars().all():
        connection.exec_driver_sql(f"DROP FUNCTION {signature} CASCADE")


def _load(connection: sa.Connection, path: Path, manifest: Manifest, progress: Progress) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for table in manifest.tables:
        # Append-only tables take their rows back; the foreign keys stay on guard.
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} DISABLE TRIGGER USER")
    for table in reversed(manifest.tables):
        connection.exec_driver_sql(f"DELETE FROM {quote(table.name)}")  # noqa: S608
    done = 0
    for table in manifest.tables:
        if _copy_in(connection, path, table) != table.rows:
            raise PortalError(f"Tabel {table.name}: jumlah barisnya lain dari manifest.")
        done += table.rows
        progress(done, manifest.rows)
    for table in manifest.tables:
        _continue_numbers(connection, table)
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ENABLE TRIGGER USER")


def _copy_in(connection: sa.Connection, path: Path, table: TableEntry) -> int:
    """Stream the member into COPY; returns how many rows PostgreSQL took."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name, _kind in table.columns)
    driver: Any = connection.connection.driver_connection
    statement = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    with opened_backup(path) as archive, archive.open(table.member) as member:
        cursor = driver.cursor()
        with cursor.copy(statement) as copy:
            while chunk := member.read(CHUNK):
                copy.write(chunk)
        return int(cursor.rowcount)


def _continue_numbers(connection: sa.Connection, table: TableEntry) -> None:
    """Let the table's counter go on after the highest number that was put back."""
    quote = connection.dialect.identifier_preparer.quote
    for name, kind in table.columns:
        if kind is not Kind.INTEGER:
            continue
        owned = sa.func.pg_get_serial_sequence(table.name, name)
        sequence = connection.scalar(sa.select(owned))
        if sequence is not None:
            highest = f"SELECT coalesce(max({quote(name)}), 0) + 1 FROM {quote(table.name)}"  # noqa: S608
            connection.exec_driver_sql(f"SELECT setval('{sequence}', ({highest}), false)")
