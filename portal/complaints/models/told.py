"""What was told by mail, so that a busy hour is one letter. Columns only."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.models.words import RANDOM
from portal.database import Base
from portal.moments import Moment


class Told(Base):
    """What a person was last told: caps a busy hour to one letter.

    `cases` is JSON: the marks that stood on this person's desk (rules/telling.py), whose digest
    says in one look whether anything is different.
    """

    __tablename__ = "complaint_told"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(Moment)
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    cases: Mapped[str] = mapped_column(sa.Text, default="[]")


class AnswerTold(Base):
    """An answer whose reporter was told of it by mail; to what address stands nowhere."""

    __tablename__ = "complaint_answer_told"
    __table_args__ = (RANDOM,)

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    event: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    told_on: Mapped[date]
