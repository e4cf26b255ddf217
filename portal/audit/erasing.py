"""Erasing what stands in the trail about a person: the entries stay, their values go.

The chain holds salted digests, so it still verifies, and says what was erased, when and why.
"""

from typing import Any, cast

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditValue
from portal.clock import now
from portal.database import db


def erase_values(subject: str, why: str) -> int:
    """In a command: erase the values of every entry about this subject; how many."""
    about = sa.select(AuditEntry.sequence).where(AuditEntry.subject == subject)
    statement = (
        sa.update(AuditValue)
        .where(AuditValue.sequence.in_(about), AuditValue.erased_at.is_(None))
        .values(content=None, erased_at=now(), erased_why=why)
        .execution_options(synchronize_session=False)
    )
    return cast("sa.CursorResult[Any]", db.session.execute(statement)).rowcount
