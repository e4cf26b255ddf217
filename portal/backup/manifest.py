"""What a backup says about itself, and whether its file is what it says."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.backup.attachments import (
    INDEX,
    FileEntry,
    FilesEntry,
    listed_files,
    parse_files,
    read_file,
)
from portal.backup.lines import Kind
from portal.errors import Problem, Problems

FORMAT = "suara-loket-backup/1"
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1_000_000  # bytes; an honest one has a few thousand
CHUNK = 1 << 20
SPOILED = "Ambil salinan lain dari cadangan ini; berkas ini tidak dipakai."


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table: its columns with their kinds, how many rows, and the member's fingerprint."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: int
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.name}.tsv"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The backup's own description. `made_at` is ISO 8601 in UTC; tables stand parents first."""

    program: str
    revision: str
    made_at: str
    engine: str
    tables: tuple[TableEntry, ...]
    files: FilesEntry | None = None

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)


def parse_manifest(text: str) -> Manifest:
    """Read `to_json` back; ValueError, KeyError or TypeError for anything else."""
    stored = json.loads(text)
    if stored.pop("format") != FORMAT:
        raise ValueError("format lain")
    tables = tuple(_table(entry) for entry in stored.pop("tables"))
    files = parse_files(stored.pop("files", None))
    facts = {name: str(value) for name, value in stored.items()}
    return Manifest(**facts, tables=tables, files=files)


def _table(entry: dict[str, object]) -> TableEntry:
    columns = entry["columns"]
    name = str(entry["name"])
    if not isinstance(columns, list):
        raise TypeError("kolom tidak terbaca")
    if not all(one.isidentifier() for one in (name, *(str(column[0]) for column in columns))):
        raise ValueError("nama tabel atau kolom tidak terbaca")
    return TableEntry(
        name=name,
        columns=tuple((str(column), Kind(kind)) for column, kind in columns),
        rows=int(str(entry["rows"])),
        size=int(str(entry["size"])),
        sha256=str(entry["sha256"]),
    )


def read_backup(path: Path) -> Manifest:
    """The manifest of a backup whose every member has the size and checksum it names.

    Raises Problems, in words, for a file that is missing, foreign, cut short or altered.
    """
    with opened_backup(path) as archive:
        manifest = _manifest(archive, path)
        named = {MANIFEST, *(table.member for table in manifest.tables)}
        files = _files(archive, manifest, path)
        named |= {INDEX, *(entry.member for entry in files)} if manifest.files else set()
        if sorted(archive.namelist()) != sorted(named):
            raise _problem(path, "isinya bukan yang disebut dalam manifest.")
        for table in manifest.tables:
            _check_member(archive, table, path)
        for entry in files:
            with _said_of(path):
                read_file(archive, entry)
    return manifest


@contextmanager
def opened_backup(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, with every way of being unreadable turned into words."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise _problem(path, "tidak ada.", "Periksa nama berkasnya.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _problem(path, "rusak, terpotong, atau bukan cadangan Suara Loket.") from error
    except OSError as error:
        raise _problem(path, f"tidak terbaca: {error.strerror or error}.") from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError("terlalu besar")
        return parse_manifest(archive.read(MANIFEST).decode("utf-8"))
    except (KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise _problem(
            path, "bukan cadangan Suara Loket.", "Pilih berkas dari `portal backup`."
        ) from error


def _check_member(archive: zipfile.ZipFile, table: TableEntry, path: Path) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(table.member) as member:
        while chunk := member.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > table.size:
                break
    if (size, digest.hexdigest()) != (table.size, table.sha256):
        raise _problem(path, f"tabel {table.name} tidak cocok dengan jumlah periksanya.")


def _files(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> list[FileEntry]:
    with _said_of(path):
        return listed_files(archive, manifest.files)


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """What is wrong with the attachments, in words about this file."""
    try:
        yield
    except (ValueError, KeyError) as error:
        words = "lampiran yang disebut tidak ada" if isinstance(error, KeyError) else str(error)
        raise _problem(path, f"{words}.") from error


def _problem(path: Path, what: str, remedy: str = SPOILED) -> Problems:
    return Problems([Problem(str(path), what, remedy)])
