"""Where attachments lie: a folder outside the web root, under names that say nothing.

A file is on disk before the row that names it is committed, and is removed after that row
is gone; what a crash in between leaves behind, `sweep` takes away.
"""

import os
import re
import secrets
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from portal.clock import now
from portal.errors import NotFound, Unavailable
from portal.language import gettext as _
from portal.language import later

NAME = re.compile(r"[0-9a-f]{32}")
PARTIAL = ".partial"
GONE = later("Lampiran ini tidak ada lagi.")
UNREADABLE = later("Lampiran ini sedang tidak terbaca. Coba lagi sebentar lagi.")
UNWRITABLE = later("Lampiran sedang tidak dapat disimpan. Coba lagi sebentar lagi.")
SPARED = 2  # days in which a file without a row may belong to somebody who is still sending


@dataclass(frozen=True, slots=True)
class FileStore:
    """Attachments by name. Each file's times say no more than the day it was put."""

    folder: Path

    def put(self, data: bytes, *, day: date) -> str:
        """Store under a new random name; it is on disk when this returns. Raises Unavailable."""
        name = secrets.token_hex(16)
        self.put_as(name, data, day=day)
        return name

    def put_as(self, name: str, data: bytes, *, day: date) -> None:
        """Store under a known name, as a restored backup does; whole or not at all."""
        target = self._path(name)
        partial = target.with_name(name + PARTIAL)
        try:
            _make(self.folder)
            try:
                _write(partial, data, _midnight(day))
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
            _settle(self.folder, _midnight(day))
        except OSError as error:
            raise Unavailable(_(UNWRITABLE)) from error

    def open(self, name: str) -> bytes:
        """The file; raises NotFound, or Unavailable where the disk does not answer."""
        # Reading leaves no time behind either, where the system knows how.
        flags = os.O_RDONLY | os.O_NOFOLLOW | getattr(os, "O_NOATIME", 0)
        try:
            with os.fdopen(os.open(self._path(name), flags), "rb") as file:
                return file.read()
        except FileNotFoundError as error:
            raise NotFound(_(GONE)) from error
        except OSError as error:
            raise Unavailable(_(UNREADABLE)) from error

    def remove(self, name: str) -> None:
        """Take the file away; one that is gone already is no fault. Raises Unavailable."""
        path = self._path(name)
        try:
            put = path.stat().st_mtime
            path.unlink(missing_ok=True)
            _settle(self.folder, put)
        except FileNotFoundError:
            return
        except OSError as error:
            raise Unavailable(_(UNWRITABLE)) from error

    def names(self) -> frozenset[str]:
        """Every stored file."""
        return frozenset(path.name for path in self._lying() if NAME.fullmatch(path.name))

    def day_of(self, name: str) -> date:
        """The day a file was put; raises NotFound."""
        try:
            return datetime.fromtimestamp(self._path(name).stat().st_mtime, UTC).date()
        except FileNotFoundError as error:
            raise NotFound(_(GONE)) from error

    def sweep(self, known: Set[str], older_than_days: int = SPARED) -> int:
        """Take away what no row names and nobody can still be sending; says how many files.

        Judged by when the file truly came, which only the machine's operator can see.
        """
        spared = now().timestamp() - timedelta(days=older_than_days).total_seconds()
        left = [path for path in self._lying() if path.name not in known and _came(path) < spared]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _lying(self) -> list[Path]:
        """Files of ours, half-written ones too."""
        if not self.folder.is_dir():
            return []
        return [
            one for one in self.folder.iterdir() if NAME.fullmatch(one.name.removesuffix(PARTIAL))
        ]

    def _path(self, name: str) -> Path:
        """Only names of our own making lead to a path: no folder can be left by one."""
        if not NAME.fullmatch(name):
            raise NotFound(_(GONE))
        return self.folder / name


def _write(path: Path, data: bytes, at: float) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.utime(handle, (at, at))
        os.fsync(handle)


def _make(folder: Path) -> None:
    """The folder, for its owner only, and on disk."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder.parent)


def _settle(folder: Path, at: float) -> None:
    """Put a change of names on disk, and let the folder's own time say no more than the files'."""
    _sync(folder)
    os.utime(folder, (at, at))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()


def _came(path: Path) -> float:
    try:
        return path.stat().st_ctime
    except FileNotFoundError:  # somebody else has taken it away just now
        return float("inf")
