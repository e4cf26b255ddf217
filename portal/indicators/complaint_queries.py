"""Frozen figures of complaints of one unit for its public page.

Counts of complaints are public facts of an office (UU 25/2009): they stand there also where a
month has too few ratings for any mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.database import db
from portal.indicators.figures import complaints_of, read_content
from portal.indicators.models import ClosedFigure
from portal.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class PeriodComplaints:
    """What a closed period holds (complaints/rules/tallying.py)."""

    period: str
    figures: Mapping[str, Any]


def closed_complaints(unit_code: str, period: str | None = None) -> PeriodComplaints | None:
    """Of the period that is shown, else of the newest closed month; newest revision.

    None where nothing is closed, or was closed before complaints were counted.
    """
    query = (
        sa.select(ClosedFigure.period, ClosedFigure.content)
        .join(Unit, Unit.id == ClosedFigure.subject_id)
        .where(ClosedFigure.subject_type == "unit", Unit.code == unit_code)
    )
    if period is None:  # "2026-10", not "2026-TW4"
        query = query.where(ClosedFigure.period.like("____-__"))
        query = query.where(ClosedFigure.period.not_like("%S%"))
    else:
        query = query.where(ClosedFigure.period == period)
    newest = query.order_by(ClosedFigure.period.desc(), ClosedFigure.revision.desc()).limit(1)
    row = db.session.execute(newest).first()
    figures = None if row is None else complaints_of(read_content(row.content).get("complaints"))
    return None if row is None or figures is None else PeriodComplaints(row.period, figures)
