"""Writing down: one entry per command, in the command's own transaction."""

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, AuditHead, AuditValue
from portal.audit.rules import Link, canonical, link_hash, values_digest
from portal.authority import Actor
from portal.clock import now
from portal.database import db


def record(
    actor: Actor,
    *,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    session: Session | None = None,
) -> int:
    """Append one entry and return its number; called inside a command, never alone.

    `subject` names the thing ("month:2026-10"), `before` and `after` hold plain values.
    A restore, which runs outside the application, brings its own `session`.
    """
    session = session or db.session()
    # The lock on the one head row puts concurrent commands of several processes in a line.
    head = session.execute(
        sa.select(AuditHead).where(AuditHead.id == 1).with_for_update()
    ).scalar_one()
    content = canonical({"before": before, "after": after, "reason": reason})
    salt = secrets.token_hex(16)
    link = Link(
        sequence=head.sequence + 1,
        at=now().isoformat(timespec="milliseconds"),
        actor=actor.name,
        action=action,
        subject=subject,
        values_digest=values_digest(salt, content),
    )
    digest = link_hash(head.hash, link)
    session.add(_entry(link, previous=head.hash, digest=digest))
    session.flush()
    session.add(AuditValue(sequence=link.sequence, salt=salt, content=content))
    head.sequence, head.hash = link.sequence, digest
    session.flush()
    return link.sequence


def take_turn() -> None:
    """Wait for the head of the trail at the start of a command, not at its end.

    Commands that read what another one is about to freeze come one after the other by it.
    """
    db.session.execute(sa.select(AuditHead.id).where(AuditHead.id == 1).with_for_update())


def _entry(link: Link, *, previous: str, digest: str) -> AuditEntry:
    return AuditEntry(
        sequence=link.sequence,
        at=link.at,
        actor=link.actor,
        action=link.action,
        subject=link.subject,
        values_digest=link.values_digest,
        previous=previous,
        hash=digest,
    )
