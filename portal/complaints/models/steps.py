"""What happened to a case and what was said: steps, messages, files. Columns only."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.models.words import RANDOM, in_words
from portal.complaints.rules.words import Side, Step
from portal.database import Base
from portal.moments import Moment


class Event(Base):
    """One step of a case. `role` of the actor is public, `person_id` is not.

    `is_public`: the reporter sees it. `facts` is JSON of plain values for the sentence.
    """

    __tablename__ = "complaint_event"
    __table_args__ = (in_words("step", Step), RANDOM)

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(sa.String(16))
    on_date: Mapped[date]
    at: Mapped[datetime | None] = mapped_column(Moment)
    role: Mapped[str] = mapped_column(sa.String(24))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    is_public: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[str] = mapped_column(sa.Text, default="{}")


class Note(Base):
    """A message of the reporter or the office, or an internal note; belongs to an event."""

    __tablename__ = "complaint_note"
    __table_args__ = (
        in_words("side", Side),
        sa.Index("ix_complaint_note_complaint_id", "complaint_id", "event"),
        RANDOM,
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    event: Mapped[int] = mapped_column(sa.SmallInteger)
    side: Mapped[str] = mapped_column(sa.String(10))
    text: Mapped[str] = mapped_column(sa.Text)
    text_masked: Mapped[str | None] = mapped_column(sa.Text)
    is_formatted: Mapped[bool] = mapped_column(default=False)


class Attachment(Base):
    """A photo or PDF, re-encoded; `name` is its random name in the file store.

    The reporter's own file name is not kept: it tells the second a photo was taken.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        in_words("side", Side),
        in_words("kind", ("jpeg", "png", "pdf")),
        sa.Index("ix_attachment_complaint_id", "complaint_id", "event"),
        RANDOM,
    )

    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    event: Mapped[int] = mapped_column(sa.SmallInteger)
    side: Mapped[str] = mapped_column(sa.String(10))
    kind: Mapped[str] = mapped_column(sa.String(4))
    title: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    is_hidden: Mapped[bool] = mapped_column(default=False)


class CaseQuestion(Base):
    """What an officer whom a case is about is asked, in the handler's words; and the answer.

    The officer sees this row and nothing of the case.
    """

    __tablename__ = "case_question"
    __table_args__ = (RANDOM,)

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    asked_on: Mapped[date]
    text: Mapped[str] = mapped_column(sa.Text)
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(sa.Text, default="")
