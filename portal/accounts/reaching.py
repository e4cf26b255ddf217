"""Which people an administrator reaches: through the roles they hold in the own units.

Somebody who also holds a role elsewhere is seen here, but the account itself (address, link,
disabling) stays with whoever reaches all of it: else a small administrator would take over a
large one by giving a small role and asking for a link.
"""

import hashlib
from datetime import date, timedelta

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.accounts.rules.holding import Holding
from portal.audit.commands import take_turn
from portal.audit.rules import canonical
from portal.authority import UNKNOWN, Actor, Permission, Role
from portal.database import db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import later
from portal.organisation.models import Officer, Unit

MANAGE = Permission.MANAGE_PEOPLE
CHANGED = later(
    "Akun ini diubah orang lain sejak halaman Anda dibuka. "
    "Periksa yang berlaku sekarang, lalu simpan lagi."
)
ELSEWHERE = later(
    "Orang ini juga memegang peran di luar jangkauan Anda. "
    "Minta administrator yang menjangkau semua unitnya."
)
OWN = later("Peran dan akun sendiri diubah oleh administrator lain, bukan oleh Anda sendiri.")
LAST = later(
    "Sesudah ini tidak ada lagi administrator pemerintah daerah yang dapat masuk dan perannya "
    "tanpa hari terakhir. Beri peran itu kepada orang lain dulu."
)


def whole_reach(actor: Actor, permission: Permission = MANAGE) -> frozenset[int] | None:
    """The units where the permission is held; None when there is no unit besides."""
    actor.demand(permission)
    reach = actor.reach(permission)
    if reach is None:
        return None
    outside = sa.select(Unit.id).where(Unit.id.not_in(reach)).limit(1)
    return reach if db.session.execute(outside).first() else None


def people_in_reach(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """The condition on Person that keeps a list to the people of the own units."""
    reach = whole_reach(actor)
    if reach is None:
        return []
    held = sa.select(HeldRole.person_id).where(HeldRole.unit_id.in_(reach))
    return [Person.id.in_(held)]


def reached_person(actor: Actor, handle: str, *, locked: bool = False) -> Person:
    """A person in reach, in a command locked until its end; NotFound else."""
    query = sa.select(Person).where(Person.handle == handle, *people_in_reach(actor))
    if locked:
        query = query.with_for_update(of=Person)
    person = db.session.execute(query).scalar()
    if person is None:
        raise NotFound(UNKNOWN)
    return person


def is_wholly_reached(actor: Actor, person: Person, today: date) -> bool:
    """Are all roles that are held or will be held within the reach?"""
    reach = whole_reach(actor)
    if reach is None:
        return True
    outside = sa.select(HeldRole.id).where(
        HeldRole.person_id == person.id,
        HeldRole.unit_id.not_in(reach),
        sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= today),
    )
    return db.session.execute(outside.limit(1)).first() is None


def account_to_change(actor: Actor, handle: str, seen: str, today: date) -> Person:
    """In a command: the person, still as the page showed it, wholly in reach."""
    person = seen_person(actor, handle, seen)
    if not is_wholly_reached(actor, person, today):
        raise RuleBroken(ELSEWHERE)
    return person


def seen_person(actor: Actor, handle: str, seen: str) -> Person:
    """In a command: the person, refused with Conflict unless still as the page showed it."""
    person = reached_person(actor, handle, locked=True)
    if person_fingerprint(person) != seen:
        raise Conflict(CHANGED)
    return person


def refuse_self(actor: Actor, person: Person) -> None:
    """Nobody changes what the own account may do."""
    if person.id == actor.person_id:
        raise RuleBroken(OWN)


def person_fingerprint(person: Person) -> str:
    """A digest of the account and its roles as they were loaded; it travels in the forms."""
    facts = {
        "name": person.name,
        "email": person.email,
        "officer": person.officer_id,
        "disabled_on": person.disabled_on,
        "roles": [
            [row.id, row.role, row.unit_id, row.held, row.decree, row.starts_on, row.ends_on]
            for row in roles_of(person.id)
        ],
    }
    return hashlib.sha256(canonical(facts).encode()).hexdigest()[:32]


def roles_of(person_id: int) -> list[HeldRole]:
    """Every role ever given to a person that was not cancelled, the oldest first."""
    query = sa.select(HeldRole).where(HeldRole.person_id == person_id)
    return list(db.session.execute(query.order_by(HeldRole.starts_on, HeldRole.id)).scalars())


def holdings_of(person_id: int) -> list[Holding]:
    """The same as the rules see them."""
    codes = sa.select(HeldRole, Unit.code).join(Unit, Unit.id == HeldRole.unit_id)
    rows = db.session.execute(codes.where(HeldRole.person_id == person_id)).all()
    return [
        Holding(row.role, code, row.starts_on, row.ends_on, row.held, row.decree)
        for row, code in rows
    ]


def refuse_last_administrator(person: Person, *, after: date, but: int | None = None) -> None:
    """Refuse to take the root's last administrator away; `but` is the role that ends on `after`.

    With `but` the person's other roles count, without it the person goes altogether. Who is left
    must hold it without an end, so that nobody has to come back in time. Two who disable each
    other come one after the other: whoever comes second is refused.
    """
    roots = sa.select(Unit.id).where(Unit.parent_id.is_(None))
    ruling = (HeldRole.role == Role.ADMINISTRATOR, HeldRole.unit_id.in_(roots))
    own = sa.select(HeldRole.id).where(HeldRole.person_id == person.id, *ruling)
    own = own if but is None else own.where(HeldRole.id == but)
    if db.session.execute(own.limit(1)).first() is None:
        return
    take_turn()
    day = after + timedelta(days=1)
    left = (
        sa.select(HeldRole.id)
        .join(Person, Person.id == HeldRole.person_id)
        .where(*ruling, Person.disabled_on.is_(None), Person.password.is_not(None))
        .where(HeldRole.starts_on <= day, HeldRole.ends_on.is_(None))
        .where(Person.id != person.id if but is None else HeldRole.id != but)
    )
    if db.session.execute(left.limit(1)).first() is None:
        raise RuleBroken(LAST)


def unit_to_grant(actor: Actor, code: str) -> Unit:
    """A unit in reach by its code; NotFound else."""
    unit = db.session.execute(sa.select(Unit).where(Unit.code == code)).scalar()
    actor.demand(MANAGE)
    if unit is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(MANAGE, unit.id)
    return unit


def officer_to_link(actor: Actor, handle: str) -> Officer:
    """An officer of a unit in reach by the random name; NotFound else."""
    actor.demand(MANAGE)
    officer = db.session.execute(sa.select(Officer).where(Officer.handle == handle)).scalar()
    if officer is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(MANAGE, officer.unit_id)
    return officer
