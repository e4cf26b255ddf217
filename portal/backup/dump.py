"""`portal backup`: a consistent copy of every table while ratings come in.

One read snapshot on either database (a reader never stops a writer: WAL on SQLite,
REPEATABLE READ on PostgreSQL). Rows are written in the order of their keys, so that the
copy does not keep the order in which answers came in.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from portal.backup.attachments import named_in, write_files
from portal.backup.lines import Kind, kind_of, postgresql_expression, sqlite_expression
from portal.backup.manifest import MANIFEST, Manifest, TableEntry
from portal.clock import now
from portal.database import DERIVED, make_engine
from portal.errors import Conflict, PortalError, Unavailable
from portal.files.store import FileStore
from portal.migrate import revision_of

Progress = Callable[[int, int], None]  # rows done, rows in all
BATCH = 5_000  # rows
VERSION_TABLE = "alembic_version"


def write_backup(
    database_url: str,
    path: Path,
    *,
    files: Path | None = None,
    overwrite: bool = False,
    progress: Progress = lambda *_: None,
) -> Manifest:
    """Write the backup and return its manifest; the file appears whole or not at all.

    `files` is the folder of the attachments; without it only the database is copied.
    Raises Conflict where the file exists, Unavailable where database or disk do not let it.
    """
    if path.exists() and not overwrite:
        raise Conflict(f"{path} sudah ada. Pilih nama lain, atau tambahkan --overwrite.")
    _refuse_missing(database_url)
    engine = make_engine(database_url)
    try:
        with _written(path) as archive, snapshot(engine) as connection:
            return _fill(archive, connection, files, progress)
    except database_errors(engine) as error:
        raise Unavailable(f"Basis data tidak terbaca: {error}") from error
    finally:
        engine.dispose()


def database_errors(engine: sa.Engine) -> tuple[type[Exception], ...]:
    """What SQLAlchemy raises, and the driver itself where SQLAlchemy is not in between."""
    driver = engine.dialect.dbapi
    return (exc.DBAPIError, *((driver.Error,) if driver is not None else ()))


def _refuse_missing(database_url: str) -> None:
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise PortalError(f"Belum ada basis data di {url.database}. Jalankan `portal init`.")


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one moment of the database for as long as it is open."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def _written(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive under a name of its own that gets its real name when it is safe on disk."""
    partial = path.with_name(f"{path.name}.partial-{os.getpid()}")
    try:
        handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise Unavailable(f"{path} tidak dapat ditulis: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Put a rename on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fill(
    archive: zipfile.ZipFile, connection: sa.Connection, files: Path | None, progress: Progress
) -> Manifest:
    revision = revision_of(connection)
    if revision is None:
        raise PortalError("Basis data masih kosong. Jalankan `portal init`.")
    tables = tables_of(connection)
    counts = [connection.scalar(sa.select(sa.func.count()).select_from(one)) for one in tables]
    done, entries = 0, []
    for table in tables:
        entry = _write_table(archive, connection, table)
        done += entry.rows
        progress(done, sum(count or 0 for count in counts))
        entries.append(entry)
    manifest = Manifest(
        program=version("suara-loket"),
        revision=revision,
        made_at=now().isoformat(timespec="seconds"),
        engine=connection.dialect.name,
        tables=tuple(entries),
        files=write_files(archive, FileStore(files), named_in(connection)) if files else None,
    )
    archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """Every table of the portal as the database has it, parents before children."""
    metadata = sa.MetaData()
    metadata.reflect(bind=connection, only=lambda name, _: not name.startswith(DERIVED))
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def _write_table(
    archive: zipfile.ZipFile, connection: sa.Connection, table: sa.Table
) -> TableEntry:
    columns = tuple((column.name, kind_of(column.type)) for column in table.columns)
    entry = TableEntry(table.name, columns, rows=0, size=0, sha256="")
    digest, rows, size = hashlib.sha256(), 0, 0
    with archive.open(entry.member, "w", force_zip64=True) as member:
        for lines in _lines(connection, table, columns):
            digest.update(lines)
            rows += lines.count(b"\n")
            size += len(lines)
            member.write(lines)
    return TableEntry(table.name, columns, rows, size, digest.hexdigest())


def _lines(
    connection: sa.Connection, table: sa.Table, columns: tuple[tuple[str, Kind], ...]
) -> Iterator[bytes]:
    """The table's lines, several at a time."""
    quote = connection.dialect.identifier_preparer.quote
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        chosen = ", ".join(postgresql_expression(quote(name), kind) for name, kind in columns)
        return _copied(driver, _select(chosen, table, quote, collation=' COLLATE "C"'))
    line = " || char(9) || ".join(sqlite_expression(quote(name), kind) for name, kind in columns)
    return _fetched(driver, _select(f"CAST({line} || char(10) AS BLOB)", table, quote))


def _select(chosen: str, table: sa.Table, quote: Callable[[str], str], collation: str = "") -> str:
    """By key, in the order of bytes on both databases."""
    keys = [
        quote(column.name) + (collation if kind_of(column.type) is Kind.TEXT else "")
        for column in table.primary_key
    ]
    order = f" ORDER BY {', '.join(keys)}" if keys else ""
    return f"SELECT {chosen} FROM {quote(table.name)}{order}"  # noqa: S608  # names from the schema


def _copied(driver: Any, query: str) -> Iterator[bytes]:
    with driver.cursor() as cursor:
        # Dates as ISO whatever the server's own habit is.
        cursor.execute("SET LOCAL datestyle = ISO")
        with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
            lines = iter(copy)
            while block := b"".join(islice(lines, BATCH)):
                yield block


def _fetched(driver: Any, query: str) -> Iterator[bytes]:
    cursor = driver.execute(query)
    while rows := cursor.fetchmany(BATCH):
        yield b"".join(row[0] for row in rows)
