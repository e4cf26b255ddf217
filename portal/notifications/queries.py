"""What the outbox holds, for the operator."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import db
from portal.notifications.models import Message


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many wait (and since when), and how many were given up and why the last one was."""

    waiting: int
    oldest: datetime | None
    given_up: int
    last_failure: str


def outbox(session: Session | None = None) -> Outbox:
    """The outbox in four figures; `portal doctor` brings its own session."""
    session = session or db.session()
    is_waiting = sa.and_(Message.sent_at.is_(None), Message.given_up_at.is_(None))
    waiting, oldest = session.execute(
        sa.select(sa.func.count(), sa.func.min(Message.created_at)).where(is_waiting)
    ).one()
    gone = Message.given_up_at.is_not(None)
    given_up = session.scalar(sa.select(sa.func.count()).select_from(Message).where(gone))
    newest = sa.select(Message.failure).where(gone).order_by(Message.given_up_at.desc()).limit(1)
    return Outbox(waiting, oldest, given_up or 0, session.scalar(newest) or "")
