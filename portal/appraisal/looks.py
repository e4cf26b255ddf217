"""A look at personal figures by staff is written down: the officer reads who looked, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from portal.appraisal.models import Look
from portal.audit.commands import record
from portal.authority import Actor, Permission, Role
from portal.database import command, db

MOST_LOOKS = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody opened the officer's figures: which role, on which day; never who, never an hour."""

    on_date: date
    role: Role


@command
def note_look(
    actor: Actor,
    *,
    officers: Iterable[int],
    permission: Permission,
    subject: str,
    today: date,
) -> None:
    """Note that figures of these officers were shown: one audit entry, one row per officer.

    `subject` names what was opened ("record:<extract id>", "officers:DUK/2026-10"), never a NIP;
    a row is kept once per officer, day and role, under every role that carries the `permission`.
    """
    actor.demand(permission)
    seen = sorted(set(officers))
    if not seen:
        return
    roles = actor.roles_in(permission)
    rows = [{"officer_id": one, "on_date": today, "role": role} for one in seen for role in roles]
    if rows:
        insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
        db.session.execute(insert(Look).on_conflict_do_nothing(), rows)
    record(actor, action="look", subject=subject, after={"officers": seen})


def own_looks(actor: Actor) -> tuple[Looked, ...]:
    """Who opened this officer's figures, the newest day first."""
    actor.demand(Permission.READ_OWN_FIGURES)
    query = sa.select(Look.on_date, Look.role).where(Look.officer_id == actor.officer_id)
    rows = db.session.execute(query.order_by(Look.on_date.desc(), Look.role).limit(MOST_LOOKS))
    return tuple(Looked(day, Role(role)) for day, role in rows)
