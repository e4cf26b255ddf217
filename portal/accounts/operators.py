"""What the operator does for people from the command line: the first invitation, a new link.

The operator has the machine in hand; the link is shown on the terminal and, where there is
an address, mailed too.
"""

import re
from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.factors import UNKNOWN_PERSON
from portal.accounts.models import HeldRole, LinkKind, Person
from portal.accounts.passwords import mail_link, make_link
from portal.accounts.rules.keys import new_handle
from portal.accounts.signing_in import folded
from portal.audit.commands import record
from portal.authority import Actor, Permission, Role
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import later
from portal.organisation.models import Unit

BAD_LOGIN = later(
    "Nama masuk terdiri dari 3 sampai 80 huruf kecil, angka, titik, garis bawah, atau tanda hubung."
)
TAKEN = later("Nama masuk atau surel itu sudah dipakai.")
NO_UNIT = later("Kode unit itu tidak ada.")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,79}")


@command
def invite_by_operator(
    actor: Actor,
    *,
    login: str,
    name: str,
    email: str | None,
    role: Role,
    unit_code: str,
    government: str = "",
    address: str,
    vault_key: str,
    at: datetime,
    day: date,
) -> str:
    """A new person with one role; the link with which the first password is chosen.

    `government` names the root unit to make where there is no unit at all yet: a role is held
    in a unit, also the first one. `address` is where links lead.
    """
    actor.demand(Permission.OPERATE)
    person = _new_person(folded(login), name, email, day)
    unit = _unit(unit_code, government)
    db.session.add(HeldRole(person_id=person.id, role=role, unit_id=unit.id, starts_on=day))
    link = address + make_link(person, LinkKind.INVITATION, vault_key=vault_key, at=at)
    mail_link(person, LinkKind.INVITATION, link, vault_key=vault_key, at=at)
    after = {"login": person.login, "name": name, "role": role, "unit": unit.code}
    record(actor, action="person_invited", subject=f"person:{person.handle}", after=after)
    return link


def _new_person(login: str, name: str, email: str | None, day: date) -> Person:
    if not _LOGIN.fullmatch(login):
        raise RuleBroken(BAD_LOGIN)
    same = sa.or_(Person.login == login, Person.email == folded(email or login))
    if db.session.execute(sa.select(Person.id).where(same)).first() is not None:
        raise Conflict(TAKEN)
    person = Person(
        handle=new_handle(),
        login=login,
        name=name.strip()[:200],
        email=folded(email) if email else None,
        created_on=day,
    )
    db.session.add(person)
    db.session.flush()
    return person


def _unit(code: str, government: str) -> Unit:
    unit = db.session.execute(sa.select(Unit).where(Unit.code == code)).scalar()
    if unit is None and government and not has_units():
        unit = Unit(code=code, name=government, kind="pemda")
        db.session.add(unit)
        db.session.flush()
    if unit is None:
        raise NotFound(NO_UNIT)
    return unit


@command
def reset_by_operator(
    actor: Actor, *, login: str, address: str, vault_key: str, at: datetime
) -> str:
    """A link for a new password, to be handed over; older links are dead."""
    actor.demand(Permission.OPERATE)
    query = sa.select(Person).where(Person.login == folded(login), Person.disabled_on.is_(None))
    person = db.session.execute(query).scalar()
    if person is None:
        raise NotFound(UNKNOWN_PERSON)
    record(actor, action="reset_requested", subject=f"person:{person.handle}")
    return address + make_link(person, LinkKind.RESET, vault_key=vault_key, at=at)


def has_units() -> bool:
    """Is there any unit in which a role can be held?"""
    return db.session.execute(sa.select(Unit.id)).first() is not None
