"""One resident's answers about one visit. Columns only.

Privacy by missing columns (product.md §2 rule 8): no address, no user agent, no name, no
contact, no time finer than the part of the day; and comments stand in a table of their own
that does not say which rating they came with.
"""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class Source(StrEnum):
    """How the officer is known."""

    TICKET = "ticket"
    CHECK_IN = "check_in"
    CHOICE = "choice"
    ROSTER = "roster"
    MANUAL = "manual"


class Certainty(StrEnum):
    """How certain the attribution is; only EXACT is ever used for appraisal."""

    EXACT = "exact"
    LIKELY = "likely"
    SHARED = "shared"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """By which way the answer came; shown apart."""

    QR = "qr"
    TICKET = "ticket"
    KIOSK = "kiosk"
    LINK = "link"
    PAPER = "paper"
    INTERVIEW = "interview"
    TELEPHONE = "telephone"


class Status(StrEnum):
    """A rating counts unless a signal holds it back or a person struck it."""

    COUNTS = "counts"
    QUARANTINED = "quarantined"
    STRUCK = "struck"


class PartOfDay(StrEnum):
    """As on the official form: 08–12 and 13–17."""

    PAGI = "pagi"
    SIANG = "siang"


TIERS = ("A", "B", "C", "D", "E")
OUTCOMES = ("selesai", "diproses", "dilengkapi", "tidak_dilayani", "bertanya")
PAYMENTS = ("tidak", "kuitansi", "tanpa_kuitansi")

# How the four states of an answer are stored: 1–4 a mark, NULL skipped, and these two.
UNKNOWN = -1
TOO_EARLY = -2


def _words(column: str, words: tuple[str, ...] | type[StrEnum]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")


def _mark(column: str, states: str = "-2, -1, 1, 2, 3, 4") -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({states})", name=f"{column}_mark")


class Questionnaire(Base):
    """A version of the questions as data; never changed once an answer points at it."""

    __tablename__ = "questionnaire"
    __table_args__ = (sa.UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    version: Mapped[int]
    valid_from: Mapped[date]
    definition: Mapped[str] = mapped_column(sa.Text)


class Rating(Base):
    """See the module's docstring; `id` is random inside its month (portal.feedback.rules).

    Without a rowid on SQLite: it would keep the order of arrival, and a month's rows would
    not lie together.
    """

    __tablename__ = "rating"
    __table_args__ = (
        _words("part_of_day", PartOfDay),
        _words("attribution_source", Source),
        _words("attribution_certainty", Certainty),
        _words("channel", Channel),
        _words("tier", TIERS),
        _words("status", Status),
        _words("outcome", OUTCOMES),
        _words("asked_to_pay", PAYMENTS),
        _mark("overall", "1, 2, 3, 4"),
        _mark("persyaratan"),
        _mark("prosedur"),
        _mark("waktu"),
        _mark("biaya"),
        _mark("produk"),
        _mark("kompetensi"),
        _mark("perilaku"),
        _mark("sarana"),
        _mark("pengaduan"),
        # No index on the other foreign keys: their parents are never deleted, and every
        # index is paid for at each rating.
        sa.Index(
            "uq_rating_sheet",
            "unit_id",
            "month",
            "sheet_row",
            unique=True,
            sqlite_where=sa.text("sheet_row IS NOT NULL"),
            postgresql_where=sa.text("sheet_row IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    ticket_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16), unique=True)
    content_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16))
    month: Mapped[str] = mapped_column(sa.String(7), index=True)
    received_on: Mapped[date]
    part_of_day: Mapped[str | None] = mapped_column(sa.String(5))
    visited_on: Mapped[date | None]

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"))
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service.id"))
    location_id: Mapped[int | None] = mapped_column(sa.ForeignKey("location.id"))
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    attribution_source: Mapped[str | None] = mapped_column(sa.String(10))
    attribution_certainty: Mapped[str] = mapped_column(sa.String(10))

    channel: Mapped[str] = mapped_column(sa.String(10))
    tier: Mapped[str] = mapped_column(sa.String(1))
    status: Mapped[str] = mapped_column(sa.String(12), default=Status.COUNTS)
    status_reason: Mapped[str | None] = mapped_column(sa.String(200))
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"))

    overall: Mapped[int | None] = mapped_column(sa.SmallInteger)
    persyaratan: Mapped[int | None] = mapped_column(sa.SmallInteger)
    prosedur: Mapped[int | None] = mapped_column(sa.SmallInteger)
    waktu: Mapped[int | None] = mapped_column(sa.SmallInteger)
    biaya: Mapped[int | None] = mapped_column(sa.SmallInteger)
    produk: Mapped[int | None] = mapped_column(sa.SmallInteger)
    kompetensi: Mapped[int | None] = mapped_column(sa.SmallInteger)
    perilaku: Mapped[int | None] = mapped_column(sa.SmallInteger)
    sarana: Mapped[int | None] = mapped_column(sa.SmallInteger)
    pengaduan: Mapped[int | None] = mapped_column(sa.SmallInteger)

    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    reason_explained: Mapped[bool | None]
    asked_to_pay: Mapped[str | None] = mapped_column(sa.String(16))
    sex: Mapped[str | None] = mapped_column(sa.String(20))
    age_band: Mapped[str | None] = mapped_column(sa.String(20))
    education: Mapped[str | None] = mapped_column(sa.String(20))
    occupation: Mapped[str | None] = mapped_column(sa.String(20))
    sheet_row: Mapped[str | None] = mapped_column(sa.String(80))


class Comment(Base):
    """Free text of a rating, apart from its marks, dated to the Monday of its week."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    week: Mapped[date]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"))
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    text: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (
        sa.Index("ix_comment_unit_id_week", "unit_id", "week"),
        {"sqlite_with_rowid": False},
    )


class ClosedMonth(Base):
    """A month that takes no more answers; written by the closing, read at intake."""

    __tablename__ = "closed_month"

    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)


class PaperEntry(Base):
    """A filled-in sheet of paper that was typed: its serial number, and who typed it."""

    __tablename__ = "paper_entry"

    serial: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    rating_id: Mapped[int] = mapped_column(sa.BigInteger, unique=True)
    typed_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    typed_on: Mapped[date]


class PaperCheck(Base):
    """One of ten sheets drawn at random, typed a second time by Bagian Organisasi."""

    __tablename__ = "paper_check"

    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    serial: Mapped[str] = mapped_column(sa.ForeignKey("paper_entry.serial"), primary_key=True)
    drawn_on: Mapped[date]
    checked_on: Mapped[date | None]
    checked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    outcome: Mapped[str | None] = mapped_column(sa.String(20))
    note: Mapped[str] = mapped_column(sa.String(400), default="")
