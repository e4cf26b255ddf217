"""Taking a case's texts, names and files away; its dates and numbers stay for the statistics."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.audit.erasing import erase_values
from portal.complaints.models import (
    Aftermath,
    Attachment,
    CaseQuestion,
    ClockPause,
    Complaint,
    Concerned,
    Cycle,
    Event,
    IdentityOpening,
    Note,
    SealedIdentity,
    SearchWords,
    Working,
)
from portal.database import db

GONE = "–"
# Rows that hold nothing but what somebody said, or who said it.
WHOLLY_GONE: Sequence[type[Any]] = (
    Note,
    Attachment,
    Concerned,
    SealedIdentity,
    IdentityOpening,
    SearchWords,
    Working,
    Aftermath,
    CaseQuestion,
)


def erase(case: Complaint, *, on: date, why: str) -> tuple[str, ...]:
    """In a command: the names of its files in the store, to be removed after the commit."""
    names = sa.select(Attachment.name).where(Attachment.complaint_id == case.id)
    files = tuple(db.session.execute(names).scalars())
    for table in WHOLLY_GONE:
        db.session.execute(sa.delete(table).where(table.complaint_id == case.id))
    _empty(Event, case.id, facts="{}")
    _empty(ClockPause, case.id, reason=GONE)
    _empty(Cycle, case.id, explanation="")
    _blank(case)
    case.erased_on = on
    case.version += 1
    erase_values(f"complaint:{case.number}", why)
    return files


def _empty(table: type[Any], complaint_id: int, **values: str) -> None:
    chosen = sa.update(table).where(table.complaint_id == complaint_id).values(**values)
    db.session.execute(chosen.execution_options(synchronize_session=False))


def _blank(case: Complaint) -> None:
    case.title = case.story = GONE
    case.wish = case.place = case.happened_on = case.loss = case.outcome_reason = ""
    case.story_masked = case.public_text = None
    case.may_publish = False
    case.held_reason = ""
    case.clerk_id = case.assignee_id = None
