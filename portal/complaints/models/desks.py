"""What the desks work with: words to search, who is at work, what they keep. Columns only."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.models.words import RANDOM
from portal.database import Base
from portal.moments import Moment


class SearchWords(Base):
    """What the desk searches: the normalised words of a case (rules/searching.py)."""

    __tablename__ = "complaint_words"
    __table_args__ = (RANDOM,)

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(sa.Text)


class Working(Base):
    """Who has a case open now; warns two people who work on one case."""

    __tablename__ = "complaint_working"

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class SavedFilter(Base):
    """A filter of the inbox that a person keeps; `query` is the page's own query string."""

    __tablename__ = "saved_filter"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    query: Mapped[str] = mapped_column(sa.String(400))


class ReplyTemplate(Base):
    """A prepared reply of a unit and all below it: formatted, cleaned, with variables."""

    __tablename__ = "reply_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    text: Mapped[str] = mapped_column(sa.Text)
    retired_on: Mapped[date | None]


class Removal(Base):
    """One run of the retention: what went, as counts; the cases themselves are gone."""

    __tablename__ = "complaint_removal"

    id: Mapped[int] = mapped_column(primary_key=True)
    on_date: Mapped[date]
    actor: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[str] = mapped_column(sa.Text)
