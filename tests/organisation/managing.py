"""What the tests of changes by hand share: administrators, and what stands on their page."""

import json
from typing import Any

import sqlalchemy as sa

from portal.audit.models import AuditEntry
from portal.authority import Actor, Grant, Role
from portal.database import db
from portal.organisation.managing.changing import fingerprint
from portal.organisation.models import Unit
from portal.organisation.tree import units_below
from tests.organisation.sheets import last_audit

EVERYWHERE = Actor("person:sari", (Grant(Role.ADMINISTRATOR),))


def administrator(*units: Unit) -> Actor:
    """Somebody who administers these units and all below them."""
    return Actor("person:budi", tuple(Grant(Role.ADMINISTRATOR, units_below(u.id)) for u in units))


def facts_of(listing: Any, code: Any, actor: Actor = EVERYWHERE) -> Any:
    """What stands of the thing with this code (of officers: this name; counters: number)."""
    names = ("number", "code") if listing.__name__ == "listed_counters" else ("code", "name")
    name = "name" if listing.__name__ == "listed_officers" else names[0]
    return next(facts for facts in listing(actor).values() if getattr(facts, name) == code)


def seen(facts: Any) -> str:
    """The fingerprint that the form carried."""
    return fingerprint(facts)


def entries() -> list[tuple[str, str, str]]:
    """Who did what to what, oldest first."""
    query = sa.select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject)
    return [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.sequence))]


def last_values() -> tuple[Any, Any]:
    """Before and after of the newest entry."""
    content = json.loads(last_audit()[1])
    return content["before"], content["after"]
