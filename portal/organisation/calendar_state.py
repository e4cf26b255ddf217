"""Which years the calendar knows, and on which decrees it stands."""

from dataclasses import dataclass

import sqlalchemy as sa

from portal.database import db
from portal.organisation.models import Holiday


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year of the calendar: how many days without service, by which decrees."""

    year: int
    days: int
    decrees: tuple[str, ...]


def calendar_years() -> tuple[CalendarYear, ...]:
    """The years that have any day without service, the newest first."""
    found: dict[int, tuple[int, set[str]]] = {}
    for day, decree in db.session.execute(sa.select(Holiday.on_date, Holiday.decree)):
        days, decrees = found.get(day.year, (0, set()))
        found[day.year] = (days + 1, decrees | {decree} - {""})
    return tuple(
        CalendarYear(year, days, tuple(sorted(decrees)))
        for year, (days, decrees) in sorted(found.items(), reverse=True)
    )
