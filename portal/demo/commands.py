"""Storing the demonstration: one transaction, one line in the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Two thousand commands that do not wait for the disk: what is lost here is built anew."""
    _wait_for_disk("OFF")
    try:
        yield
    finally:
        _wait_for_disk("FULL")


def _wait_for_disk(how: str) -> None:
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        connection = db.engine.raw_connection()  # the one that the session takes next
        connection.cursor().execute(f"PRAGMA synchronous={how}")
        connection.close()
