"""Closings and the evidence per officer: append-only, canonical JSON. Columns only."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class Closing(Base):
    """One closing or revision of a month; append-only (triggers).

    `audit_sequence` and `audit_hash` are the head of the audit chain just before it. `content`
    holds the counts of the month, what was reviewed, and of a revision every changed number.
    """

    __tablename__ = "closing"

    slot: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), index=True)
    revision: Mapped[int]
    extract_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    closed_on: Mapped[date]
    closed_by: Mapped[str] = mapped_column(sa.String(200))
    reason: Mapped[str] = mapped_column(sa.Text)
    reviewed: Mapped[str] = mapped_column(sa.Text)
    definition: Mapped[str] = mapped_column(sa.String(80))
    weight: Mapped[str] = mapped_column(sa.String(10))
    audit_sequence: Mapped[int]
    audit_hash: Mapped[str] = mapped_column(sa.String(64))
    schema: Mapped[int] = mapped_column(sa.SmallInteger)
    content: Mapped[str] = mapped_column(sa.Text)


class AppraisalRecord(Base):
    """The evidence about one officer in one month and revision; append-only (triggers)."""

    __tablename__ = "appraisal_record"
    __table_args__ = (sa.Index("ix_appraisal_record_month", "month", "revision"),)

    extract_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    slot: Mapped[str] = mapped_column(sa.String(40), unique=True)
    month: Mapped[str] = mapped_column(sa.String(7))
    revision: Mapped[int]
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    schema: Mapped[int] = mapped_column(sa.SmallInteger)
    content: Mapped[str] = mapped_column(sa.Text)


class Objection(Base):
    """Sanggahan data: an officer contests an attribution or an answer; decided outside the unit."""

    __tablename__ = "objection"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('attribution', 'answer')", name="kind"),
        sa.CheckConstraint("state IN ('open', 'upheld', 'rejected', 'withdrawn')", name="state"),
        sa.Index("ix_objection_month", "month", "state"),
    )

    handle: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    month: Mapped[str] = mapped_column(sa.String(7))
    kind: Mapped[str] = mapped_column(sa.String(12))
    on_date: Mapped[date | None]
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    filed_on: Mapped[date]
    state: Mapped[str] = mapped_column(sa.String(10), default="open")
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(sa.Integer)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    affected: Mapped[int] = mapped_column(default=0)


class Look(Base):
    """Somebody opened an officer's figures: by which role, on which day; shown to the officer."""

    __tablename__ = "look"

    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
