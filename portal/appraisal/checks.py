"""What is missing from a month before it is frozen: counted in the same view as its figures."""

from collections.abc import Iterator

import sqlalchemy as sa

from portal.appraisal.models import Objection
from portal.appraisal.rules.readiness import Check, Finding, coverage
from portal.feedback.models import Certainty, Rating, Status
from portal.indicators.passes import in_month
from portal.indicators.subjects import served_at_counters
from portal.month import Month
from portal.organisation.models import CheckIn, Counter, Duty, Unit

MOST_NAMED = 3


def findings(connection: sa.Connection, month: Month) -> Iterator[Finding]:
    """Roster, attribution, served and objections of a month."""
    yield _roster(connection, month)
    yield _attribution(connection, month)
    yield _served(connection, month)
    yield _objections(connection, month)


def _roster(connection: sa.Connection, month: Month) -> Finding:
    """Counters where somebody is known to have been on duty on every day with answers."""
    answered = _answered_days(connection, month)
    known = {
        (counter, day)
        for table in (Duty, CheckIn)
        for counter, day in connection.execute(
            sa.select(table.counter_id, table.on_date).where(
                table.on_date.between(month.first_day, month.last_day)
            )
        )
    }
    counters = {counter for counter, _day in answered}
    lacking = {counter for counter, day in answered if (counter, day) not in known}
    names = _counter_names(connection, lacking)
    return coverage(Check.ROSTER, len(counters) - len(lacking), len(counters), names)


def _answered_days(connection: sa.Connection, month: Month) -> set[tuple[int, object]]:
    query = sa.select(Rating.counter_id, Rating.received_on).where(
        in_month(month), Rating.counter_id.is_not(None), Rating.status != Status.STRUCK
    )
    rows = connection.execute(query.group_by(Rating.counter_id, Rating.received_on))
    return {(counter, day) for counter, day in rows if counter is not None}


def _counter_names(connection: sa.Connection, ids: set[int]) -> tuple[str, ...]:
    query = (
        sa.select(Unit.code, Counter.number)
        .select_from(Counter)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(Counter.id.in_(ids))
        .order_by(Unit.code, Counter.number)
        .limit(MOST_NAMED)
    )
    return tuple(f"{code}/{number}" for code, number in connection.execute(query))


def _attribution(connection: sa.Connection, month: Month) -> Finding:
    """Counted answers whose officer is exactly known: only those are used for appraisal."""
    is_exact = Rating.attribution_certainty == Certainty.EXACT
    query = sa.select(is_exact, sa.func.count()).where(
        in_month(month), Rating.status == Status.COUNTS
    )
    numbers = {
        bool(exact): number for exact, number in connection.execute(query.group_by(is_exact))
    }
    return coverage(Check.ATTRIBUTION, numbers.get(True, 0), sum(numbers.values()))


def _served(connection: sa.Connection, month: Month) -> Finding:
    """Counters with answers where somebody wrote down how many were served."""
    query = sa.select(Rating.counter_id).where(
        in_month(month), Rating.counter_id.is_not(None), Rating.status == Status.COUNTS
    )
    answered = {counter for counter in connection.execute(query.distinct()).scalars() if counter}
    unknown = answered - served_at_counters(connection, month).keys()
    names = _counter_names(connection, unknown)
    return coverage(Check.SERVED, len(answered) - len(unknown), len(answered), names)


def _objections(connection: sa.Connection, month: Month) -> Finding:
    query = (
        sa.select(Unit.name, sa.func.count())
        .select_from(Objection)
        .join(Unit, Unit.id == Objection.unit_id)
        .where(Objection.month == str(month), Objection.state == "open")
        .group_by(Unit.name)
        .order_by(Unit.name)
    )
    rows = connection.execute(query).all()
    names = tuple(row[0] for row in rows[:MOST_NAMED])
    return Finding(Check.OBJECTIONS, not rows, sum(row[1] for row in rows), 0, names)
