"""Whom a complaint is about, and with that on whose desk it lies (rules/routing.py)."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import HeldRole
from portal.accounts.models import Person as Account
from portal.authority import Role
from portal.complaints.heads import heads_of
from portal.complaints.placing import INSPECTORATE, inspectors_unit
from portal.complaints.rules.routing import Matter, Person, Place, route
from portal.complaints.rules.words import About, Desk, Kind
from portal.database import db
from portal.organisation.models import Officer, Unit
from portal.organisation.tree import units_above

OVERSEERS = frozenset({Role.INSPECTOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Told:
    """What the reporter told of place and person; an officer of the roster, or a description."""

    kind: Kind
    about: About
    unit_id: int
    officer_id: int | None = None
    description: str = ""
    is_free: bool | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """One row of whom a case is about."""

    officer_id: int | None = None
    person_id: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a case goes; None instead of one: outside our authority."""

    desk: Desk
    unit_id: int
    is_bypassed: bool
    concerned: tuple[Concern, ...]


def way_of(told: Told, on: date) -> Way | None:
    """The desk and the unit that handles it, and everybody who must not see it."""
    base = _base(told, on)
    person = _person(told, base, on)
    found = route(Matter(told.kind, told.about, person, _place(base), told.is_free))
    if found.desk is None:
        return None
    about_head = told.about is About.PIMPINAN or person is Person.HEAD
    concerned = (*_named(told), *(_heads(base, on) if about_head else ()))
    if found.desk is Desk.INSPECTOR:
        handling = inspectors_unit()
    elif found.goes_up:
        handling = _first_above(base, concerned, on)
    else:
        handling = told.unit_id
    return Way(found.desk, handling, handling != told.unit_id, tuple(dict.fromkeys(concerned)))


def _base(told: Told, on: date) -> int:
    """The unit itself, or the highest one above it that the named officer heads."""
    if told.officer_id is None:
        return told.unit_id
    headed = [one for one in units_above(told.unit_id) if told.officer_id in _officers(one, on)]
    return headed[-1] if headed else told.unit_id


def _person(told: Told, base: int, on: date) -> Person:
    if told.officer_id is None:
        return Person.OFFICER if told.description.strip() else Person.NOBODY
    roles = _roles(told.officer_id, on)
    if roles & OVERSEERS or _serves_inspectorate(told.officer_id):
        return Person.OVERSEER
    if told.officer_id in _officers(base, on):
        return Person.HEAD
    return Person.COORDINATOR if Role.COORDINATOR in roles else Person.OFFICER


def _officers(unit_id: int, on: date) -> frozenset[int]:
    return heads_of(unit_id, on).officers


def _roles(officer_id: int, on: date) -> set[Role]:
    query = (
        sa.select(HeldRole.role)
        .join(Account, Account.id == HeldRole.person_id)
        .where(
            Account.officer_id == officer_id,
            HeldRole.starts_on <= on,
            sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= on),
        )
    )
    return {Role(word) for word in db.session.execute(query).scalars()}


def _serves_inspectorate(officer_id: int) -> bool:
    home = db.session.execute(sa.select(Officer.unit_id).where(Officer.id == officer_id)).scalar()
    return home is not None and _is_inspectorate(home)


def _is_inspectorate(unit_id: int) -> bool:
    """Also what stands below it, an irban for example."""
    kinds = sa.select(Unit.kind).where(Unit.id.in_(units_above(unit_id)))
    return INSPECTORATE in set(db.session.execute(kinds).scalars())


def _place(unit_id: int) -> Place:
    if _is_inspectorate(unit_id):
        return Place.INSPECTORATE
    return Place.ROOT if len(units_above(unit_id)) == 1 else Place.UNIT


def _named(told: Told) -> tuple[Concern, ...]:
    """The officer of the roster with the account, where there is one; else the description."""
    description = told.description.strip()
    if told.officer_id is None:
        return (Concern(description=description),) if description else ()
    account = sa.select(Account.id).where(Account.officer_id == told.officer_id)
    person = db.session.execute(account).scalar()
    return (Concern(told.officer_id, person, description),)


def _heads(unit_id: int, on: date) -> tuple[Concern, ...]:
    """Everybody who heads the unit now, by role or by decree."""
    heads = heads_of(unit_id, on)
    rows = sa.select(Account.id, Account.officer_id).where(Account.id.in_(heads.people))
    people = [Concern(row.officer_id, row.id) for row in db.session.execute(rows)]
    told = {one.officer_id for one in people}
    return (*people, *(Concern(one) for one in sorted(heads.officers - told)))


def _first_above(unit_id: int, concerned: tuple[Concern, ...], on: date) -> int:
    """One level up, and further where somebody it is about heads that one too."""
    people = {one.person_id for one in concerned} - {None}
    officers = {one.officer_id for one in concerned} - {None}
    above = units_above(unit_id)[1:]
    for one in above:
        heads = heads_of(one, on)
        if not (people & heads.people or officers & heads.officers):
            return one
    return inspectors_unit()
