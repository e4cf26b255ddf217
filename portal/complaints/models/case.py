"""A case, whom it is about, and its clock. Columns only."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.models.words import RANDOM, in_words, one_of
from portal.complaints.rules.words import (
    OPEN_STATES,
    About,
    Channel,
    Desk,
    Identity,
    Kind,
    Klass,
    Outcome,
    State,
)
from portal.database import Base
from portal.moments import Moment


class Complaint(Base):
    """A case. `number` (8 random characters) names it in addresses and on paper for staff.

    `receipt` and `ticket_key` are keyed digests. `unit_id` is where it happened, and
    `handling_unit_id` who handles it; where the two differ by routing it `is_bypassed` and
    counts at the second alone. `released_on` empty: an anonymous case that waits for the
    morning. `next_due_on` and `at_risk_on` belong to the running clock and are empty while it
    rests. `version` grows with every change (optimistic locking).
    """

    __tablename__ = "complaint"
    __table_args__ = (
        in_words("kind", Kind),
        in_words("about", About),
        in_words("klass", Klass),
        in_words("identity", Identity),
        in_words("channel", Channel),
        in_words("desk", Desk),
        in_words("state", State),
        in_words("outcome", Outcome),
        sa.CheckConstraint("rated IN (1, 2, 3, 4)", name="rated"),
        sa.Index("ix_complaint_desk", "handling_unit_id", "desk", "state", "next_due_on"),
        sa.Index("ix_complaint_state", "state", "next_due_on"),
        # All that the desk counts and sorts by, of open cases alone.
        sa.Index(
            "ix_complaint_open",
            *("state", "handling_unit_id", "desk", "klass", "next_due_on", "at_risk_on"),
            *("waits_until", "assignee_id", "is_appeal", "released_on", "erased_on"),
            sqlite_where=sa.text(one_of("state", OPEN_STATES)),
            postgresql_where=sa.text(one_of("state", OPEN_STATES)),
        ),
        # The newest that somebody may see are found in these alone (reach.py).
        sa.Index(
            "ix_complaint_seen",
            *("handling_unit_id", "desk", "filed_on", "released_on", "erased_on"),
        ),
        sa.Index(
            "ix_complaint_filed_on",
            *("filed_on", "handling_unit_id", "desk", "released_on", "erased_on"),
        ),
        RANDOM,
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(sa.String(8), unique=True)
    receipt: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), unique=True)
    ticket_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16), unique=True)
    is_noted: Mapped[bool] = mapped_column(default=False)

    kind: Mapped[str] = mapped_column(sa.String(12))
    about: Mapped[str] = mapped_column(sa.String(12))
    klass: Mapped[str | None] = mapped_column(sa.String(12))
    title: Mapped[str] = mapped_column(sa.String(120))
    story: Mapped[str] = mapped_column(sa.Text)
    story_masked: Mapped[str | None] = mapped_column(sa.Text)
    wish: Mapped[str] = mapped_column(sa.Text, default="")
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    happened_on: Mapped[str] = mapped_column(sa.String(80), default="")
    loss: Mapped[str] = mapped_column(sa.Text, default="")
    identity: Mapped[str] = mapped_column(sa.String(14), default=Identity.TANPA_NAMA)
    may_publish: Mapped[bool] = mapped_column(default=False)
    public_text: Mapped[str | None] = mapped_column(sa.Text)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(2), default="id")

    channel: Mapped[str] = mapped_column(sa.String(8))
    clerk_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("counter.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service.id"), index=True)

    desk: Mapped[str] = mapped_column(sa.String(12))
    handling_unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    is_bypassed: Mapped[bool] = mapped_column(default=False)
    escalated_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(12), default=State.RECEIVED)
    cycle: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    is_appeal: Mapped[bool] = mapped_column(default=False)

    filed_on: Mapped[date]
    filed_at: Mapped[datetime | None] = mapped_column(Moment)
    released_on: Mapped[date | None]
    rule_set_id: Mapped[int] = mapped_column(sa.ForeignKey("rule_set.id"), index=True)
    next_due_on: Mapped[date | None]
    at_risk_on: Mapped[date | None]
    waits_until: Mapped[date | None]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(18))
    outcome_reason: Mapped[str] = mapped_column(sa.Text, default="")
    is_solved: Mapped[bool | None]
    rated: Mapped[int | None] = mapped_column(sa.SmallInteger)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("complaint.id"), index=True)

    lapor_number: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    lapor_status: Mapped[str | None] = mapped_column(sa.String(40))
    is_held: Mapped[bool] = mapped_column(default=False)
    held_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    erased_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


# With the words in the statement itself, not as parameters: by parameters no database could tell
# that the index of open cases holds all that is asked for.
IS_OPEN = Complaint.state.in_(
    sa.bindparam("open_states", OPEN_STATES, expanding=True, literal_execute=True)
)


class Concerned(Base):
    """Whom a case is about: they see neither case nor photo nor count (praise: they get it).

    `description` where the roster knows nobody.
    """

    __tablename__ = "complaint_concerned"
    __table_args__ = (RANDOM,)

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    description: Mapped[str] = mapped_column(sa.String(200), default="")


class Cycle(Base):
    """One run of a case's clock: the first, and one for each reopening or appeal.

    `unit_id` handled it. `verify_due`, `answer_due`: legal dates as they stand; `explanation` is
    the JSON of how they were reached (rules/clock.py). `answered_at` is a staff act and exact;
    `hours` from filing to answer is rounded up to what is known (rules/clock.py).
    """

    __tablename__ = "complaint_cycle"
    __table_args__ = (
        sa.Index("ix_complaint_cycle_unit_id_started_on", "unit_id", "started_on"),
        RANDOM,
    )

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    started_on: Mapped[date]
    verify_due: Mapped[date | None]
    answer_due: Mapped[date | None]
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    extended_by: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    verified_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    hours: Mapped[int | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(18))
    is_solved: Mapped[bool | None]
    rated: Mapped[int | None] = mapped_column(sa.SmallInteger)


class ClockPause(Base):
    """A rest of the clock while the reporter is asked: reason and limit (`until`)."""

    __tablename__ = "clock_pause"
    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
        RANDOM,
    )

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    cycle: Mapped[int] = mapped_column(sa.SmallInteger)
    starts_on: Mapped[date]
    until: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(400))
