"""Figures of complaints by subject: a unit with all below it, and a counter of its own.

What a closing froze is carried on by every revision: a case that is reopened, forwarded or erased
afterwards moves nothing in a month that is over.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from portal.complaints.figures import month_tallies
from portal.complaints.rules.tallying import Tally, joined
from portal.indicators.figures import complaints_of, read_content
from portal.indicators.models import ClosedFigure
from portal.indicators.subjects import Places, SubjectKey
from portal.month import Month

ComplaintFigures = Mapping[SubjectKey, Mapping[str, Any]]
COUNTED = ("unit", "counter")


def complaint_figures(connection: sa.Connection, month: Month, places: Places) -> ComplaintFigures:
    """Counts of a month for every unit and counter, zeros where nothing happened."""
    found = {key: Tally() for key in places.named if key.kind in COUNTED}
    for place, tally in month_tallies(connection, month).items():
        subjects = [SubjectKey("unit", above) for above in places.lineage(place.unit_id)]
        if place.counter_id is not None:
            subjects.append(SubjectKey("counter", place.counter_id))
        for key in subjects:
            found[key].add(tally)
    return {key: tally.as_figures() for key, tally in found.items()}


def frozen_complaints(
    connection: sa.Connection, months: Iterable[Month]
) -> Mapping[Month, ComplaintFigures]:
    """What closed months hold, newest revision; a month that is open is not in it."""
    query = (
        sa.select(
            ClosedFigure.period,
            ClosedFigure.subject_type,
            ClosedFigure.subject_id,
            ClosedFigure.content,
        )
        .where(ClosedFigure.period.in_([str(month) for month in months]))
        .where(ClosedFigure.subject_type.in_(COUNTED))
        .order_by(ClosedFigure.revision)
    )
    found: dict[Month, dict[SubjectKey, Mapping[str, Any]]] = {}
    for period, kind, subject, content in connection.execute(query):
        month = found.setdefault(Month.parse(period), {})
        figures = complaints_of(read_content(content).get("complaints"))
        if figures is None:
            month.pop(SubjectKey(kind, subject), None)
        else:
            month[SubjectKey(kind, subject)] = figures
    return found


def of_months(months: Iterable[ComplaintFigures], key: SubjectKey) -> Mapping[str, Any] | None:
    """A period out of what its months hold of one subject."""
    return joined([month[key] for month in months if key in month])
