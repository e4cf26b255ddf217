"""The case page: everything the desk may know of one case, as plain values."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.history import StepLine, history_of
from portal.complaints.models import Complaint, Concerned
from portal.complaints.reach import visible
from portal.complaints.rules.words import Identity
from portal.complaints.running import RunningClock, running_clock
from portal.database import db
from portal.errors import NotFound
from portal.masking import hide_contacts
from portal.organisation.models import Counter, Officer, Service, Unit

TRIAGE = Permission.TRIAGE_CASES


@dataclass(frozen=True, slots=True)
class ConcernedLine:
    """Somebody the case is about: of the roster, or described."""

    id: int
    name: str
    position: str
    description: str


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case, named by its number."""

    number: str
    title: str
    state: str
    filed_on: date


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case for its page, numbers and addresses of people hidden. `original` is the story as
    typed where parts of it are masked or hidden and this person may see them; `may` are the
    permissions held over it.
    """

    number: str
    version: int
    title: str
    story: str
    original: str | None
    wish: str
    place: str
    happened_on: str
    loss: str
    kind: str
    about: str
    klass: str | None
    identity: str
    may_publish: bool
    public_text: str | None
    is_urgent: bool
    channel: str
    clerk: str
    unit: str
    counter: str
    service: str
    desk: str
    handling_unit: str
    handling_unit_id: int
    counter_id: int | None
    service_id: int | None
    is_bypassed: bool
    assignee: str
    state: str
    is_appeal: bool
    filed_on: date
    waits_until: date | None
    answered_on: date | None
    closed_on: date | None
    outcome: str | None
    outcome_reason: str
    is_solved: bool | None
    rated: int | None
    is_held: bool
    held_reason: str
    lapor_number: str | None
    erased_on: date | None
    clock: RunningClock
    concerned: tuple[ConcernedLine, ...]
    merged_into: LinkedCase | None
    merged: tuple[LinkedCase, ...]
    steps: tuple[StepLine, ...]
    may: frozenset[Permission]


def case_view(actor: Actor, number: str, today: date) -> CaseView:
    """The case with this number; NotFound outside the reach, as if it were not there."""
    actor.demand(TRIAGE)
    row = db.session.execute(_query(actor, number)).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    case: Complaint = row.Complaint
    shows_originals = actor.reaches(TRIAGE, case.handling_unit_id)
    own: dict[str, Any] = {name: getattr(case, name) for name in _OWN}
    own |= {name: hide_contacts(getattr(case, name)) for name in _TYPED}
    story = hide_contacts(case.story if case.story_masked is None else case.story_masked)
    return CaseView(
        **own,
        story=story,
        original=case.story if story != case.story and shows_originals else None,
        clerk=row.clerk or "",
        unit=row.unit,
        counter=f"{row.counter_number} {row.counter_name}".strip() if row.counter_number else "",
        service=row.service or "",
        handling_unit=row.handling_unit,
        assignee=row.assignee or "",
        clock=running_clock(case, today),
        concerned=_concerned(case.id),
        merged_into=_main(actor, case.merged_into_id),
        merged=linked_cases(actor, Complaint.merged_into_id == case.id),
        steps=history_of(
            case.id,
            shows_originals=shows_originals,
            is_name_open=case.identity == Identity.TERBUKA,
        ),
        may=frozenset(p for p in Permission if actor.reaches(p, case.handling_unit_id)),
    )


_TYPED = ("wish", "place", "loss")
_OWN = (
    *("number", "version", "title", "happened_on", "kind", "about"),
    *("klass", "identity", "may_publish", "public_text", "is_urgent", "channel", "desk"),
    *(
        "handling_unit_id",
        "counter_id",
        "service_id",
        "is_bypassed",
        "state",
        "is_appeal",
        "filed_on",
        "waits_until",
    ),
    *("answered_on", "closed_on", "outcome", "outcome_reason", "is_solved", "rated", "is_held"),
    *("held_reason", "lapor_number", "erased_on"),
)


def _query(actor: Actor, number: str) -> sa.Select[Any]:
    handling, clerk, assignee = aliased(Unit), aliased(Person), aliased(Person)
    return (
        sa.select(
            Complaint,
            Unit.name.label("unit"),
            handling.name.label("handling_unit"),
            Counter.number.label("counter_number"),
            Counter.name.label("counter_name"),
            Service.name.label("service"),
            clerk.name.label("clerk"),
            assignee.name.label("assignee"),
        )
        .join(Unit, Unit.id == Complaint.unit_id)
        .join(handling, handling.id == Complaint.handling_unit_id)
        .outerjoin(Counter, Counter.id == Complaint.counter_id)
        .outerjoin(Service, Service.id == Complaint.service_id)
        .outerjoin(clerk, clerk.id == Complaint.clerk_id)
        .outerjoin(assignee, assignee.id == Complaint.assignee_id)
        .where(Complaint.number == number, visible(actor))
    )


def _concerned(complaint_id: int) -> tuple[ConcernedLine, ...]:
    query = (
        sa.select(
            Concerned.id,
            sa.func.coalesce(Officer.name, Person.name, ""),
            sa.func.coalesce(Officer.position, ""),
            Concerned.description,
        )
        .outerjoin(Officer, Officer.id == Concerned.officer_id)
        .outerjoin(Person, Person.id == Concerned.person_id)
        .where(Concerned.complaint_id == complaint_id)
        .order_by(sa.func.coalesce(Officer.name, Person.name, ""), Concerned.description)
    )
    return tuple(ConcernedLine(*row) for row in db.session.execute(query))


def linked_cases(actor: Actor, *chosen: sa.ColumnElement[bool]) -> tuple[LinkedCase, ...]:
    """Other cases of this actor's reach, the oldest first."""
    query = (
        sa.select(Complaint.number, Complaint.title, Complaint.state, Complaint.filed_on)
        .where(visible(actor), *chosen)
        .order_by(Complaint.filed_on, Complaint.number)
    )
    return tuple(LinkedCase(*row) for row in db.session.execute(query))


def _main(actor: Actor, complaint_id: int | None) -> LinkedCase | None:
    found = () if complaint_id is None else linked_cases(actor, Complaint.id == complaint_id)
    return found[0] if found else None


def is_seen(actor: Actor, number: str) -> bool:
    """Does this actor see the case still, after an act that may have moved it?"""
    query = sa.select(Complaint.id).where(Complaint.number == number, visible(actor))
    return db.session.execute(query).first() is not None


def seen_case(actor: Actor, number: str) -> Complaint:
    """For queries about one case: the row, in reach; never handed to a door."""
    actor.demand(TRIAGE)
    query = sa.select(Complaint).where(Complaint.number == number, visible(actor))
    case = db.session.execute(query).scalar()
    if case is None:
        raise NotFound(UNKNOWN)
    return case
