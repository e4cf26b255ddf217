"""The answers an objection is about: counted, never shown one by one."""

import sqlalchemy as sa

from portal.appraisal.models import Objection
from portal.database import db
from portal.feedback.models import Rating, Status
from portal.indicators.passes import in_month
from portal.month import Month


def contested_ratings(objection: Objection) -> sa.ColumnElement[bool]:
    """The answers an objection is about: this officer's, of that day, at that counter."""
    wanted = [
        in_month(Month.parse(objection.month)),
        Rating.officer_id == objection.officer_id,
        Rating.received_on == objection.on_date,
        Rating.status != Status.STRUCK,
    ]
    if objection.counter_id is not None:
        wanted.append(Rating.counter_id == objection.counter_id)
    return sa.and_(*wanted)


def affected_counts(objection: Objection) -> dict[str, int]:
    """How many answers are meant, by status; never the answers themselves."""
    query = sa.select(Rating.status, sa.func.count()).where(contested_ratings(objection))
    found = db.session.execute(query.group_by(Rating.status).order_by(Rating.status))
    return {row.status: row[1] for row in found}
