"""The file of a SQLite database: whose it is, and how it comes into being."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

OWNER_ONLY = 0o600
BESIDE = ("-wal", "-shm")  # SQLite gives them the mode of the main file


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
