"""Telling the desks by mail what lies on them: a digest for each person, never a case's text.

Only what `visible` shows this very person is counted; who reads a desk from afar (a head of many
units) is told of what nobody nearer is there for.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.accounts.queries import person_actor
from portal.authority import ROLES, Actor, Permission, Role
from portal.complaints.models import IS_OPEN, Complaint, Told
from portal.complaints.reach import DESKS, visible
from portal.complaints.rules.telling import (
    MOST_NUMBERS,
    Reader,
    Standing,
    counts,
    digest,
    fresh,
    is_awake,
    marked,
    may_tell,
)
from portal.complaints.rules.words import Desk
from portal.database import command, db
from portal.notifications.commands import enqueue
from portal.notifications.rules.kinds import Kind
from portal.organisation.tree import units_above, units_below

KIND = "desk"
# Who works on a unit's desk wherever it is in their reach; its head only where they are nearest.
WORKING = (Role.LIAISON, Role.HANDLER)
DESK_ROLES = tuple(role for role, held in ROLES.items() if held & set(DESKS.values()))


@dataclass(frozen=True, slots=True)
class Post:
    """How letters are written: the local moment, the portal's address, the key of the outbox."""

    at: datetime
    base_url: str
    vault_key: str


def desk_readers(on: date) -> tuple[int, ...]:
    """Everybody who reads a desk today and has an address: ids of people."""
    query = (
        sa.select(Person.id)
        .join(HeldRole, HeldRole.person_id == Person.id)
        .where(
            HeldRole.role.in_(DESK_ROLES),
            *_held(on),
            Person.email.is_not(None),
            Person.disabled_on.is_(None),
        )
        .distinct()
        .order_by(Person.id)
    )
    return tuple(db.session.execute(query).scalars())


def _held(on: date) -> Iterator[sa.ColumnElement[bool]]:
    yield HeldRole.starts_on <= on
    yield sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= on)


def tell_desk(actor: Actor, person_id: int, post: Post) -> bool:
    """Tell one person what is new on the desk; whether a letter was written.

    Looks before it locks: most times nothing is new.
    """
    actor.demand(Permission.OPERATE)
    told = db.session.get(Told, (person_id, KIND))
    if not is_awake(post.at) or not may_tell(told.told_at if told else None, post.at):
        return False
    now = _on_desk(person_id, post.at.date())
    if digest(now) == (told.digest if told else digest(())):
        return False
    return _tell(actor, person_id=person_id, now=now, post=post)


@command
def _tell(actor: Actor, *, person_id: int, now: tuple[str, ...], post: Post) -> bool:
    """Note what stands there now; write the letter where something of it is new."""
    actor.demand(Permission.OPERATE)
    told = db.session.get(Told, (person_id, KIND), with_for_update=True)
    if not may_tell(told.told_at if told else None, post.at):
        return False
    new = fresh(now, json.loads(told.cases) if told else ())
    if told is None:
        told = Told(person_id=person_id, kind=KIND, told_at=post.at)
        db.session.add(told)
    told.digest, told.cases = digest(now), json.dumps(now)
    if not new:
        return False
    told.told_at = post.at
    person = db.session.get_one(Person, person_id)
    enqueue(
        kind=Kind.DESK_DIGEST,
        recipient=str(person.email),
        facts={
            "name": person.name,
            **counts(now),
            "numbers": " ".join(new[:MOST_NUMBERS]),
            "more": max(0, len(new) - MOST_NUMBERS),
            "address": f"{post.base_url}/desk",
        },
        vault_key=post.vault_key,
        at=post.at,
    )
    return True


def _on_desk(person_id: int, today: date) -> tuple[str, ...]:
    """The marks of all open cases that this person is to be told of, due ones first."""
    person = db.session.get_one(Person, person_id)
    actor, reader = person_actor(person, today), Reader(person_id, _headed(person_id, today))
    columns = [getattr(Complaint, name) for name in Standing.__dataclass_fields__]
    query = (
        sa.select(*columns)
        .where(visible(actor), IS_OPEN, _theirs(actor, reader, today))
        .order_by(Complaint.next_due_on.is_(None), Complaint.next_due_on, Complaint.number)
    )
    cases = [Standing(*row) for row in db.session.execute(query)]
    return marked(cases, reader, today)


def _theirs(actor: Actor, reader: Reader, today: date) -> sa.ColumnElement[bool]:
    """Within what this person sees: what is theirs to do, or climbed up to them.

    Whoever sees a coordinator's or an inspector's desk at all works on it.
    """
    return sa.or_(
        Complaint.desk != Desk.UNIT,
        Complaint.assignee_id == reader.person_id,
        Complaint.escalated_to_id.in_(reader.heads),
        _worked_on(actor, reader.heads, today),
    )


def _worked_on(actor: Actor, heads: frozenset[int], today: date) -> sa.ColumnElement[bool]:
    working = [grant.units for grant in actor.grants if grant.role in WORKING]
    if None in working:
        return sa.true()
    units = heads.union(*(units for units in working if units is not None))
    found = [Complaint.handling_unit_id.in_(units)]
    if heads:
        found.append(Complaint.handling_unit_id.in_(_lonely(heads, today)))
    return sa.or_(*found)


def _lonely(heads: frozenset[int], today: date) -> frozenset[int]:
    """Units below in which nobody works on complaints, and whose nearest head this is."""
    query = (
        sa.select(HeldRole.role, HeldRole.unit_id)
        .join(Person, Person.id == HeldRole.person_id)
        .where(
            HeldRole.role.in_((*WORKING, Role.UNIT_HEAD)),
            *_held(today),
            Person.email.is_not(None),
            Person.disabled_on.is_(None),
        )
    )
    held = db.session.execute(query).all()
    headed = {row.unit_id for row in held if row.role == Role.UNIT_HEAD}
    tended = set().union(*(units_below(row.unit_id) for row in held if row.role in WORKING))
    below = set().union(*map(units_below, heads)) - tended
    return frozenset(unit for unit in below if _nearest(unit, headed) in heads)


def _nearest(unit_id: int, headed: set[int]) -> int | None:
    return next((unit for unit in units_above(unit_id) if unit in headed), None)


def _headed(person_id: int, today: date) -> frozenset[int]:
    query = sa.select(HeldRole.unit_id).where(
        HeldRole.person_id == person_id, HeldRole.role == Role.UNIT_HEAD, *_held(today)
    )
    return frozenset(db.session.execute(query).scalars())
