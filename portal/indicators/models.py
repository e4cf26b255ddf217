"""Figures as they are kept: the live release, which is replaced, and closed months, which are not.

Columns only. What a closed row says is canonical JSON with a schema version, so that later
versions of the program add names without touching what was frozen.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base

SUBJECTS = ("unit", "location", "counter", "service", "officer")


class Hundredths(sa.types.TypeDecorator[Decimal]):
    """A figure with two decimals, exact on both databases (SQLite has no decimals)."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int((value * 100).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def _subject_words() -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in SUBJECTS)
    return sa.CheckConstraint(f"subject_type IN ({listed})", name="subject_type_word")


class LiveFigure(Base):
    """The last released figure of one subject in an open month; `content` is an indicator."""

    __tablename__ = "live_figure"
    __table_args__ = (_subject_words(),)

    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    subject_type: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    released_on: Mapped[date]
    content: Mapped[str] = mapped_column(sa.Text)


class ReleaseNight(Base):
    """What a night's release knew and showed: the gate compares the next night with it."""

    __tablename__ = "release_night"

    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    released_on: Mapped[date]
    content: Mapped[str] = mapped_column(sa.Text)


class ClosedFigure(Base):
    """One subject in one closed period and revision; append-only (triggers).

    `slot` is period/revision/type/id, the row's own key besides the random `extract_id`. `content`
    is the indicator in full, `public` what may stand on a public page (None: nothing), `sums` the
    exact sums that later blocks and periods are made of.
    """

    __tablename__ = "closed_figure"
    __table_args__ = (
        _subject_words(),
        sa.Index("ix_closed_figure_subject", "subject_type", "subject_id", "period"),
        sa.Index("ix_closed_figure_period", "period", "subject_type"),
    )

    extract_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    slot: Mapped[str] = mapped_column(sa.String(60), unique=True)
    period: Mapped[str] = mapped_column(sa.String(8))
    revision: Mapped[int]
    subject_type: Mapped[str] = mapped_column(sa.String(10))
    subject_id: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    schema: Mapped[int] = mapped_column(sa.SmallInteger)
    content: Mapped[str] = mapped_column(sa.Text)
    public: Mapped[str | None] = mapped_column(sa.Text)
    sums: Mapped[str] = mapped_column(sa.Text)


class Target(Base):
    """What a unit's annual plan promises for one indicator in one year."""

    __tablename__ = "target"
    __table_args__ = (sa.CheckConstraint("indicator IN ('index', 'overall')", name="indicator"),)

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    value: Mapped[Decimal] = mapped_column(Hundredths)
    document: Mapped[str] = mapped_column(sa.String(200), default="")
