"""SQLite: the library in use, and the file of a database: whose it is, how it comes into being."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

try:
    import pysqlite3.dbapi2 as bundled
except ImportError:  # no wheel for this platform; `portal doctor` says which SQLite is in use
    bundled = sqlite3

# SQLite 3.7.0–3.51.2 can corrupt a WAL database when a checkpoint resets the log.
FIRST_SOUND_SQLITE = (3, 51, 3)

OWNER_ONLY = 0o600
BESIDE = ("-wal", "-shm")  # SQLite gives them the mode of the main file


def sqlite_module() -> ModuleType:
    """The SQLite in use: the standard library's when sound, else the one bundled with pysqlite3."""
    if sqlite3.sqlite_version_info >= FIRST_SOUND_SQLITE:
        return sqlite3
    module: ModuleType = bundled
    return module


def file_of(database_url: str) -> Path | None:
    """The file of this address; None for PostgreSQL and for a database in memory."""
    url = sa.make_url(database_url)
    return _path(url.database) if url.get_backend_name() == "sqlite" else None


def files_of(database_url: str) -> list[Path]:
    """The file and those beside it, as far as they exist."""
    path = file_of(database_url)
    if path is None:
        return []
    every = (path, *(path.with_name(path.name + end) for end in BESIDE))
    return [one for one in every if one.exists()]


def _path(name: str | None) -> Path | None:
    return Path(name) if name and name != ":memory:" and not name.startswith("file:") else None


def make_private(
    _dialect: sa.Dialect, _record: Any, arguments: list[Any], _facts: dict[str, Any]
) -> None:
    """Before SQLite connects: create a file that is missing, for its owner only.

    It holds NIPs. SQLite itself would leave the mode to the umask.
    """
    path = _path(arguments[0])
    if path is None:
        return
    # What cannot be created is SQLite's to say; what exists keeps the mode its owner gave it.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
