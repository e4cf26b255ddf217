"""A look at personal figures by staff is written down: the officer reads who looked, and when."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.dialects import postgresql, sqlite

from portal.appraisal.models import Look
from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command, db


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
