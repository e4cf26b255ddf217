"""Attachments in a backup: the files that the copied rows name, each with its checksum.

A file is on disk before its row is committed, so every row of the snapshot has its file,
unless it was removed meanwhile: such a one is counted as missing, and said.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from portal.errors import NotFound
from portal.files.store import NAME, FileStore

FOLDER = "files/"
INDEX = "files.tsv"
TABLE = "attachment"
LARGEST_INDEX = 200_000_000  # bytes; two million attachments


@dataclass(frozen=True, slots=True)
class FilesEntry:
    """All attachments together: how many, how large, and the fingerprint of their list."""

    count: int
    size: int
    missing: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One attachment: its name in the store, the day it was put, what it holds."""

    name: str
    day: date
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return FOLDER + self.name

    def line(self) -> str:
        return f"{self.name}\t{self.day}\t{self.size}\t{self.sha256}\n"


def named_in(connection: sa.Connection) -> list[str]:
    """The names of all attachments in the database, in order; none before there was a table."""
    if not sa.inspect(connection).has_table(TABLE):
        return []
    column: sa.ColumnClause[str] = sa.column("name")
    return sorted(connection.scalars(sa.select(column).select_from(sa.table(TABLE))))


def write_files(archive: zipfile.ZipFile, store: FileStore, names: list[str]) -> FilesEntry | None:
    """Put the named files and their list into the archive; None where there is none."""
    if not names:
        return None
    entries = [entry for name in names if (entry := _write_file(archive, store, name)) is not None]
    index = "".join(entry.line() for entry in entries).encode("ascii")
    archive.writestr(INDEX, index)
    return FilesEntry(
        count=len(entries),
        size=sum(entry.size for entry in entries),
        missing=len(names) - len(entries),
        sha256=hashlib.sha256(index).hexdigest(),
    )


def _write_file(archive: zipfile.ZipFile, store: FileStore, name: str) -> FileEntry | None:
    try:
        entry = _entry(name, store.day_of(name), data := store.open(name))
    except NotFound:
        return None
    # Pictures are packed already; and no time of writing stands beside them.
    archive.writestr(zipfile.ZipInfo(entry.member), data, zipfile.ZIP_STORED)
    return entry


def _entry(name: str, day: date, data: bytes) -> FileEntry:
    return FileEntry(name, day, len(data), hashlib.sha256(data).hexdigest())


def parse_files(stored: dict[str, object] | None) -> FilesEntry | None:
    """What the manifest says of attachments; backups of earlier programs say nothing."""
    if stored is None:
        return None
    return FilesEntry(
        count=int(str(stored["count"])),
        size=int(str(stored["size"])),
        missing=int(str(stored["missing"])),
        sha256=str(stored["sha256"]),
    )


def listed_files(archive: zipfile.ZipFile, said: FilesEntry | None) -> list[FileEntry]:
    """The list of attachments in the archive; ValueError where it is not what the manifest says."""
    if said is None:
        return []
    if archive.getinfo(INDEX).file_size > LARGEST_INDEX:
        raise ValueError("daftar lampiran terlalu besar")
    index = archive.read(INDEX)
    if hashlib.sha256(index).hexdigest() != said.sha256:
        raise ValueError("daftar lampiran tidak cocok dengan jumlah periksanya")
    entries = [_parsed(line) for line in index.decode("ascii").splitlines()]
    if (len(entries), sum(entry.size for entry in entries)) != (said.count, said.size):
        raise ValueError("daftar lampiran tidak cocok dengan manifest")
    return entries


def _parsed(line: str) -> FileEntry:
    name, day, size, sha256 = line.split("\t")
    if not NAME.fullmatch(name):
        raise ValueError("nama lampiran tidak terbaca")
    return FileEntry(name, date.fromisoformat(day), int(size), sha256)


def read_file(archive: zipfile.ZipFile, entry: FileEntry) -> bytes:
    """One attachment of the archive; ValueError where it is not what the list says."""
    if archive.getinfo(entry.member).file_size != entry.size:
        raise ValueError(f"lampiran {entry.name} lain panjangnya")
    data = archive.read(entry.member)
    if _entry(entry.name, entry.day, data) != entry:
        raise ValueError(f"lampiran {entry.name} tidak cocok dengan jumlah periksanya")
    return data


def put_back(archive: zipfile.ZipFile, said: FilesEntry | None, folder: Path) -> int:
    """Store every attachment of the archive under its name and day; says how many.

    Comes before the rows are committed: stopped half-way, files lie there that no row names,
    and the sweep takes them away.
    """
    store = FileStore(folder)
    entries = listed_files(archive, said)
    for entry in entries:
        store.put_as(entry.name, read_file(archive, entry), day=entry.day)
    return len(entries)
