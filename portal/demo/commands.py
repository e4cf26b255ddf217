"""Storing the demonstration: one transaction, one line in the audit trail."""

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.demo.plan import Plan
from portal.errors import Conflict
from portal.organisation.models import Unit


@command
def store_demonstration(actor: Actor, *, plan: Plan) -> dict[str, int]:
    """Insert every row of the plan into an empty installation; answers rows by table."""
    actor.demand(Permission.OPERATE)
    if db.session.execute(sa.select(Unit.id).limit(1)).scalar() is not None:
        raise Conflict("Basis data ini sudah berisi; peragaan hanya dibuat di basis data kosong.")
    for table, rows in plan.tables:
        db.session.execute(sa.insert(table), rows)
    counts = plan.counts()
    record(actor, action="store_demonstration", subject="demonstration", after=counts)
    return counts
