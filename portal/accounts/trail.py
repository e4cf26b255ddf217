"""Who may read what of the trail.

The trail knows no units. Whoever holds the permission in every unit reads all of it; others read
what is about a thing or a person of their own units, what such a person did, and their own acts.
What concerns a whole month or the installation stays with those who reach everywhere.
"""

from collections.abc import Iterator
from datetime import date, tzinfo

import sqlalchemy as sa

from portal.accounts.models import ApiToken, HeldRole, Person
from portal.accounts.reaching import whole_reach
from portal.audit.commands import record
from portal.audit.models import AuditEntry
from portal.audit.queries import Verification, verify_chain
from portal.audit.search import (
    Condition,
    Sought,
    TrailEntry,
    TrailLine,
    actions_in_trail,
    trail_entry,
    trail_page,
    whole_trail,
)
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.listing import Asked, Listed
from portal.organisation.models import Officer, Service, Unit

READ = Permission.READ_TRAIL
MOST_EXPORTED = 50_000


def reads_everything(actor: Actor) -> bool:
    """Does this actor read the whole trail?"""
    return whole_reach(actor, READ) is None


def read_trail(actor: Actor, sought: Sought, asked: Asked, zone: tzinfo) -> Listed[TrailLine]:
    """One page of what this actor may read of the trail."""
    return trail_page(sought, asked, zone, _within(actor))


def read_entry(actor: Actor, sequence: int) -> TrailEntry:
    """One entry; NotFound where this actor may not know of it."""
    return trail_entry(sequence, _within(actor))


def read_actions(actor: Actor) -> tuple[str, ...]:
    """The kinds of acts on offer in the filter."""
    return actions_in_trail(_within(actor))


def read_whole(actor: Actor, sought: Sought, zone: tzinfo) -> Iterator[TrailEntry]:
    """All that is found, for a file; at most MOST_EXPORTED entries."""
    return whole_trail(sought, zone, _within(actor), most=MOST_EXPORTED)


def verified_trail(actor: Actor) -> Verification:
    """Walk the whole chain; says nothing of what the entries hold."""
    actor.demand(READ)
    return verify_chain()


@command
def note_trail_exported(actor: Actor, *, sought: Sought, today: date) -> None:
    """Write down that a file of the trail was taken, and what it was narrowed to."""
    actor.demand(READ)
    facts = {
        "actor": sought.actor,
        "action": sought.action,
        "subject": sought.subject,
        "since": sought.since.isoformat() if sought.since else None,
        "until": sought.until.isoformat() if sought.until else None,
    }
    record(actor, action="note_trail_exported", subject=f"trail:{today}", after=facts)


def _within(actor: Actor) -> list[Condition]:
    reach = whole_reach(actor, READ)
    if reach is None:
        return []
    about = _thing().in_(_things(reach))
    by = AuditEntry.actor.in_(sa.select("person:" + Person.login).where(_only_in(reach)))
    return [sa.or_(about, by, AuditEntry.actor == actor.name)]


def _thing() -> sa.ColumnElement[str]:
    """The subject up to its first slash: `counter:DUK/3` is about the unit DUK."""
    if db.engine.dialect.name == "sqlite":
        slash = sa.func.instr(AuditEntry.subject + "/", "/")
        return sa.func.substr(AuditEntry.subject, 1, slash - 1)
    return sa.func.split_part(AuditEntry.subject, "/", 1)


def _things(reach: frozenset[int]) -> sa.CompoundSelect[tuple[str]]:
    units = Unit.id.in_(reach)
    return sa.union_all(
        sa.select("unit:" + Unit.code).where(units),
        sa.select("counter:" + Unit.code).where(units),
        sa.select("service:" + Service.code).where(Service.unit_id.in_(reach)),
        sa.select("officer:" + Officer.handle).where(Officer.unit_id.in_(reach)),
        sa.select("token:" + ApiToken.handle).where(ApiToken.unit_id.in_(reach)),
        sa.select("person:" + Person.handle).where(_only_in(reach)),
    )


def _only_in(reach: frozenset[int]) -> sa.ColumnElement[bool]:
    """People who hold, held and will hold roles in these units and nowhere else."""
    held = sa.select(HeldRole.id).where(HeldRole.person_id == Person.id)
    return sa.and_(
        held.where(HeldRole.unit_id.in_(reach)).exists(),
        sa.not_(held.where(HeldRole.unit_id.not_in(reach)).exists()),
    )
