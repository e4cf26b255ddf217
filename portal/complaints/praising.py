"""Praise that residents sent reaches the officer: the words and the week, nobody's name.

Only after the office has read it (class: apresiasi); numbers that point at a person are hidden,
and so are the parts that were masked.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.models import Complaint, Concerned
from portal.complaints.rules.words import Kind, Klass, Outcome, State
from portal.database import db
from portal.masking import hide_contacts

MOST = 100
WITHDRAWN = (Outcome.DITOLAK, Outcome.BUKAN_KEWENANGAN, Outcome.DUPLIKAT, Outcome.ARSIP)


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
            Complaint.kind == Kind.APRESIASI,
            Complaint.klass == Klass.APRESIASI,
            Complaint.state != State.RECEIVED,
            sa.or_(Complaint.outcome.is_(None), Complaint.outcome.not_in(WITHDRAWN)),
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
