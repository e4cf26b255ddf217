"""Restoring into SQLite: a new file beside the old one, then one rename."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal import migrate
from portal.backup.dump import BATCH, Progress, sync_folder
from portal.backup.lines import parse_lines
from portal.backup.manifest import Manifest, TableEntry, opened_backup
from portal.clock import now
from portal.database import DERIVED, make_engine
from portal.errors import Conflict, PortalError
from portal.sqlite_file import sqlite_module

BUSY = "Basis data tujuan sedang dipakai. Hentikan `portal serve` dan pekerjaan lain, lalu ulangi."

# Speed is safe here: the copy is nothing until it is complete, synced and checked as a whole
# (the checks of each row cost more than all the rest; integrity_check makes up for them).
FAST = ("synchronous=OFF", "foreign_keys=OFF", "ignore_check_constraints=ON", "cache_size=-131072")


def restore(
    database_url: str,
    path: Path,
    manifest: Manifest,
    progress: Progress,
    finish: Callable[[sa.Connection], None],
) -> Path | None:
    """Build the copy, check it, put it in place; returns where the replaced file lies now."""
    target = Path(sa.make_url(database_url).database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(target) as folder:
        copy = folder / "portal.db"
        _build(copy, path, manifest, progress, finish)
        _close_up(copy)
        return _put_in_place(copy, target)


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A folder beside the target; what an interrupted restore left there is cleared."""
    folder = target.with_name(f"{target.name}.restoring")
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict("Pemulihan lain sedang berjalan. Tunggu sampai selesai.") from error
        for left in folder.glob("portal.db*"):
            left.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _build(
    copy: Path,
    path: Path,
    manifest: Manifest,
    progress: Progress,
    finish: Callable[[sa.Connection], None],
) -> None:
    url = f"sqlite:///{copy}"
    os.close(os.open(copy, os.O_CREAT | os.O_RDWR, 0o600))
    migrate.upgrade(url, manifest.revision)
    _load(copy, path, manifest, progress)
    migrate.upgrade(url)
    engine = make_engine(url)
    try:
        # The transaction is ours: a session that closes would roll back one of its own.
        with engine.begin() as connection:
            finish(connection)
    finally:
        engine.dispose()


def _load(copy: Path, path: Path, manifest: Manifest, progress: Progress) -> None:
    driver = sqlite_module().connect(copy, isolation_level=None)
    try:
        for pragma in FAST:
            driver.execute(f"PRAGMA {pragma}")
        driver.execute("BEGIN IMMEDIATE")
        with _without_triggers(driver):
            for table in reversed(manifest.tables):
                driver.execute(f'DELETE FROM "{table.name}"')  # noqa: S608  # names from the manifest
            done = 0
            for table in manifest.tables:
                for rows in _load_table(driver, path, table):
                    done += rows
                    progress(done, manifest.rows)
        _derive(driver)
        driver.execute("COMMIT")
    finally:
        driver.close()


def _derive(driver: Any) -> None:
    """Build the full-text index anew, where this revision has one: its triggers were off."""
    query = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if driver.execute(query, (DERIVED,)).fetchone():
        driver.execute(f"INSERT INTO {DERIVED} ({DERIVED}) VALUES ('rebuild')")  # noqa: S608


@contextmanager
def _without_triggers(driver: Any) -> Iterator[None]:
    """Take the triggers off while closed rows are put back, in the same transaction."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = driver.execute(query).fetchall()
    for name, _sql in triggers:
        driver.execute(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in triggers:
        driver.execute(sql)


def _load_table(driver: Any, path: Path, table: TableEntry) -> Iterator[int]:
    """Insert the member's rows; yields how many after each batch."""
    names = ", ".join(f'"{name}"' for name, _kind in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
    with opened_backup(path) as archive, archive.open(table.member) as member:
        rows = parse_lines(iter(member), [kind for _name, kind in table.columns])
        while batch := list(islice(rows, BATCH)):
            driver.executemany(statement, batch)
            yield len(batch)


def _close_up(copy: Path) -> None:
    """Check the copy as a whole and make one synced file of it."""
    driver = sqlite_module().connect(copy, isolation_level=None)
    try:
        found = [row[0] for row in driver.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            raise PortalError(f"Hasil pemulihan tidak utuh: {found[0]}. Tujuan tetap semula.")
        orphans = driver.execute("PRAGMA foreign_key_check").fetchone()
        if orphans is not None:
            raise PortalError(f"Baris tabel {orphans[0]} menunjuk yang tidak ada. Tujuan semula.")
        driver.execute("PRAGMA journal_mode=DELETE")
    finally:
        driver.close()
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _put_in_place(copy: Path, target: Path) -> Path | None:
    if not target.exists():
        for left in ("-wal", "-shm"):
            target.with_name(target.name + left).unlink(missing_ok=True)
        copy.replace(target)
        sync_folder(target.parent)
        return None
    with _alone(target):
        kept = target.with_name(f"{target.name}.before-restore-{now():%Y%m%d-%H%M%S-%f}")
        os.link(target, kept)
        copy.replace(target)
        sync_folder(target.parent)
    return kept


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the old database exclusively; Conflict while anybody has it open.

    Leaving WAL needs to be the only connection, and leaves one file without companions.
    """
    module = sqlite_module()
    driver = module.connect(target, isolation_level=None, timeout=1)
    try:
        if driver.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise Conflict(BUSY)
        driver.execute("BEGIN EXCLUSIVE")
        yield
    except module.OperationalError as error:
        raise Conflict(BUSY) from error
    finally:
        driver.close()
