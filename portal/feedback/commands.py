"""Accepting a rating: stored once, attributed at the moment, never recomputed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from portal import ticket
from portal.authority import Actor
from portal.database import lean_command
from portal.errors import Conflict
from portal.feedback.models import Channel, Comment, Rating, Status
from portal.feedback.queries import Receipt, last_closed_month, receipt_of
from portal.feedback.rules import answers as rules
from portal.feedback.rules.answers import Answers
from portal.feedback.rules.attribution import Attribution, Evidence, Saying, attribute
from portal.language import later

TRIES = 5

_RATING: Any = sa.inspect(Rating).local_table
_COMMENT: Any = sa.inspect(Comment).local_table


def _insert_once() -> sa.TextClause:
    """An INSERT that does nothing where the id or the ticket is there, or the month closed.

    The month is judged in the statement that stores, so that no closing comes in between.
    As text, because SQLAlchemy compiles an "on conflict" anew at each execution, which
    costs more than all the rest of storing a rating. What is not given is NULL.
    """
    columns = _RATING.columns
    names = ", ".join(column.name for column in columns)
    values = ", ".join(f":{column.name}" for column in columns)
    is_open = "NOT EXISTS (SELECT 1 FROM closed_month WHERE closed_month.month >= :month)"
    sql = f"INSERT INTO rating ({names}) SELECT {values} WHERE {is_open} ON CONFLICT DO NOTHING"
    typed = [sa.bindparam(column.name, None, column.type) for column in columns]
    return sa.text(sql).bindparams(*typed).execution_options(preserve_rowcount=True)


_INSERT = _insert_once()
_INSERT_COMMENT = sa.insert(_COMMENT)


@dataclass(frozen=True, slots=True)
class Intake:
    """The circumstances of one sent form.

    `at` is the local moment of receipt; `officers` maps the handles offered on the form to
    ids; `checked_in` and `on_duty` are who was at the counter, and how that is known;
    `quarantine` is the reason to hold the answer back, or "".
    """

    counter_id: int
    unit_id: int
    location_id: int | None
    questionnaire_id: int
    nonce: bytes
    at: datetime
    officers: dict[str, int]
    checked_in: Sequence[int] = ()
    on_duty: Sequence[int] = ()
    channel: Channel = Channel.QR
    tier: str = "C"
    quarantine: str = ""


def accept_rating(actor: Actor, *, intake: Intake, answers: Answers) -> Receipt:
    """Store one resident's answers, or tell that this form was stored before.

    Idempotent by the nonce of the form's ticket, from any number of workers at once. A
    resident leaves no audit entry: it would date and order the answers.
    """
    # All that needs no database is made before the turn to write comes.
    content = answers.canonical()
    row = _row(intake, answers, content)
    sent = _Sent(intake.nonce, content, row, _comment(intake, answers, row))
    return _store(actor, sent=sent)


@dataclass(frozen=True, slots=True)
class _Sent:
    """One form, ready to be stored: its text for comparison, its row, its comment's row."""

    nonce: bytes
    content: str
    row: dict[str, Any]
    comment: dict[str, Any] | None


@lean_command
def _store(connection: sa.Connection, _actor: Actor, *, sent: _Sent) -> Receipt:
    row = sent.row
    for _attempt in range(TRIES):
        if _insert(connection, row):
            if sent.comment:
                connection.execute(_INSERT_COMMENT, sent.comment)
            return Receipt.STORED
        known = receipt_of(sent.nonce, sent.content, connection)
        if known is not None:
            return known
        month = rules.month_of(row["received_on"], last_closed_month(connection))
        row = {**row, "id": _fresh_id(month), "month": month}
    raise Conflict(later("Penilaian belum tersimpan. Kirim sekali lagi."))


def _row(intake: Intake, answers: Answers, content: str) -> dict[str, Any]:
    """The row as it is where its month is open, which is nearly always."""
    month = rules.month_of(intake.at.date(), None)
    attribution = _attribution(intake, answers)
    return {
        "id": _fresh_id(month),
        "ticket_key": ticket.nonce_key(intake.nonce),
        "content_digest": ticket.content_digest(intake.nonce, content),
        "month": month,
        "received_on": intake.at.date(),
        "part_of_day": rules.part_of_day(intake.at),
        "unit_id": intake.unit_id,
        "counter_id": intake.counter_id,
        "service_id": answers.service,
        "location_id": intake.location_id,
        "officer_id": attribution.officer_id,
        "attribution_source": attribution.source,
        "attribution_certainty": attribution.certainty,
        "channel": intake.channel,
        "tier": intake.tier,
        "status": Status.QUARANTINED if intake.quarantine else Status.COUNTS,
        "status_reason": intake.quarantine or None,
        "questionnaire_id": intake.questionnaire_id,
        **_marks_and_facts(answers),
    }


def _marks_and_facts(answers: Answers) -> dict[str, Any]:
    return {
        "overall": answers.overall,
        **answers.elements,
        "outcome": answers.outcome,
        "reason_explained": answers.reason_explained,
        "asked_to_pay": answers.asked_to_pay,
        "sex": answers.sex,
        "age_band": answers.age_band,
        "education": answers.education,
        "occupation": answers.occupation,
    }


def _attribution(intake: Intake, answers: Answers) -> Attribution:
    choice: int | Saying | None
    if isinstance(answers.officer, Saying) or answers.officer is None:
        choice = answers.officer
    else:
        choice = intake.officers.get(answers.officer)
    evidence = Evidence(choice, checked_in=intake.checked_in, on_duty=intake.on_duty)
    return attribute(evidence)


def _fresh_id(month: str) -> int:
    return rules.rating_id(month, secrets.randbits(rules.RANDOM_BITS))


def _insert(connection: sa.Connection, row: dict[str, Any]) -> bool:
    """True when the row was stored; False where its id or ticket exists, or its month is closed."""
    return connection.execute(_INSERT, row).rowcount == 1


def _comment(intake: Intake, answers: Answers, row: dict[str, Any]) -> dict[str, Any] | None:
    if not answers.comment:
        return None
    day = intake.at.date()
    exact = row["attribution_certainty"] == "exact"
    return {
        "id": secrets.randbits(63),
        "week": day - timedelta(days=day.weekday()),
        "unit_id": intake.unit_id,
        "counter_id": intake.counter_id,
        "officer_id": row["officer_id"] if exact else None,
        "text": answers.comment,
    }
