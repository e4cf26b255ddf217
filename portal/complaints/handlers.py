"""Who can handle a case: holds the permission in its unit, sees its desk, and is not concerned."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.authority import ROLES, Actor, Permission
from portal.complaints.models import Complaint
from portal.complaints.placing import concerned_of, inspectors_unit
from portal.complaints.reach import DESKS
from portal.complaints.reading import seen_case
from portal.complaints.rules.words import Desk
from portal.database import db
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.tree import units_above


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be given the case; `handle` is the random name in forms."""

    id: int
    handle: str
    name: str


def handlers_for(actor: Actor, number: str, on: date) -> tuple[Colleague, ...]:
    """Who may be given this case now; nobody on the coordinator's desk, where it is only read."""
    case = seen_case(actor, number)
    return () if case.desk == Desk.COORDINATOR else handlers_of(case, on)


def handlers_of(case: Complaint, on: date) -> tuple[Colleague, ...]:
    """Everybody who may handle this case on this day, by name; praise is nobody's accusation."""
    needed = frozenset({Permission.HANDLE_CASES, DESKS[Desk(case.desk)]})
    return _people(case, needed, case.handling_unit_id, on)


def has_readers(case: Complaint, desk: Desk, unit_id: int, on: date) -> bool:
    """Would anybody see the case on that desk? A desk without people loses what is laid on it."""
    needed = frozenset({Permission.TRIAGE_CASES, DESKS[desk]})
    return bool(_people(case, needed, unit_id, on))


def staffed_desk(case: Complaint, desk: Desk, unit_id: int, on: date) -> tuple[Desk, int]:
    """That desk, or where nobody reads it the inspector's, or the coordinator's at the top.

    A resident was promised a date: no case may lie where nobody opens the drawer. Where all
    three are empty it stays, and `portal doctor` says so.
    """
    top = units_above(unit_id)[-1]
    tried = ((desk, unit_id), (Desk.INSPECTOR, inspectors_unit()), (Desk.COORDINATOR, top))
    return next((one for one in tried if has_readers(case, *one, on)), (desk, unit_id))


def refuse_empty_desk(case: Complaint, desk: Desk, unit_id: int, on: date) -> None:
    """In words, before a case is laid where nobody reads it."""
    if not has_readers(case, desk, unit_id, on):
        raise RuleBroken(
            _("Belum ada yang bertugas di meja itu. Minta Administrator memberi perannya dahulu.")
        )


def _people(
    case: Complaint, needed: frozenset[Permission], unit_id: int, on: date
) -> tuple[Colleague, ...]:
    """Who holds all of it there, can sign in, and is not whoever the case is about."""
    roles = [role for role, held in ROLES.items() if needed <= held]
    people, officers = concerned_of(case.id)
    query = (
        sa.select(Person.id, Person.handle, Person.name)
        .join(HeldRole, HeldRole.person_id == Person.id)
        .where(
            HeldRole.role.in_(roles),
            HeldRole.unit_id.in_(units_above(unit_id)),
            HeldRole.starts_on <= on,
            sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= on),
            Person.disabled_on.is_(None),
            Person.id.not_in(people),
            sa.or_(Person.officer_id.is_(None), Person.officer_id.not_in(officers)),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return tuple(Colleague(*row) for row in db.session.execute(query))
