"""Sheets that were handed over and wait for "simpan": on disk, for one person, for an hour.

Each stands in a folder with a random name, readable to nobody else on the machine, under the
name it came with. Nothing of it is in the address but that random name.
"""

import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from portal.authority import UNKNOWN
from portal.clock import now
from portal.errors import NotFound, PortalError, RuleBroken
from portal.language import gettext as _
from portal.web.limits import settings

LARGEST = 4 * 2**20  # bytes of a file; a year of duties of a large unit is under 2 MB
LARGEST_POST = LARGEST + 64 * 1024
LIFE = 3600.0  # seconds
MOST_ROWS = 20_000  # more is work for the command line, where nobody waits for a page
MOST_EACH = 5  # files waiting for one person
ABOUT = ".about.json"
HANDLE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A sheet that waits: whose, of which kind, where, and what else was chosen with it."""

    handle: str
    person: int
    kind: str
    name: str
    path: Path
    kept_at: float
    facts: dict[str, Any] = field(default_factory=dict)


def keep_upload(person: int, kind: str, file: FileStorage, **facts: Any) -> Upload:
    """Keep a file for this person; raises RuleBroken when it is too large to be looked at here."""
    clean_uploads()
    _make_room(person)
    handle = secrets.token_hex(16)
    folder = _folder() / handle
    folder.mkdir(mode=0o700)
    name = secure_filename(file.filename or "")[-80:].lstrip(".") or "lembar"
    upload = Upload(handle, person, kind, name, folder / name, now().timestamp(), facts)
    _write(upload, file)
    return upload


def upload_of(person: int, handle: str) -> Upload:
    """The upload of this address; NotFound when it is somebody else's, gone or too old."""
    clean_uploads()
    found = _read(_folder() / handle) if HANDLE.fullmatch(handle) else None
    if found is None or found.person != person:
        raise NotFound(UNKNOWN)
    return found


def looked_at(upload: Upload, rows: Callable[[Upload], int]) -> Upload:
    """The file, if it can be read and a page should look at it; else it goes, and words say why."""
    try:
        _refuse_too_many(rows(upload))
    except PortalError:
        drop_upload(upload)
        raise
    return upload


def _refuse_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        words = _("Lebih dari {most} baris. Bagi lembarnya, atau minta operator mengimpornya.")
        raise RuleBroken(words.format(most=MOST_ROWS))


def drop_upload(upload: Upload) -> None:
    """Take a file away."""
    shutil.rmtree(_folder() / upload.handle, ignore_errors=True)


def clean_uploads() -> None:
    """Take away what has waited longer than an hour, half-written folders too."""
    for folder in _folder().iterdir():
        try:
            is_old = now().timestamp() - folder.stat().st_mtime > LIFE
        except FileNotFoundError:
            continue
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)


def _make_room(person: int) -> None:
    """Of what waits for one person the oldest goes first."""
    waiting = sorted(_of(person), key=lambda one: one.kept_at, reverse=True)
    for old in waiting[MOST_EACH - 1 :]:
        drop_upload(old)


def _write(upload: Upload, file: FileStorage) -> None:
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        drop_upload(upload)
        words = _("Berkas lebih dari {most} MB. Bagi menjadi beberapa, atau minta operator.")
        raise RuleBroken(words.format(most=LARGEST // 2**20))
    upload.path.touch(mode=0o600)
    upload.path.write_bytes(content)
    about = {name: value for name, value in asdict(upload).items() if name != "path"}
    note = upload.path.parent / ABOUT
    note.touch(mode=0o600)
    note.write_text(json.dumps(about), encoding="utf-8")


def _folder() -> Path:
    folder = settings().instance / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _of(person: int) -> Iterator[Upload]:
    for folder in _folder().iterdir():
        found = _read(folder)
        if found is not None and found.person == person:
            yield found


def _read(folder: Path) -> Upload | None:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return Upload(path=folder / about["name"], **about)
    except (OSError, ValueError, KeyError, TypeError):
        return None
