"""Closing what the reporter says nothing about any more (domain.md §3)."""

from collections.abc import Sequence
from datetime import date, datetime, time

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.acting import end_case
from portal.complaints.cases import REPORTER, write_step
from portal.complaints.clocks import current_cycle
from portal.complaints.models import IS_OPEN, Complaint, Event
from portal.complaints.pausing import end_pause
from portal.complaints.rules.waiting import is_withdrawn, last_day_of_silence
from portal.complaints.rules.words import Outcome, State, Step
from portal.complaints.turns import Conditions, Known, still, write_down_all
from portal.database import command, db


def answered_before(today: date) -> Conditions:
    """Answered cases whose reporter has neither agreed nor disagreed."""
    return (Complaint.state == State.ANSWERED, Complaint.answered_on < today)


@command
def close_silent_cases(actor: Actor, *, cases: Sequence[int], today: date) -> int:
    """Close what was answered and got no word for the days of its rule set.

    Closed, not solved: that is for the reporter to say.
    """
    actor.demand(Permission.OPERATE)
    known, closed = Known(), []
    for case in still(cases, answered_before(today)):
        days = known.limits(case.rule_set_id).silence_days
        since = max(case.answered_on or today, _last_word(case) or date.min)
        if today <= last_day_of_silence(since, days, known.week(current_cycle(case).unit_id)):
            continue
        outcome = Outcome(case.outcome) if case.outcome else Outcome.SELESAI
        _end(actor, case, outcome, today)
        closed.append(case.number)
    return write_down_all(actor, "close_silent_cases", today, closed)


def asked_in_vain() -> Conditions:
    """Open cases in which the newest question to the reporter has no answer."""
    question, word = Event.__table__.alias("question"), Event.__table__.alias("word")
    answered = sa.exists().where(
        word.c.complaint_id == question.c.complaint_id,
        word.c.number > question.c.number,
        sa.or_(word.c.role == REPORTER, word.c.step == Step.ASKED),
    )
    asked = sa.exists().where(
        question.c.complaint_id == Complaint.id, question.c.step == Step.ASKED, ~answered
    )
    return (IS_OPEN, asked)


@command
def close_incomplete_cases(actor: Actor, *, cases: Sequence[int], today: date) -> int:
    """Treat as withdrawn what cannot be handled without an answer that did not come [M]."""
    actor.demand(Permission.OPERATE)
    known, closed = Known(), []
    for case in still(cases, asked_in_vain()):
        days = known.limits(case.rule_set_id).incomplete_calendar_days
        asked_on = _asked_on(case)
        if asked_on is None or not is_withdrawn(asked_on, days, today):
            continue
        _end(actor, case, Outcome.TIDAK_LENGKAP, today)
        closed.append(case.number)
    return write_down_all(actor, "close_incomplete_cases", today, closed)


def _end(actor: Actor, case: Complaint, outcome: Outcome, today: date) -> None:
    end_pause(case, on=today)
    end_case(case, outcome, case.outcome_reason, at=datetime.combine(today, time.min))
    facts = {"outcome": outcome.value, "silent": True}
    write_step(case, Step.CLOSED, actor=actor, on=today, facts=facts)


def _last_word(case: Complaint) -> date | None:
    """The last day on which the reporter did anything."""
    query = sa.select(sa.func.max(Event.on_date)).where(
        Event.complaint_id == case.id, Event.role == REPORTER
    )
    return db.session.execute(query).scalar()


def _asked_on(case: Complaint) -> date | None:
    query = sa.select(sa.func.max(Event.on_date)).where(
        Event.complaint_id == case.id, Event.step == Step.ASKED
    )
    return db.session.execute(query).scalar()
