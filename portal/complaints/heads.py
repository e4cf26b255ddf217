"""Who heads a unit on a day: by the role held there, or acting (Plt., Plh.) by decree."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.authority import Role
from portal.database import db
from portal.organisation.models import ActingAppointment


@dataclass(frozen=True, slots=True)
class Heads:
    """The people who sign in and the officers of the roster who head a unit now."""

    people: frozenset[int]
    officers: frozenset[int]


def heads_of(unit_id: int, on: date) -> Heads:
    """Everybody who heads this very unit on this day; an acting head besides the one on leave."""
    held = (
        sa.select(Person.id, Person.officer_id)
        .join(HeldRole, HeldRole.person_id == Person.id)
        .where(
            HeldRole.role == Role.UNIT_HEAD,
            HeldRole.unit_id == unit_id,
            HeldRole.starts_on <= on,
            sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= on),
        )
    )
    by_role = db.session.execute(held).all()
    acting = sa.select(ActingAppointment.officer_id).where(
        ActingAppointment.unit_id == unit_id,
        ActingAppointment.starts_on <= on,
        ActingAppointment.ends_on >= on,
    )
    officers = {row.officer_id for row in by_role if row.officer_id is not None}
    officers |= set(db.session.execute(acting).scalars())
    accounts = sa.select(Person.id).where(Person.officer_id.in_(officers))
    people = {row.id for row in by_role} | set(db.session.execute(accounts).scalars())
    return Heads(frozenset(people), frozenset(officers))
