"""What the tests of the desk's acts share: a tree with people, and what an act left behind."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditValue
from portal.authority import Actor, Role
from portal.complaints.models import Complaint, Event
from portal.database import db
from portal.organisation.models import Unit
from tests.factories import make_unit
from tests.staff import actor_of, make_person

AT = datetime(2026, 11, 4, 9, 30, tzinfo=UTC)
DAY = AT.date()


@dataclass(frozen=True)
class Place:
    """The government, its inspectorate, an agency and a unit below it, and another agency."""

    root: Unit
    inspectorate: Unit
    dinas: Unit
    upt: Unit
    other: Unit


def make_place() -> Place:
    root = make_unit(kind="pemda")
    dinas = make_unit(parent_id=root.id)
    return Place(
        root=root,
        inspectorate=make_unit(parent_id=root.id, kind="inspektorat"),
        dinas=dinas,
        upt=make_unit(parent_id=dinas.id),
        other=make_unit(parent_id=root.id),
    )


def one(role: Role, unit: Unit) -> Actor:
    """Somebody new with this role there."""
    return actor_of(make_person((role, unit)))


def again(case: Complaint) -> Complaint:
    """The case as it is stored now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Complaint, case.id)


def steps(case: Complaint) -> list[Event]:
    query = sa.select(Event).where(Event.complaint_id == case.id).order_by(Event.number)
    return list(db.session.execute(query).scalars())


def entries() -> list[tuple[str, str, str]]:
    """Action, subject and content of every entry in the trail."""
    query = (
        sa.select(AuditEntry.action, AuditEntry.subject, AuditValue.content)
        .join(AuditValue, AuditValue.sequence == AuditEntry.sequence)
        .order_by(AuditEntry.sequence)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def the_entry(action: str, case: Complaint) -> str:
    """The one entry that was written, of this act on this case; its content."""
    found = entries()
    assert [(act, subject) for act, subject, _content in found] == [
        (action, f"complaint:{case.number}")
    ]
    return found[0][2]
