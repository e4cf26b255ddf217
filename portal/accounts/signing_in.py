"""Signing in: the password is looked at outside every transaction, the session opened in one.

Unknown, wrong, disabled and without a password are one answer, and cost the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.accounts.factors import demand_code
from portal.accounts.failures import Counted, count_try, failure_key, forgive
from portal.accounts.hashing import fits, hashed, is_outdated
from portal.accounts.models import Person, StaffSession
from portal.accounts.own import own_person
from portal.accounts.rules.keys import Purpose, digest, new_handle, new_token
from portal.accounts.rules.lockout import FREE_FOR_ACCOUNT, FREE_FOR_SOURCE
from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db
from portal.errors import NotAllowed
from portal.language import later

ANONYMOUS = Actor("anonymous")  # somebody at the sign-in page
MOST_WAITING = 7  # with the active one: eight people at one shared PC
CHANGED = later("Kata sandi baru saja diganti. Masuk sekali lagi.")


@dataclass(frozen=True, slots=True)
class Known:
    """A person whose password was right; `stored` is the hash it was checked against."""

    person_id: int
    handle: str
    login: str
    has_totp: bool
    stored: str

    @property
    def actor(self) -> Actor:
        return Actor(f"person:{self.login}", person_id=self.person_id)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of login and password: the person, or how long to wait, or neither."""

    known: Known | None = None
    wait: timedelta = timedelta()


def check_password(
    *, login: str, password: str, source: str, vault_key: str, at: datetime, generous: int = 1
) -> Checked:
    """Is it this person's password? Counts failures of the account and of the source.

    `login` may be the e-mail address; `generous` multiplies what is free for the source.
    """
    typed = folded(login)
    account = failure_key(vault_key, "account", typed)
    where = failure_key(vault_key, "source", source)
    counted = (Counted(account, FREE_FOR_ACCOUNT), Counted(where, FREE_FOR_SOURCE * generous))
    tried = count_try(ANONYMOUS, of=counted, at=at)
    if tried.wait:
        return Checked(wait=tried.wait)
    person = _by_login(typed)
    if not fits(person.password if person else None, password) or not _is_able(person):
        if tried.locks:
            note_lock(ANONYMOUS, handle=person.handle if person else None)
        return Checked()
    forgive(ANONYMOUS, keys=[account], one_of=[where])
    return Checked(_with_todays_hash(person, password) if person else None)


def _with_todays_hash(person: Person, password: str) -> Known:
    """The password is at hand only now: hash it again where the parameters have changed."""
    found = known(person)
    if not is_outdated(found.stored):
        return found
    fresh = hashed(password)
    rehash_password(found.actor, stored=found.stored, fresh=fresh)
    return replace(found, stored=fresh)


@command
def rehash_password(actor: Actor, *, stored: str, fresh: str) -> None:
    """Store the same password under today's parameters."""
    person = own_person(actor)
    if person.password == stored:
        person.password = fresh
        record(actor, action="password_rehashed", subject=f"person:{person.handle}")


def folded(login: str) -> str:
    """A login or an address as it is stored and counted."""
    return login.strip().casefold()[:254]


def _is_able(person: Person | None) -> bool:
    return person is not None and person.disabled_on is None


def _by_login(typed: str) -> Person | None:
    query = sa.select(Person).where(sa.or_(Person.login == typed, Person.email == typed))
    # A login may look like somebody's address: the login comes first.
    found = db.session.execute(query).scalars().all()
    return min(found, key=lambda person: person.login != typed, default=None)


def known(person: Person) -> Known:
    """What the next step needs to know of a person whose password was right."""
    return Known(
        person.id, person.handle, person.login, person.totp is not None, person.password or ""
    )


def known_by_handle(handle: str) -> Known | None:
    """The same, a moment later, for whoever still has to give the second factor."""
    person = db.session.execute(sa.select(Person).where(Person.handle == handle)).scalar()
    return known(person) if person and person.disabled_on is None else None


@command
def note_lock(actor: Actor, *, handle: str | None) -> None:
    """Write down that an account or a source has to wait; the account only if there is one."""
    subject = f"person:{handle}" if handle else "sign-in"
    record(actor, action="sign_in_locked", subject=subject)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session's token, and those of other people that go on waiting in this browser."""

    token: str
    waiting: tuple[str, ...]


@command
def open_session(
    actor: Actor,
    *,
    stored: str,
    code: str | None,
    device: str,
    is_shared: bool,
    previous: Sequence[str],
    vault_key: str,
    at: datetime,
) -> Opened:
    """Open a session for whoever gave the right password, and the code where there is a factor.

    `previous` are the tokens this browser holds, the active one first: those of other people
    wait, locked, on a shared PC; every other one ends here.
    """
    person = own_person(actor)
    if person.password != stored:
        raise NotAllowed(CHANGED)
    if person.totp is not None:
        demand_code(person, code or "", vault_key=vault_key, at=at)
    waiting = _sent_to_wait(person.id, previous, vault_key, keep=is_shared)
    token, handle = new_token(), new_handle()
    db.session.add(
        StaffSession(
            handle=handle,
            digest=digest(vault_key, Purpose.SESSION, token),
            person_id=person.id,
            device=device[:80],
            is_shared=is_shared,
            started_at=at,
            seen_at=at,
            confirmed_at=at,
        )
    )
    after = {"device": device[:80], "shared": is_shared, "factor": person.totp is not None}
    record(actor, action="signed_in", subject=f"session:{handle}", after=after)
    return Opened(token, waiting)


def _sent_to_wait(
    person_id: int, tokens: Sequence[str], vault_key: str, *, keep: bool
) -> tuple[str, ...]:
    """Lock the sessions of other people at this shared PC, end all others."""
    kept: list[str] = []
    for token in tokens:
        query = sa.select(StaffSession).where(
            StaffSession.digest == digest(vault_key, Purpose.SESSION, token)
        )
        session = db.session.execute(query).scalar()
        if session is None:
            continue
        is_kept = keep and session.is_shared and session.person_id != person_id
        if is_kept and len(kept) < MOST_WAITING:
            session.is_locked = True
            kept.append(token)
        else:
            db.session.delete(session)
    return tuple(kept)
