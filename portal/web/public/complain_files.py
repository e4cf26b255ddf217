"""Photos and papers of a form: drawn anew, put into the store, kept for a form that comes back.

A browser forgets chosen files when a form comes back. Those that were good lie in the store by
then; a signed line in the form, bound to its ticket, names them, so that nobody has to choose
them again. What is never sent is swept from the store after two days (portal.files.store).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from portal.complaints.attaching import NewFile
from portal.files.facts import LARGEST, MOST_FILES, Kind
from portal.files.intake import Taken, take_in_all
from portal.files.store import FileStore
from portal.files.words import FileRefused, TooManyFiles
from portal.web.limits import secret_keys, settings

FIELD, KEPT, CHOSEN = "files", "kept", "keep"
SALT = "complaint-files"
TITLES = {Kind.JPEG: "Foto", Kind.PDF: "Berkas"}


@dataclass(frozen=True, slots=True)
class Handed:
    """The files of a form: those that are good, and a sentence for each that is not."""

    files: tuple[NewFile, ...] = ()
    refused: tuple[str, ...] = ()

    def kept(self, nonce: bytes) -> str:
        """The good ones for a hidden field of the same form."""
        if not self.files:
            return ""
        rows = [[one.name, one.kind, one.size] for one in self.files]
        return str(_serializer().dumps([nonce.hex(), rows]))


def store() -> FileStore:
    """Where this installation keeps attachments."""
    return FileStore(settings().files_folder)


def handed_over(nonce: bytes, day: date) -> Handed:
    """Take in what came with this form; raises Unavailable where that cannot be done now."""
    before = _kept_before(nonce)
    sent = [(one.filename or "", one.stream.read(LARGEST + 1)) for one in _sent()]
    if len(before) + len(sent) > MOST_FILES:
        return Handed(_titled(before), (TooManyFiles().message,))
    taken = take_in_all(sent) if sent else ()
    good = [one for one in taken if not isinstance(one, FileRefused)]
    refused = tuple(one.message for one in taken if isinstance(one, FileRefused))
    return Handed(_titled([*before, *_stored(good, day)]), refused)


def had_files() -> bool:
    """Did files come with this form that nobody has looked at?"""
    return bool(_sent())


def _sent() -> list[FileStorage]:
    """The chosen files; an untouched control sends one without name and content."""
    return [one for one in request.files.getlist(FIELD) if one.filename]


def _stored(taken: Sequence[Taken], day: date) -> list[NewFile]:
    files = store()
    return [NewFile(files.put(one.data, day=day), one.kind, "", len(one.data)) for one in taken]


def _titled(files: Sequence[NewFile]) -> tuple[NewFile, ...]:
    """Our own titles: the sender's name of a photo tells the second it was taken."""
    return tuple(
        NewFile(one.name, one.kind, f"{TITLES[Kind(one.kind)]} {n}", one.size)
        for n, one in enumerate(files, 1)
    )


def _kept_before(nonce: bytes) -> list[NewFile]:
    """Those of an earlier sending of the same form that are still wanted."""
    try:
        bound, rows = _serializer().loads(request.form.get(KEPT, ""))
    except BadData:
        return []
    if bound != nonce.hex():
        return []
    chosen = set(request.form.getlist(CHOSEN))
    return [NewFile(name, kind, "", size) for name, kind, size in rows if name[:8] in chosen]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_keys().ticket_key, salt=SALT)
