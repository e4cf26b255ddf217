"""Files that belong to a step: taken in and stored before, named here, handed out by the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.acting import spoken_reason
from portal.complaints.cases import case_to_change, write_down
from portal.complaints.models import Attachment, Complaint, Event
from portal.complaints.reach import visible
from portal.complaints.rules.words import Side
from portal.database import command, db
from portal.errors import Conflict, NotFound
from portal.language import gettext as _

READ = Permission.TRIAGE_CASES


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file in the store; `title` is ours, never the sender's name of it."""

    name: str
    kind: str
    title: str
    size: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a case, as the desk hands it out."""

    name: str
    kind: str
    title: str
    size: int
    is_hidden: bool


def attach(event: Event, side: Side, files: Sequence[NewFile]) -> None:
    """In a command: the files belong to this step."""
    for file in files:
        db.session.add(
            Attachment(
                name=file.name,
                complaint_id=event.complaint_id,
                event=event.number,
                side=side,
                kind=file.kind,
                title=file.title,
                size=file.size,
            )
        )


def paper_of(actor: Actor, number: str, name: str) -> Paper:
    """One file of a case in reach; NotFound otherwise, as if it were not there."""
    actor.demand(READ)
    row = Attachment.__table__.c
    query = (
        sa.select(row.name, row.kind, row.title, row.size, row.is_hidden)
        .join_from(Attachment, Complaint, Complaint.id == Attachment.complaint_id)
        .where(Complaint.number == number, Attachment.name == name, visible(actor))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    return Paper(*found)


@command
def note_hidden_opened(actor: Actor, *, number: str, name: str, reason: str) -> None:
    """A hidden file is opened with a reason, and leaves a line."""
    case = case_to_change(actor, number, READ)
    file = _file(case, name)
    if not file.is_hidden:
        raise Conflict(_("Lampiran ini tidak disembunyikan lagi. Buka dari halaman pengaduan."))
    write_down(actor, "open_hidden_attachment", case, reason=spoken_reason(reason), file=file.title)


@command
def hide_attachment(actor: Actor, *, number: str, name: str, is_hidden: bool, reason: str) -> None:
    """Keep a file from being opened in passing, or show it again; the file stays as it is."""
    case = case_to_change(actor, number, READ)
    file = _file(case, name)
    if file.is_hidden == is_hidden:
        raise Conflict(_("Lampiran ini sudah begitu. Muat ulang halamannya."))
    file.is_hidden = is_hidden
    action = "hide_attachment" if is_hidden else "show_attachment"
    write_down(actor, action, case, reason=spoken_reason(reason), file=file.title)


def _file(case: Complaint, name: str) -> Attachment:
    file = db.session.get(Attachment, name)
    if file is None or file.complaint_id != case.id:
        raise NotFound(UNKNOWN)
    return file


def stored_names() -> frozenset[str]:
    """The names of all files that belong to a case; any other file in the store is nobody's."""
    return frozenset(db.session.execute(sa.select(Attachment.name)).scalars())
