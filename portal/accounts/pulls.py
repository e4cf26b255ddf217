"""The log of what programs took, day by day, which the unit's head may read (threats.md, T5).

One row per token, day, kind and month. The first pull of a day leaves an entry in the trail;
the others only count, on a bare connection.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import ApiToken, Pull
from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command, db, glance, lean_command
from portal.organisation.models import Unit
from portal.organisation.tree import units_below

LONGEST_LIST = 500  # rows of the log on a page


@dataclass(frozen=True, slots=True)
class Taken:
    """What one request took: which list, of which month, how many rows."""

    resource: str
    month: str
    rows: int


def note_pull(actor: Actor, *, handle: str, today: date, taken: Taken) -> None:
    """Count one answered request of a token."""
    if not _note_again(actor, handle=handle, today=today, taken=taken):
        _note_first(actor, handle=handle, today=today, taken=taken)


@lean_command
def _note_again(
    connection: sa.Connection, _actor: Actor, *, handle: str, today: date, taken: Taken
) -> bool:
    return _count(connection, handle, today, taken)


def _count(connection: sa.Connection, handle: str, today: date, taken: Taken) -> bool:
    changed = connection.execute(
        sa.update(Pull)
        .where(Pull.token == handle, Pull.on_date == today)
        .where(Pull.resource == taken.resource, Pull.month == taken.month)
        .values(requests=Pull.requests + 1, rows=Pull.rows + taken.rows)
    )
    return changed.rowcount > 0


@command
def _note_first(actor: Actor, *, handle: str, today: date, taken: Taken) -> None:
    action = {"list": taken.resource, "month": taken.month}
    token = db.session.get(ApiToken, handle, with_for_update=True)
    if token is None or _count(db.session.connection(), handle, today, taken):
        return
    record(actor, action="pull", subject=f"token:{handle}", after=action)
    facts = {"token": handle, "on_date": today, "resource": taken.resource, "month": taken.month}
    db.session.execute(sa.insert(Pull), {**facts, "requests": 1, "rows": taken.rows})


@dataclass(frozen=True, slots=True)
class ListedPull:
    """One line of the log: what the program took on a day."""

    on_date: date
    program: str
    unit_code: str
    unit_name: str
    resource: str
    month: str
    requests: int
    rows: int


def listed_pulls(actor: Actor) -> tuple[ListedPull, ...]:
    """What programs took that reach a unit of this actor, newest first.

    A program of a unit above reaches the units below it, so their heads see it too.
    """
    actor.demand(Permission.READ_INDICATORS)
    query = (
        sa.select(Pull, ApiToken.name, Unit.code, Unit.name)
        .join(ApiToken, ApiToken.handle == Pull.token)
        .join(Unit, Unit.id == ApiToken.unit_id)
        .order_by(Pull.on_date.desc(), ApiToken.name, Pull.resource, Pull.month.desc())
        .limit(LONGEST_LIST)
    )
    reach = actor.reach(Permission.READ_INDICATORS)
    if reach is not None:
        query = query.where(ApiToken.unit_id.in_(_touching(reach)))
    return tuple(
        ListedPull(
            pull.on_date, name, code, unit, pull.resource, pull.month, pull.requests, pull.rows
        )
        for pull, name, code, unit in db.session.execute(query)
    )


def _touching(reach: frozenset[int]) -> frozenset[int]:
    """Units in reach and all above them."""
    return reach | frozenset(unit for unit in _all_units() if units_below(unit) & reach)


def _all_units() -> Iterator[int]:
    return (row.id for row in glance(sa.select(Unit.id), {}))
