"""Who reported, who asked to see it, and what followed. Columns only."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.models.words import RANDOM, in_words
from portal.database import Base


class SealedIdentity(Base):
    """Who reported: AES-GCM with the case as associated data, key outside the database.

    An anonymous case has no row here.
    """

    __tablename__ = "sealed_identity"
    __table_args__ = (RANDOM,)

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    key_id: Mapped[str] = mapped_column(sa.String(16))
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)


class IdentityOpening(Base):
    """A request to open a sealed identity, and what became of it; the reporter sees it."""

    __tablename__ = "identity_opening"
    __table_args__ = (
        in_words("state", ("asked", "refused", "agreed", "opened")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_persons"),
        sa.Index("ix_identity_opening_complaint_id", "complaint_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    state: Mapped[str] = mapped_column(sa.String(8))
    asked_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    asked_role: Mapped[str] = mapped_column(sa.String(24))
    asked_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text)
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    decided_role: Mapped[str] = mapped_column(sa.String(24), default="")
    decided_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    expires_on: Mapped[date | None]


class Aftermath(Base):
    """ "Apakah ada perlakuan buruk setelah melapor?": read outside the unit alone."""

    __tablename__ = "complaint_aftermath"
    __table_args__ = (RANDOM,)

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    answered_on: Mapped[date]
    was_mistreated: Mapped[bool]
    text: Mapped[str] = mapped_column(sa.Text, default="")
    read_on: Mapped[date | None]
    read_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
