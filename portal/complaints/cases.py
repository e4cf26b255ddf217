"""What every command on a case does: load it in reach, compare its version, write the step."""

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission, Role
from portal.complaints.models import Complaint, Event, Note
from portal.complaints.reach import visible
from portal.complaints.rules.words import Identity, Side, Step
from portal.database import db
from portal.errors import Conflict, NotFound
from portal.language import later

REPORTER = "reporter"
SYSTEM = "system"
CHANGED = later(
    "Pengaduan ini diubah orang lain sejak halaman Anda dibuka. "
    "Periksa yang berlaku sekarang, lalu simpan lagi."
)
# Which role a person acts in, where several carry the permission: the nearest to the case.
_ORDER = (
    Role.INSPECTOR,
    Role.COORDINATOR,
    Role.HANDLER,
    Role.LIAISON,
    Role.UNIT_HEAD,
    Role.ADMINISTRATOR,
    Role.OPERATOR,
    Role.OFFICER,
)


def fresh_id() -> int:
    """A random id: nobody can count or order by it."""
    return secrets.randbits(62)


def case_to_change(
    actor: Actor, number: str, needs: Permission, *, version: int | None = None
) -> Complaint:
    """In a command: the case, locked, in reach, still as the page showed it.

    NotAllowed without the permission, NotFound outside the reach, Conflict after a change.
    `version` None only where nothing that somebody saw is overwritten.
    """
    actor.demand(needs)
    query = sa.select(Complaint).where(Complaint.number == number, visible(actor))
    case = db.session.execute(query.with_for_update(of=Complaint)).scalar()
    if case is None or not actor.reaches(needs, case.handling_unit_id):
        raise NotFound(UNKNOWN)
    if version is not None and case.version != version:
        raise Conflict(CHANGED)
    return case


def write_step(
    case: Complaint,
    step: Step,
    *,
    actor: Actor,
    needs: Permission | None = None,
    on: date,
    at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
    is_public: bool = True,
) -> Event:
    """Add a step to the case and raise its version.

    `needs` is the permission used: it tells the role that the reporter reads. `at` is kept for
    staff acts alone; a reporter's act knows its day, and the moment only where the name is known.
    """
    last = sa.select(sa.func.max(Event.number)).where(Event.complaint_id == case.id)
    number = (db.session.execute(last).scalar() or 0) + 1
    by_reporter = actor.person_id is None and needs is None
    event = Event(
        complaint_id=case.id,
        number=number,
        step=step,
        on_date=on,
        at=None if by_reporter and case.identity == Identity.TANPA_NAMA else at,
        role=role_in(actor, needs),
        person_id=actor.person_id,
        is_public=is_public,
        facts=json.dumps(facts or {}, ensure_ascii=False, sort_keys=True),
    )
    db.session.add(event)
    case.version += 1
    db.session.flush()
    return event


def role_in(actor: Actor, needs: Permission | None) -> str:
    """The role in which somebody acts; the reporter reads it instead of a name."""
    if needs is None:
        return SYSTEM if actor.name == "worker" else REPORTER
    held = actor.roles_in(needs)
    return next((role for role in _ORDER if role in held), SYSTEM)


def write_note(event: Event, side: Side, text: str, *, is_formatted: bool = False) -> Note:
    """The words that belong to a step."""
    note = Note(
        id=fresh_id(),
        complaint_id=event.complaint_id,
        event=event.number,
        side=side,
        text=text,
        is_formatted=is_formatted,
    )
    db.session.add(note)
    return note


def note_inside(
    actor: Actor,
    case: Complaint,
    text: str,
    *,
    needs: Permission,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """A step and its words for the desk alone: never on the reporter's page."""
    step = write_step(
        case,
        Step.NOTED,
        actor=actor,
        needs=needs,
        on=at.date(),
        at=at,
        facts=facts,
        is_public=False,
    )
    write_note(step, Side.INTERNAL, text)


def write_down(
    actor: Actor, action: str, case: Complaint, *, reason: str = "", **after: Any
) -> None:
    """The one entry in the trail: what was done to which case; never its text, never a name."""
    record(actor, action=action, subject=f"complaint:{case.number}", after=after, reason=reason)
