"""What the operator does for people from the command line: the first invitation, a new link.

The operator has the machine in hand; the link is shown on the terminal and, where there is
an address, mailed too.
"""

from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.factors import UNKNOWN_PERSON
from portal.accounts.inviting import new_person
from portal.accounts.models import HeldRole, LinkKind, Person
from portal.accounts.passwords import mail_link, make_link
from portal.accounts.signing_in import folded
from portal.audit.commands import record
from portal.authority import Actor, Permission, Role
from portal.database import command, db
from portal.errors import NotFound
from portal.language import later
from portal.organisation.models import Unit

NO_UNIT = later("Kode unit itu tidak ada.")


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
    person = new_person(login, name, email, day)
    unit = _unit(unit_code, government)
    db.session.add(HeldRole(person_id=person.id, role=role, unit_id=unit.id, starts_on=day))
    link = address + make_link(person, LinkKind.INVITATION, vault_key=vault_key, at=at)
    mail_link(person, LinkKind.INVITATION, link, vault_key=vault_key, at=at)
    after = {"login": person.login, "name": name, "role": role, "unit": unit.code}
    record(actor, action="person_invited", subject=f"person:{person.handle}", after=after)
    return link


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
