"""Passwords and PINs: chosen, changed, and reset by a link that works once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.accounts.failures import Counted, count_try, failure_key
from portal.accounts.models import LinkKind, OneTimeLink, Person, StaffSession
from portal.accounts.own import own_person, own_session, rotated
from portal.accounts.rules.keys import Purpose, digest, new_token
from portal.accounts.sessions import end_sessions_of
from portal.accounts.signing_in import ANONYMOUS, folded
from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db
from portal.errors import NotAllowed, NotFound
from portal.language import later
from portal.notifications.commands import enqueue

VALID_FOR = {LinkKind.RESET: timedelta(hours=1), LinkKind.INVITATION: timedelta(days=7)}
MAILS_FREE = 3  # for one account, then each waits longer
LINK_DEAD = later(
    "Tautan ini tidak berlaku. Mungkin sudah dipakai, sudah lewat waktunya, atau tidak lengkap"
    " tersalin. Minta tautan baru."
)
WRONG_PASSWORD = later("Kata sandi yang sekarang tidak cocok.")


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """Whose page a link opens, and for what."""

    kind: LinkKind
    login: str
    name: str
    email: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.login, self.name, self.email or "")


def linked_person(token: str, *, vault_key: str, at: datetime) -> LinkedPerson | None:
    """Who may choose a password with this link; None when it is unknown, used or over."""
    query = (
        sa.select(OneTimeLink.kind, Person.login, Person.name, Person.email)
        .join_from(OneTimeLink, Person, Person.id == OneTimeLink.person_id)
        .where(*_living(token, vault_key, at), Person.disabled_on.is_(None))
    )
    row = db.session.execute(query).one_or_none()
    return LinkedPerson(LinkKind(row.kind), row.login, row.name, row.email) if row else None


def _living(token: str, vault_key: str, at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        OneTimeLink.digest == digest(vault_key, Purpose.LINK, token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > at,
    )


def make_link(person: Person, kind: LinkKind, *, vault_key: str, at: datetime) -> str:
    """Inside a command: the token of a new link; older ones of this person are dead."""
    db.session.execute(sa.delete(OneTimeLink).where(OneTimeLink.person_id == person.id))
    token = new_token()
    db.session.add(
        OneTimeLink(
            digest=digest(vault_key, Purpose.LINK, token),
            person_id=person.id,
            kind=kind,
            expires_at=at + VALID_FOR[kind],
        )
    )
    return token


def mail_link(person: Person, kind: LinkKind, link: str, *, vault_key: str, at: datetime) -> None:
    """Inside a command: put the mail with the link into the outbox."""
    if person.email is None:
        return
    expires_at = (at + VALID_FOR[kind]).isoformat()
    enqueue(
        kind="invitation" if kind is LinkKind.INVITATION else "password_reset",
        recipient=person.email,
        facts={"name": person.name, "expires_at": expires_at, "link": link},
        vault_key=vault_key,
        at=at,
    )


def ask_for_reset(*, login: str, address: str, vault_key: str, at: datetime) -> None:
    """Mail a link to whoever this is; nothing tells whether there is such a person.

    `address` is where links lead, the token is added to it. Counted like a failure, so that
    nobody's mailbox is filled by others.
    """
    typed = folded(login)
    counted = Counted(failure_key(vault_key, "reset", typed), MAILS_FREE + 1)
    if not count_try(ANONYMOUS, of=[counted], at=at).wait:
        _send_reset(ANONYMOUS, login=typed, address=address, vault_key=vault_key, at=at)


@command
def _send_reset(actor: Actor, *, login: str, address: str, vault_key: str, at: datetime) -> None:
    query = sa.select(Person).where(sa.or_(Person.login == login, Person.email == login))
    for person in db.session.execute(query).scalars():
        if person.disabled_on is not None or person.email is None:
            continue
        token = make_link(person, LinkKind.RESET, vault_key=vault_key, at=at)
        mail_link(person, LinkKind.RESET, address + token, vault_key=vault_key, at=at)
        record(actor, action="reset_requested", subject=f"person:{person.handle}")
        return


@command
def set_password_by_link(
    actor: Actor, *, token: str, hashed: str, vault_key: str, at: datetime
) -> str:
    """Set the password of whoever holds the link, end all sessions; the login. Works once."""
    del actor  # whoever holds the link is the person it was made for
    used = sa.update(OneTimeLink).where(*_living(token, vault_key, at)).values(used_at=at)
    query = sa.select(Person).join(OneTimeLink, OneTimeLink.person_id == Person.id)
    query = query.where(*_living(token, vault_key, at), Person.disabled_on.is_(None))
    person = db.session.execute(query.with_for_update(of=Person)).scalar()
    # The second condition decides between two who press at the same time.
    if person is None or not db.session.execute(used).rowcount:  # type: ignore[attr-defined]
        raise NotFound(LINK_DEAD)
    person.password = hashed
    ended = end_sessions_of(person.id)
    record(
        Actor(f"person:{person.login}", person_id=person.id),
        action="password_set",
        subject=f"person:{person.handle}",
        after={"sessions_ended": ended},
    )
    return person.login


@command
def change_password(
    actor: Actor, *, stored: str, hashed: str, session: str, vault_key: str, at: datetime
) -> str:
    """Change the own password, whose old hash `stored` was checked; the session's new token.

    All other sessions of this person end.
    """
    person = own_person(actor)
    if person.password != stored:
        raise NotAllowed(WRONG_PASSWORD)
    person.password = hashed
    ended = end_sessions_of(person.id, but=session)
    after = {"sessions_ended": ended}
    record(actor, action="password_changed", subject=f"person:{person.handle}", after=after)
    return rotated(own_session(actor, session), vault_key=vault_key, confirmed_at=at)


@command
def set_pin(actor: Actor, *, hashed: str) -> None:
    """Choose the PIN that opens the own locked sessions."""
    person = own_person(actor)
    person.pin = hashed
    locked = sa.update(StaffSession).where(StaffSession.person_id == person.id)
    db.session.execute(locked.values(pin_failures=0))
    record(actor, action="pin_set", subject=f"person:{person.handle}")


@dataclass(frozen=True, slots=True)
class OwnSecrets:
    """What the own page checks a typed password against; stays inside the request."""

    handle: str
    password: str | None
    names: tuple[str, ...]


def own_secrets(actor: Actor) -> OwnSecrets:
    """The own stored hash and what others know about the own name."""
    columns = (Person.handle, Person.password, Person.login, Person.name, Person.email)
    row = db.session.execute(sa.select(*columns).where(Person.id == actor.person_id)).one()
    return OwnSecrets(row.handle, row.password, (row.login, row.name, row.email or ""))
