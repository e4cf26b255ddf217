"""The outbox: what is to be told to whom. The truth; the queue is only its clock. Columns only."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.moments import Moment


class Message(Base):
    """One mail. `facts` is JSON; a secret in it (a link) is encrypted and goes when it is sent.

    `due_at` moves on after each failed attempt; `claimed_until` keeps two workers apart.
    """

    __tablename__ = "message"
    __table_args__ = (sa.Index("ix_message_waiting", "sent_at", "given_up_at", "due_at"),)

    handle: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    recipient: Mapped[str] = mapped_column(sa.String(254))
    facts: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(sa.String(200), default="")
