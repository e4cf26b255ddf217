"""Files that the office encloses with a reply: drawn anew, stored, under our own titles."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from wtforms.fields import Field

from portal.complaints.attaching import NewFile
from portal.files.facts import LARGEST, LARGEST_POST
from portal.files.intake import Taken, take_in_all
from portal.files.store import FileStore
from portal.files.words import FileRefused
from portal.language import gettext as _
from portal.web.desk.asking import local_today
from portal.web.fields import INVALID, StaffForm
from portal.web.limits import settings

LARGEST_REPLY = LARGEST_POST


def store() -> FileStore:
    """Where this installation keeps attachments."""
    return FileStore(settings().files_folder)


def taken_in(form: StaffForm, field: Field) -> list[Taken] | None:
    """What was enclosed, drawn anew; None where one is bad: it is named, the text stays."""
    sent = [
        (one.filename, one.stream.read(LARGEST + 1)) for one in field.data or () if _is_sent(one)
    ]
    found = take_in_all(sent) if sent else ()
    refused = [one.message for one in found if isinstance(one, FileRefused)]
    if refused:
        field.errors = [*field.errors, *refused]
        form.status = INVALID
        return None
    return [one for one in found if not isinstance(one, FileRefused)]


def _is_sent(file: object) -> bool:
    """An untouched control sends a file without a name."""
    return bool(getattr(file, "filename", ""))


@contextmanager
def stored(taken: Sequence[Taken]) -> Iterator[list[NewFile]]:
    """The files in the store for as long as something is done with them; gone if it fails."""
    files, names = store(), []
    try:
        for one in taken:
            names.append(files.put(one.data, day=local_today()))
        yield [
            NewFile(name, one.kind, _("Lampiran {n}").format(n=n), len(one.data))
            for n, (name, one) in enumerate(zip(names, taken, strict=True), 1)
        ]
    except BaseException:
        for name in names:
            files.remove(name)
        raise
