"""What an officer may contest: the counters where the officer served in a month."""

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import db
from portal.month import Month
from portal.organisation.models import CheckIn, Counter, Duty, Officer, Unit


def own_counters(actor: Actor, month: Month) -> tuple[tuple[int, str], ...]:
    """Id and words of the counters of the own unit, and of those the officer was planned or
    checked in at; by unit and number. Which of them have answers is not told."""
    actor.demand(Permission.FILE_OBJECTIONS)
    at = (_served(table, actor, month) for table in (Duty, CheckIn))
    own_unit = sa.select(Officer.unit_id).where(Officer.id == actor.officer_id)
    query = (
        sa.select(Counter.id, Counter.number, Counter.name, Unit.name.label("unit_name"))
        .join(Unit, Unit.id == Counter.unit_id)
        .where(sa.or_(Counter.unit_id.in_(own_unit), *(Counter.id.in_(one) for one in at)))
        .order_by(Unit.name, sa.func.length(Counter.number), Counter.number)
    )
    rows = db.session.execute(query)
    return tuple((row.id, f"{row.number} {row.name} ({row.unit_name})") for row in rows)


def _served(table: type[Duty] | type[CheckIn], actor: Actor, month: Month) -> sa.Select[tuple[int]]:
    return sa.select(table.counter_id).where(
        table.officer_id == actor.officer_id,
        table.on_date.between(month.first_day, month.last_day),
    )
