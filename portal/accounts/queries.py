"""Who is asking: the person behind a session, with the grants held today."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person, StaffSession
from portal.accounts.rules.keys import Purpose, digest
from portal.accounts.rules.sessions import is_idle, is_over
from portal.authority import Actor, Grant, Role
from portal.database import db
from portal.organisation.tree import reach_of


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session: the person, the actor that person is today, and the session's state."""

    person_id: int
    handle: str
    name: str
    login: str
    session: str
    device: str
    actor: Actor
    has_totp: bool
    has_pin: bool
    is_shared: bool
    is_locked: bool
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime | None


def signed_in(token: str, *, vault_key: str, at: datetime, today: date) -> SignedIn | None:
    """The session this token opens; None when it is unknown, over, or its person disabled."""
    query = (
        sa.select(StaffSession, Person)
        .join(Person, Person.id == StaffSession.person_id)
        .where(StaffSession.digest == digest(vault_key, Purpose.SESSION, token))
    )
    row = db.session.execute(query).one_or_none()
    if row is None or row.Person.disabled_on is not None:
        return None
    session: StaffSession = row.StaffSession
    seen, shared = session.seen_at, session.is_shared
    if is_over(started_at=session.started_at, seen_at=seen, is_shared=shared, at=at):
        return None
    person: Person = row.Person
    return SignedIn(
        person_id=person.id,
        handle=person.handle,
        name=person.name,
        login=person.login,
        session=session.handle,
        device=session.device,
        actor=person_actor(person, today),
        has_totp=person.totp is not None,
        has_pin=person.pin is not None,
        is_shared=shared,
        is_locked=session.is_locked or is_idle(seen_at=seen, is_shared=shared, at=at),
        started_at=session.started_at,
        seen_at=seen,
        confirmed_at=session.confirmed_at,
    )


def person_actor(person: Person, today: date) -> Actor:
    """The actor a person is on a day: named `person:<login>` in the trail."""
    query = sa.select(HeldRole.role, HeldRole.unit_id).where(
        HeldRole.person_id == person.id,
        HeldRole.starts_on <= today,
        sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= today),
    )
    grants = tuple(
        Grant(Role(row.role), reach_of(row.unit_id)) for row in db.session.execute(query)
    )
    return Actor(f"person:{person.login}", grants, person.id, person.officer_id)
