"""Staff in tests: a person with a role in a unit, signed in, in a browser that keeps its cookie."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask

from portal.accounts.models import HeldRole, Person, StaffSession
from portal.accounts.queries import person_actor
from portal.accounts.rules.keys import Purpose, digest, new_handle, new_token
from portal.accounts.totp import seal
from portal.authority import Actor, Role
from portal.clock import now, today
from portal.database import db
from portal.organisation.models import Officer, Unit
from portal.web.actors import SID
from portal.web.limits import secret_keys, settings
from tests.visitor import Visitor

_numbers = itertools.count(1)
BEFORE = date(2020, 1, 1)
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_person(
    *roles: tuple[Role, Unit],
    officer: Officer | None = None,
    login: str | None = None,
    **facts: Any,
) -> Person:
    """A person who holds the roles since long ago; no password unless `facts` give one.

    With a second factor (`TOTP_SECRET`), because some roles open nothing without; `totp=None`
    is a person without.
    """
    number, handle = next(_numbers), new_handle()
    sealed = seal(secret_keys().vault_key, handle, TOTP_SECRET)
    facts = {"name": f"Pegawai {number}", "email": None, "created_on": BEFORE, **facts}
    facts = {"totp": sealed, **facts}
    person = Person(
        handle=handle,
        login=login or f"pegawai{number}",
        officer_id=officer.id if officer else None,
        **facts,
    )
    db.session.add(person)
    db.session.flush()
    for role, unit in roles:
        db.session.add(HeldRole(person_id=person.id, role=role, unit_id=unit.id, starts_on=BEFORE))
    db.session.commit()
    return person


def actor_of(person: Person) -> Actor:
    """The actor this person is today."""
    return person_actor(person, today(settings().timezone))


def make_session(person: Person, **facts: Any) -> tuple[str, StaffSession]:
    """A living session and its token; confirmed a moment ago unless `facts` say otherwise."""
    token = new_token()
    facts = {"device": "Uji", "started_at": now(), "seen_at": now(), "confirmed_at": now(), **facts}
    session = StaffSession(
        handle=new_handle(),
        digest=digest(secret_keys().vault_key, Purpose.SESSION, token),
        person_id=person.id,
        **facts,
    )
    db.session.add(session)
    db.session.commit()
    return token, session


@dataclass
class Staff(Visitor):
    """A visitor who is signed in as `person` from the start."""

    person: Person | None = None

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        if self.person is not None:
            self.sign_in(self.person)

    def sign_in(self, person: Person, **facts: Any) -> StaffSession:
        """Put a fresh session into this browser, without the sign-in page."""
        token, session = make_session(person, **facts)
        with self.client.session_transaction() as cookie:
            cookie[SID] = token
        return session


def staff(app: Flask, role: Role, unit: Unit, *, headers: Mapping[str, str] | None = None) -> Staff:
    """Somebody new with this role in this unit, signed in."""
    return Staff(app, headers or {}, person=make_person((role, unit)))
