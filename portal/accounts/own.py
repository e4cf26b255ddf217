"""The person an actor is, and the own session: what every act on the own account begins with."""

from datetime import datetime

from portal.accounts.models import Person, StaffSession
from portal.accounts.rules.keys import Purpose, digest, new_token
from portal.authority import REFUSED, UNKNOWN, Actor
from portal.database import db
from portal.errors import NotAllowed, NotFound


def own_person(actor: Actor) -> Person:
    """The row of whoever acts, locked until the command ends; NotAllowed for anybody else."""
    person = None
    if actor.person_id is not None:
        person = db.session.get(Person, actor.person_id, with_for_update=True)
    if person is None or person.disabled_on is not None:
        raise NotAllowed(REFUSED)
    return person


def own_session(actor: Actor, handle: str) -> StaffSession:
    """One of the own sessions, locked until the command ends; NotFound for anybody else's."""
    session = db.session.get(StaffSession, handle, with_for_update=True)
    if session is None or session.person_id != actor.person_id:
        raise NotFound(UNKNOWN)
    return session


def rotated(session: StaffSession, *, vault_key: str, confirmed_at: datetime | None) -> str:
    """A new token for the session: the old one opens nothing any more."""
    token = new_token()
    session.digest = digest(vault_key, Purpose.SESSION, token)
    session.confirmed_at = confirmed_at
    return token
