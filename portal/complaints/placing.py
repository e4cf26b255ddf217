"""On whose desk a case lies: moved there with its clock, never back to whoever it is about.

domain.md §3: a complaint about a unit's head bypasses the unit; one *berkadar pengawasan* goes
to the inspector. The unit in which somebody commands is theirs down to the last desk below it.
"""

from datetime import date

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.authority import Role
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import Complaint, Concerned
from portal.complaints.rules.states import after_forwarding
from portal.complaints.rules.words import About, Desk, Kind
from portal.database import db
from portal.organisation.models import ActingAppointment, Unit
from portal.organisation.tree import units_above, units_below

INSPECTORATE = "inspektorat"
# What may never be handled where it happened (rules/routing.py): the head, and money.
AWAY = frozenset({About.PIMPINAN, About.UANG})


def inspectors_unit() -> int:
    """The inspectorate; where none is set up, the root: its inspectors reach everything."""
    query = sa.select(Unit.id).where(Unit.kind == INSPECTORATE, Unit.retired_on.is_(None))
    found = db.session.execute(query.order_by(Unit.id).limit(1)).scalar()
    if found is not None:
        return found
    root = sa.select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    return db.session.execute(root).scalar_one()


def move(case: Complaint, desk: Desk, unit_id: int) -> None:
    """Lay the case on another desk; nobody there has begun with it, and its clock runs on.

    The run of the clock counts at the unit that handles it from now on. Duplicates merged into it
    go along: one that stayed would tell the unit what went past it. Their clocks are over.
    """
    case.desk, case.handling_unit_id = desk, unit_id
    case.is_bypassed = unit_id != case.unit_id and (case.is_bypassed or desk == Desk.INSPECTOR)
    case.assignee_id = None
    case.state = after_forwarding(case.state)
    cycle = current_cycle(case)
    cycle.unit_id = unit_id
    set_clock(case, cycle)
    for duplicate in duplicates_of(case):
        duplicate.desk, duplicate.handling_unit_id = desk, unit_id
        went_past = duplicate.is_bypassed or case.is_bypassed
        duplicate.is_bypassed = unit_id != duplicate.unit_id and went_past
        duplicate.version += 1
        current_cycle(duplicate).unit_id = unit_id


def duplicates_of(case: Complaint) -> list[Complaint]:
    """The cases that were merged into this one."""
    query = sa.select(Complaint).where(Complaint.merged_into_id == case.id)
    return list(db.session.execute(query.order_by(Complaint.id)).scalars())


def main_of(case: Complaint, *, lock: bool = False) -> Complaint | None:
    """The case that this one was merged into; None where it stands alone."""
    if case.merged_into_id is None:
        return None
    return db.session.get(Complaint, case.merged_into_id, with_for_update=lock or None)


def theirs(case: Complaint, on: date) -> frozenset[int]:
    """The units that whoever the case is about commands today: no desk of these may have it.

    Praise accuses nobody. Without a name for the head, the unit itself and all below it stay out.
    """
    if (case.klass or case.kind) == Kind.APRESIASI:
        return frozenset()
    found = set(units_below(case.unit_id)) if case.about in AWAY else set()
    people, officers = concerned_of(case.id)
    for unit_id in _headed_by(people, officers, on):
        found |= units_below(unit_id)
    return frozenset(found)


def _headed_by(people: frozenset[int], officers: frozenset[int], on: date) -> set[int]:
    held = (
        sa.select(HeldRole.unit_id)
        .join(Person, Person.id == HeldRole.person_id)
        .where(
            HeldRole.role == Role.UNIT_HEAD,
            HeldRole.starts_on <= on,
            sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= on),
            sa.or_(Person.id.in_(people), Person.officer_id.in_(officers)),
        )
    )
    acting = sa.select(ActingAppointment.unit_id).where(
        ActingAppointment.officer_id.in_(officers),
        ActingAppointment.starts_on <= on,
        ActingAppointment.ends_on >= on,
    )
    return set(db.session.execute(held.union(acting)).scalars())


def first_free_unit(case: Complaint, on: date) -> int | None:
    """The handling unit, or the nearest above that nobody concerned commands; None without one."""
    closed = theirs(case, on)
    above = units_above(case.handling_unit_id)
    return next((unit for unit in above if unit not in closed), None)


def concerned_of(complaint_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """Whom a case is about: ids of people who sign in, and of officers."""
    query = sa.select(Concerned.person_id, Concerned.officer_id).where(
        Concerned.complaint_id == complaint_id
    )
    rows = db.session.execute(query).all()
    people = frozenset(row.person_id for row in rows if row.person_id is not None)
    officers = frozenset(row.officer_id for row in rows if row.officer_id is not None)
    return people, officers
