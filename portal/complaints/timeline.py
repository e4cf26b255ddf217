"""The public steps of a case as its reporter reads them: by role, without names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.complaints.models import Attachment, Event, Note
from portal.complaints.rules.words import Side, Step
from portal.database import db
from portal.masking import hide_contacts


@dataclass(frozen=True, slots=True)
class Said:
    """A message that belongs to a step. `is_formatted`: written by staff, cleaned."""

    side: str
    text: str
    is_formatted: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that belongs to a step; `place` counts the files of the case from 1."""

    name: str
    place: int
    side: str
    kind: str
    title: str
    size: int
    is_hidden: bool = False

    @property
    def is_shown(self) -> bool:
        """To the reporter: the own files always, those of the office unless they were hidden."""
        return self.side == Side.REPORTER or not self.is_hidden


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step: the day, the role of whoever did it, what was said."""

    step: str
    on_date: date
    role: str
    facts: Mapping[str, Any]
    notes: tuple[Said, ...] = ()
    files: tuple[Enclosed, ...] = ()
    is_public: bool = True


# Of a case that others were merged into they read the answer, not what its reporter was asked.
_FOR_ALL = frozenset({Step.ANSWERED, Step.CLOSED})


def public_steps(complaint_id: int) -> tuple[StepTaken, ...]:
    """What the reporter of this very case sees of it."""
    query = (
        sa.select(Event)
        .where(Event.complaint_id == complaint_id, Event.is_public)
        .order_by(Event.number)
    )
    said, files = _said(complaint_id), files_of(complaint_id)
    return tuple(
        StepTaken(
            step=event.step,
            on_date=event.on_date,
            role=event.role,
            facts=json.loads(event.facts),
            notes=tuple(words for number, words in said if number == event.number),
            files=tuple(file for number, file in files if number == event.number and file.is_shown),
        )
        for event in db.session.execute(query).scalars()
    )


def shared_steps(complaint_id: int, *, since: date) -> tuple[StepTaken, ...]:
    """What the reporter of a case merged into this one sees of it: no other reporter's words."""
    return tuple(
        replace(one, files=(), notes=_office(one.notes) if one.step in _FOR_ALL else ())
        for one in public_steps(complaint_id)
        if one.on_date >= since and one.step in _SHARED
    )


_SHARED = _FOR_ALL | {
    Step.ASSIGNED,
    Step.EXTENDED,
    Step.FORWARDED,
    Step.RECALCULATED,
    Step.REOPENED,
    Step.VERIFIED,
}


def _office(notes: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple(note for note in notes if note.side == Side.OFFICE)


def _said(complaint_id: int) -> list[tuple[int, Said]]:
    query = (
        sa.select(Note)
        .where(Note.complaint_id == complaint_id, Note.side != Side.INTERNAL, Note.text != "")
        .order_by(Note.event, Note.id)
    )
    rows = db.session.execute(query).scalars()
    return [(note.event, _as_shown(note)) for note in rows]


def _as_shown(note: Note) -> Said:
    """What the reporter typed shows no number and no address of anybody on screen."""
    text = hide_contacts(note.text) if note.side == Side.REPORTER else note.text
    return Said(note.side, text, note.is_formatted)


def files_of(complaint_id: int) -> list[tuple[int, Enclosed]]:
    """The files of a case with the number of their step; their places never change."""
    query = (
        sa.select(Attachment)
        .where(Attachment.complaint_id == complaint_id)
        .order_by(Attachment.event, Attachment.title, Attachment.name)
    )
    return [
        (row.event, Enclosed(place=place, **{name: getattr(row, name) for name in _FILE}))
        for place, row in enumerate(db.session.execute(query).scalars(), start=1)
    ]


_FILE = ("name", "side", "kind", "title", "size", "is_hidden")
