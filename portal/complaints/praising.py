"""Praise that residents sent reaches the officer: the words and the week, nobody's name.

Only after the office has read it (class: apresiasi); numbers that point at a person are hidden,
and so are the parts that were masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.models import Complaint, Concerned, Cycle
from portal.complaints.rules.words import Kind, Klass, Outcome, State
from portal.database import db
from portal.masking import hide_contacts
from portal.month import Month

MOST = 100
WITHDRAWN = (Outcome.DITOLAK, Outcome.BUKAN_KEWENANGAN, Outcome.DUPLIKAT, Outcome.ARSIP)
# Both said so, the reporter and the office that read it.
_IS_PRAISE = (
    Complaint.kind == Kind.APRESIASI,
    Complaint.klass == Klass.APRESIASI,
    Complaint.state != State.RECEIVED,
    sa.or_(Complaint.outcome.is_(None), Complaint.outcome.not_in(WITHDRAWN)),
)


@dataclass(frozen=True, slots=True)
class Praise:
    """One resident's words; `week` is the Monday of the week they came in."""

    week: date
    text: str


def own_praise(actor: Actor, today: date) -> tuple[Praise, ...]:
    """What residents praised this officer for in weeks that are over, the newest first."""
    actor.demand(Permission.READ_OWN_FIGURES)
    if actor.officer_id is None:
        return ()
    told = sa.func.coalesce(Complaint.story_masked, Complaint.story)
    query = (
        sa.select(Complaint.filed_on, told)
        .where(
            *_IS_PRAISE,
            Complaint.erased_on.is_(None),
            Complaint.filed_on < monday(today),
            sa.exists().where(
                Concerned.complaint_id == Complaint.id, Concerned.officer_id == actor.officer_id
            ),
        )
        .order_by(Complaint.filed_on.desc(), Complaint.id)
        .limit(MOST)
    )
    found = [Praise(monday(on), hide_contacts(text)) for on, text in db.session.execute(query)]
    return tuple(sorted(found, key=lambda one: one.week, reverse=True))


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def praise_counts(connection: sa.Connection, month: Month) -> Mapping[int, int]:
    """How many letters of praise the office read in a month, by the officer they name.

    The month of reading, so that what waits on a desk when a month closes counts in the next.
    """
    query = (
        sa.select(Concerned.officer_id, sa.func.count(Complaint.id.distinct()))
        .join(Complaint, Complaint.id == Concerned.complaint_id)
        .join(Cycle, sa.and_(Cycle.complaint_id == Complaint.id, Cycle.number == Complaint.cycle))
        .where(*_IS_PRAISE)
        .where(Cycle.verified_on.between(month.first_day, month.last_day))
        .group_by(Concerned.officer_id)
    )
    return {officer: count for officer, count in connection.execute(query) if officer is not None}
