"""What can be known of questionnaires and of a ticket that was used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa

from portal import ticket
from portal.clock import now
from portal.database import db, glance
from portal.feedback.models import ClosedMonth, Questionnaire, Rating
from portal.feedback.rules.questionnaire import Questionnaire as Definition
from portal.feedback.rules.questionnaire import parse_questionnaire
from portal.organisation.models import Counter, Service, Unit
from portal.organisation.remembering import remembered

SHUFFLED_AT_ONCE = 2_000
WESTERNMOST = timedelta(hours=7)
ELEMENTS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
)


class Receipt(StrEnum):
    """What became of a sent form: stored now, stored before, or stored before with other words."""

    STORED = "stored"
    REPEATED = "repeated"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class QuestionnaireInForce:
    """The questionnaire that forms use now: its row id and its definition."""

    id: int
    definition: Definition


# In Core, because it is asked at every form.
_TABLE = Questionnaire.__table__
_NEWEST = (
    sa.select(_TABLE.c.id)
    .where(
        _TABLE.c.kind == sa.bindparam("kind"),
        _TABLE.c.valid_from <= sa.bindparam("day", type_=sa.Date),
    )
    .order_by(_TABLE.c.version.desc())
    .limit(1)
)
_LAST_CLOSED = sa.select(sa.func.max(ClosedMonth.__table__.c.month))
_DIGEST = sa.select(Rating.__table__.c.content_digest).where(
    Rating.__table__.c.ticket_key == sa.bindparam("key")
)


def questionnaire_in_force(kind: str = "skm") -> QuestionnaireInForce:
    """The newest version of a kind of questionnaire whose day has come.

    The day begins in the westernmost zone (WIB); a version made meanwhile shows within seconds.
    """
    row_id = _newest(kind, (now() + WESTERNMOST).date())
    if row_id is None:
        raise LookupError(f"questionnaire: no version of {kind} is in force")
    return _version(row_id, db.engine)


@remembered
def _newest(kind: str, day: date) -> int | None:
    rows = glance(_NEWEST, {"kind": kind, "day": day})
    return rows[0].id if rows else None


# A version whose day has come never changes.
@cache
def _version(row_id: int, _database: sa.Engine) -> QuestionnaireInForce:
    query = sa.select(Questionnaire.definition).where(Questionnaire.id == row_id)
    return QuestionnaireInForce(row_id, parse_questionnaire(db.session.execute(query).scalar_one()))


def receipt_of(nonce: bytes, content: str, via: sa.Connection | None = None) -> Receipt | None:
    """What became of the form with this nonce; None when it was never stored."""
    digest = (via or db.session).execute(_DIGEST, {"key": ticket.nonce_key(nonce)}).scalar()
    if digest is None:
        return None
    same = bytes(digest) == ticket.content_digest(nonce, content)
    return Receipt.REPEATED if same else Receipt.DIFFERENT


def last_closed_month(via: sa.Connection | None = None) -> str | None:
    """The newest month that takes no more answers, "YYYY-MM"."""
    newest: str | None = (via or db.session).execute(_LAST_CLOSED).scalar()
    return newest


def months_with_ratings(*, after: str | None = None) -> tuple[str, ...]:
    """The months "YYYY-MM" that hold ratings, ascending; one index step per month, not per row."""
    found: list[str] = []
    last = after or ""
    while True:
        query = sa.select(sa.func.min(Rating.month)).where(Rating.month > last)
        month = db.session.execute(query).scalar()
        if month is None:
            return tuple(found)
        found.append(month)
        last = month


_SHUFFLED = (
    sa.select(
        Rating.received_on,
        Rating.visited_on,
        Unit.code,
        Counter.number,
        Service.code,
        Rating.channel,
        Rating.tier,
        Rating.status,
        Rating.overall,
        *(getattr(Rating, element) for element in ELEMENTS),
        Rating.outcome,
    )
    .join(Unit, Unit.id == Rating.unit_id)
    .outerjoin(Counter, Counter.id == Rating.counter_id)
    .outerjoin(Service, Service.id == Rating.service_id)
    .where(Rating.month == sa.bindparam("month"))
    .order_by(sa.func.random())
)


def ratings_shuffled(month: str) -> Iterator[tuple[Any, ...]]:
    """The ratings of a month "YYYY-MM" in a new random order at each call, one at a time.

    Day, place, channel, tier, status and marks; no officer, no comment, no respondent block.
    """
    options = {"yield_per": SHUFFLED_AT_ONCE}
    for row in db.session.execute(_SHUFFLED, {"month": month}, execution_options=options):
        yield tuple(row)
