"""People as an administrator sees them: a list in reach, one person, who a person could be.

No NIP stands anywhere here; an officer is named, never numbered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.accounts.reaching import (
    is_wholly_reached,
    people_in_reach,
    person_fingerprint,
    reached_person,
    whole_reach,
)
from portal.authority import Actor, Role
from portal.database import db
from portal.listing import Asked, Listed
from portal.organisation.models import Officer, Unit
from portal.organisation.tree import units_below

PEOPLE_SORTS = ("nama", "masuk")
MOST_OFFICERS = 20


class State(StrEnum):
    """What an account is: in use, waiting for its first password, closed."""

    ACTIVE = "aktif"
    INVITED = "diundang"
    DISABLED = "nonaktif"


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of a person; `is_over` when its last day has passed."""

    id: int
    role: Role
    unit_code: str
    unit_name: str
    held: str
    decree: str
    starts_on: date
    ends_on: date | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on the list, with the roles that are in reach and not over."""

    handle: str
    login: str
    name: str
    email: str
    state: State
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person. `is_whole`: all roles are in reach; `seen` is the forms' fingerprint."""

    handle: str
    login: str
    name: str
    email: str
    state: State
    has_factor: bool
    created_on: date
    disabled_on: date | None
    officer: str
    officer_name: str
    roles: tuple[RoleLine, ...]
    is_whole: bool
    is_self: bool
    seen: str


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """An officer somebody may be."""

    handle: str
    name: str
    unit: str


def person_list(actor: Actor, asked: Asked, today: date) -> Listed[PersonLine]:
    """One page of the people in reach, by name or login, never by what they do."""
    query = sa.select(Person).where(*people_in_reach(actor), *_narrowed(actor, asked, today))
    counting = sa.select(sa.func.count()).select_from(query.subquery())
    total = db.session.execute(counting).scalar_one()
    asked = asked.within(total)
    rows = _ordered(query, asked).limit(asked.size).offset(asked.offset)
    people = list(db.session.execute(rows).scalars())
    return Listed(_lines(actor, people, today), total, asked)


def all_people(actor: Actor, asked: Asked, today: date) -> tuple[PersonLine, ...]:
    """The whole list that was asked for, for a file."""
    query = sa.select(Person).where(*people_in_reach(actor), *_narrowed(actor, asked, today))
    people = list(db.session.execute(_ordered(query, asked)).scalars())
    return _lines(actor, people, today)


def _ordered(query: sa.Select[tuple[Person]], asked: Asked) -> sa.Select[tuple[Person]]:
    first: Any = Person.login if asked.sort == "masuk" else Person.name
    return query.order_by(sa.desc(first) if asked.is_descending else first, Person.id)


def _narrowed(actor: Actor, asked: Asked, today: date) -> list[sa.ColumnElement[bool]]:
    found = _state_condition(asked.chose("keadaan"))
    if asked.search:
        escaped = asked.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = f"%{escaped}%"
        columns = (Person.name, Person.login, Person.email)
        found.append(sa.or_(*(column.ilike(like, escape="\\") for column in columns)))
    held = _roles_asked(actor, asked)
    if held:
        lasting = sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= today)
        found.append(Person.id.in_(sa.select(HeldRole.person_id).where(lasting, *held)))
    return found


def _roles_asked(actor: Actor, asked: Asked) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if unit := asked.chose("unit"):
        found.append(HeldRole.unit_id.in_(units_below(int(unit))))
    if role := asked.chose("peran"):
        found.append(HeldRole.role == role)
    reach = whole_reach(actor)
    if found and reach is not None:
        found.append(HeldRole.unit_id.in_(reach))
    return found


def _state_condition(state: str) -> list[sa.ColumnElement[bool]]:
    conditions: Mapping[str, list[sa.ColumnElement[bool]]] = {
        State.ACTIVE: [Person.disabled_on.is_(None), Person.password.is_not(None)],
        State.INVITED: [Person.disabled_on.is_(None), Person.password.is_(None)],
        State.DISABLED: [Person.disabled_on.is_not(None)],
    }
    return conditions.get(state, [])


def _lines(actor: Actor, people: Sequence[Person], today: date) -> tuple[PersonLine, ...]:
    roles = _roles(actor, [person.id for person in people], today)
    return tuple(
        PersonLine(
            handle=person.handle,
            login=person.login,
            name=person.name,
            email=person.email or "",
            state=_state(person),
            roles=tuple(one for one in roles.get(person.id, ()) if not one.is_over),
        )
        for person in people
    )


def _state(person: Person) -> State:
    if person.disabled_on is not None:
        return State.DISABLED
    return State.INVITED if person.password is None else State.ACTIVE


def _roles(actor: Actor, people: Sequence[int], today: date) -> dict[int, list[RoleLine]]:
    """The roles in reach of these people, the oldest first."""
    reach = whole_reach(actor)
    query = (
        sa.select(HeldRole, Unit.code, Unit.name)
        .join(Unit, Unit.id == HeldRole.unit_id)
        .where(HeldRole.person_id.in_(people))
        .where(*([] if reach is None else [HeldRole.unit_id.in_(reach)]))
        .order_by(HeldRole.starts_on, HeldRole.id)
    )
    found: dict[int, list[RoleLine]] = {}
    for row, code, name in db.session.execute(query):
        found.setdefault(row.person_id, []).append(_role_line(row, code, name, today))
    return found


def _role_line(row: HeldRole, code: str, name: str, today: date) -> RoleLine:
    return RoleLine(
        id=row.id,
        role=Role(row.role),
        unit_code=code,
        unit_name=name,
        held=row.held,
        decree=row.decree,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_over=row.ends_on is not None and row.ends_on < today,
    )


def person_card(actor: Actor, handle: str, today: date) -> PersonCard:
    """One person in reach; NotFound else."""
    person = reached_person(actor, handle)
    officer = db.session.get(Officer, person.officer_id) if person.officer_id else None
    return PersonCard(
        handle=person.handle,
        login=person.login,
        name=person.name,
        email=person.email or "",
        state=_state(person),
        has_factor=person.totp is not None,
        created_on=person.created_on,
        disabled_on=person.disabled_on,
        officer=officer.handle if officer else "",
        officer_name=officer.name if officer else "",
        roles=tuple(_roles(actor, [person.id], today).get(person.id, ())),
        is_whole=is_wholly_reached(actor, person, today),
        is_self=person.id == actor.person_id,
        seen=person_fingerprint(person),
    )


def officer_choices(actor: Actor, name: str, today: date) -> tuple[OfficerChoice, ...]:
    """Officers in reach of such a name who have no account yet, at most MOST_OFFICERS."""
    reach = whole_reach(actor)
    taken = sa.select(Person.officer_id).where(Person.officer_id.is_not(None))
    escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = (
        sa.select(Officer.handle, Officer.name, Unit.name)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(Officer.name.ilike(f"%{escaped}%", escape="\\"), Officer.id.not_in(taken))
        .where(sa.or_(Officer.left_on.is_(None), Officer.left_on > today))
        .where(*([] if reach is None else [Officer.unit_id.in_(reach)]))
        .order_by(Officer.name, Officer.id)
        .limit(MOST_OFFICERS)
    )
    return tuple(OfficerChoice(*row) for row in db.session.execute(query))
