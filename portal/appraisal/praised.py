"""Praise in the evidence: how many letters, of the month as its first closing froze them."""

from collections.abc import Mapping

import sqlalchemy as sa

from portal.appraisal.models import AppraisalRecord
from portal.complaints.praising import praise_counts
from portal.indicators.figures import read_content
from portal.month import Month


def praise_of(connection: sa.Connection, month: Month) -> Mapping[int, int | None]:
    """By officer; whoever is not in it was not praised.

    A closed month keeps its numbers in every revision: letters go when their time is over. None
    where it was closed before praise was counted.
    """
    return {**praise_counts(connection, month), **_frozen(connection, month)}


def _frozen(connection: sa.Connection, month: Month) -> dict[int, int | None]:
    query = (
        sa.select(AppraisalRecord.officer_id, AppraisalRecord.content)
        .where(AppraisalRecord.month == str(month))
        .order_by(AppraisalRecord.revision)
    )
    rows = connection.execute(query)
    return {officer: read_content(content)["praise"] for officer, content in rows}
