"""Sessions once they are open: touched, confirmed, locked, unlocked, listed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from portal.accounts.factors import demand_code
from portal.accounts.models import Person, StaffSession
from portal.accounts.own import own_person, own_session, rotated
from portal.accounts.rules.pins import TRIES
from portal.accounts.rules.sessions import IDLE, LONGEST
from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db, lean_command


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One line of the list of the own sessions."""

    handle: str
    device: str
    is_shared: bool
    started_at: datetime
    seen_at: datetime


@lean_command
def touch_session(connection: sa.Connection, actor: Actor, *, handle: str, at: datetime) -> None:
    """Note that the session is in use: at most once a minute, no act of anybody."""
    del actor
    query = sa.update(StaffSession).where(StaffSession.handle == handle)
    connection.execute(query.values(seen_at=at))


@command
def confirm_session(
    actor: Actor, *, handle: str, code: str | None, vault_key: str, at: datetime
) -> str:
    """The second factor (or, checked before, the password) was given; the session's new token."""
    person, session = own_person(actor), own_session(actor, handle)
    if person.totp is not None:
        demand_code(person, code or "", vault_key=vault_key, at=at)
    after = {"factor": person.totp is not None}
    record(actor, action="session_confirmed", subject=f"session:{handle}", after=after)
    return rotated(session, vault_key=vault_key, confirmed_at=at)


@command
def lock_session(actor: Actor, *, handle: str) -> None:
    """Lock the session: only the PIN (or signing in again) opens it."""
    session = own_session(actor, handle)
    session.is_locked, session.confirmed_at = True, None
    record(actor, action="session_locked", subject=f"session:{handle}")


@dataclass(frozen=True, slots=True)
class PinTry:
    """A try to open a locked session: what it is checked against, and how many are left."""

    handle: str
    stored: str | None
    left: int


@lean_command
def count_pin_try(connection: sa.Connection, actor: Actor, *, handle: str) -> PinTry | None:
    """Count a try as wrong before it is looked at; None when none is left."""
    own = (StaffSession.handle == handle, StaffSession.person_id == actor.person_id)
    counted = sa.update(StaffSession).where(*own, StaffSession.pin_failures < TRIES)
    counted = counted.values(pin_failures=StaffSession.pin_failures + 1)
    if not connection.execute(counted).rowcount:
        return None
    query = sa.select(Person.handle, Person.pin, StaffSession.pin_failures).join_from(
        StaffSession, Person, Person.id == StaffSession.person_id
    )
    row = connection.execute(query.where(*own)).one()
    return PinTry(row.handle, row.pin, TRIES - row.pin_failures)


@lean_command
def forgive_pin_tries(connection: sa.Connection, actor: Actor, *, handle: str) -> None:
    """The PIN was right, for something else than opening the session: its tries are given back."""
    own = (StaffSession.handle == handle, StaffSession.person_id == actor.person_id)
    connection.execute(sa.update(StaffSession).where(*own).values(pin_failures=0))


@command
def unlock_session(
    actor: Actor, *, handle: str, others: Sequence[str], vault_key: str, at: datetime
) -> str:
    """The PIN was right: the session's new token. `others` in this browser are locked.

    A PIN is no second factor: what was confirmed is not confirmed any more.
    """
    session = own_session(actor, handle)
    session.is_locked, session.pin_failures = False, 0
    session.seen_at = at
    db.session.execute(
        sa.update(StaffSession)
        .where(StaffSession.handle.in_(list(others)), StaffSession.handle != handle)
        .values(is_locked=True, confirmed_at=None)
    )
    record(actor, action="session_unlocked", subject=f"session:{handle}")
    return rotated(session, vault_key=vault_key, confirmed_at=None)


@command
def end_session(actor: Actor, *, handle: str, reason: str = "") -> None:
    """End one of the own sessions."""
    db.session.delete(own_session(actor, handle))
    record(actor, action="session_ended", subject=f"session:{handle}", reason=reason)


@command
def sign_out_everywhere(actor: Actor) -> int:
    """End every session of this person, this one too; how many there were."""
    person = own_person(actor)
    ended = end_sessions_of(person.id)
    subject = f"person:{person.handle}"
    record(actor, action="signed_out_everywhere", subject=subject, after={"sessions": ended})
    return ended


def end_sessions_of(person_id: int, *, but: str = "") -> int:
    """Inside a command: end the sessions of a person, all but one; how many."""
    ended = sa.delete(StaffSession).where(
        StaffSession.person_id == person_id, StaffSession.handle != but
    )
    return int(db.session.execute(ended).rowcount)  # type: ignore[attr-defined]  # a DELETE's


def own_sessions(actor: Actor, at: datetime) -> list[OpenSession]:
    """The living sessions of this person, the one used last first."""
    session = StaffSession
    query = (
        sa.select(
            session.handle,
            session.device,
            session.is_shared,
            session.started_at,
            session.seen_at,
        )
        .where(session.person_id == actor.person_id, session.started_at > at - LONGEST)
        .where(sa.or_(session.is_shared, session.seen_at > at - IDLE))
        .order_by(session.seen_at.desc(), session.handle)
    )
    return [OpenSession(*row) for row in db.session.execute(query)]
