"""Which officers a list shows: for the record of a look at their numbers."""

from datetime import date

import sqlalchemy as sa

from portal.authority import Actor
from portal.database import db
from portal.listing import Asked
from portal.organisation.listings import in_reach
from portal.organisation.managing.narrowing import narrowing
from portal.organisation.models import Officer


def handles_of(actor: Actor, asked: Asked, today: date) -> tuple[str, ...]:
    """The random names of all officers that a list was narrowed to, in reach."""
    query = sa.select(Officer.handle).where(
        *in_reach(actor, Officer.unit_id), *narrowing("officers", asked, today)
    )
    return tuple(db.session.execute(query.order_by(Officer.handle)).scalars())
