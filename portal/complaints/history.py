"""What happened to a case, as the desk reads it: every step, its words and its files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.complaints.cases import REPORTER
from portal.complaints.models import Attachment, Event, Note
from portal.complaints.rules.words import Side, Step
from portal.database import db
from portal.masking import hide_contacts


@dataclass(frozen=True, slots=True)
class NoteLine:
    """Words that belong to a step; `original` where parts are masked or hidden and may be seen."""

    id: int
    side: str
    text: str
    original: str | None
    is_formatted: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A photo or paper of a step."""

    name: str
    title: str
    kind: str
    side: str
    size: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step. `person` is the colleague who did it; the reporter reads the role alone.

    `at` of a reporter's own act is told only where the name is: beside a queue's log the minute
    would name whoever asked to be kept confidential (threats.md T4).
    """

    number: int
    step: str
    on_date: date
    at: datetime | None
    role: str
    person: str
    is_public: bool
    facts: Mapping[str, Any]
    notes: tuple[NoteLine, ...]
    files: tuple[FileLine, ...]


def history_of(
    complaint_id: int, *, shows_originals: bool, is_name_open: bool
) -> tuple[StepLine, ...]:
    """Every step, the oldest first; called by queries that looked at the reach before."""
    query = (
        sa.select(Event, sa.func.coalesce(Person.name, "").label("person"))
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.complaint_id == complaint_id)
        .order_by(Event.number)
    )
    notes = _notes(complaint_id, shows_originals)
    files = _files(complaint_id)
    return tuple(
        StepLine(
            number=event.number,
            step=event.step,
            on_date=event.on_date,
            at=event.at if is_name_open or not _is_reporters(event) else None,
            role=event.role,
            person=person,
            is_public=event.is_public,
            facts=json.loads(event.facts),
            notes=tuple(notes.get(event.number, ())),
            files=tuple(files.get(event.number, ())),
        )
        for event, person in db.session.execute(query)
    )


def _is_reporters(event: Event) -> bool:
    """Done by the reporter, or typed for them while they stood there."""
    return event.role == REPORTER or event.step == Step.FILED


def _notes(complaint_id: int, shows_originals: bool) -> dict[int, list[NoteLine]]:
    query = sa.select(Note).where(Note.complaint_id == complaint_id).order_by(Note.event, Note.id)
    found: dict[int, list[NoteLine]] = {}
    for note in db.session.execute(query).scalars():
        text = note.text if note.text_masked is None else note.text_masked
        if note.side == Side.REPORTER:
            text = hide_contacts(text)
        line = NoteLine(
            id=note.id,
            side=note.side,
            text=text,
            original=note.text if text != note.text and shows_originals else None,
            is_formatted=note.is_formatted,
        )
        found.setdefault(note.event, []).append(line)
    return found


def _files(complaint_id: int) -> dict[int, list[FileLine]]:
    query = (
        sa.select(Attachment)
        .where(Attachment.complaint_id == complaint_id)
        .order_by(Attachment.event, Attachment.title, Attachment.name)
    )
    found: dict[int, list[FileLine]] = {}
    for row in db.session.execute(query).scalars():
        line = FileLine(row.name, row.title, row.kind, row.side, row.size, row.is_hidden)
        found.setdefault(row.event, []).append(line)
    return found
