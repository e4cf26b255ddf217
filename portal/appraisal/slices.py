"""The evidence of one month in slices, for programs: by NIP, within a reach, with its status."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.appraisal.calendar import Standings
from portal.appraisal.models import AppraisalRecord, Closing
from portal.appraisal.queries import Appraisal, appraisal_from_json
from portal.authority import Actor, Permission
from portal.database import db
from portal.indicators.figures import read_content
from portal.organisation.models import Officer


@dataclass(frozen=True, slots=True)
class RecordSlice:
    """Some records, made one at a time, and after which officer to go on; None at the end."""

    records: Iterator[Appraisal]
    after: int | None


def newest_revision(month: str) -> int:
    """The number of the newest revision of a month; 0 while it is open."""
    query = sa.select(sa.func.max(Closing.revision)).where(Closing.month == month)
    return db.session.execute(query).scalar() or 0


def record_slice(
    actor: Actor,
    *,
    month: str,
    revision: int,
    units: frozenset[int] | None,
    standing: Standings,
    after: int = 0,
    limit: int,
) -> RecordSlice:
    """At most `limit` records after an officer, as they stood after a revision, by NIP.

    None in the trial period, when they are for the officer alone.
    """
    actor.demand(Permission.READ_APPRAISALS)
    if standing.is_in_trial:
        return RecordSlice(iter(()), None)
    query = _query(month, revision, units, after)
    rows = db.session.execute(query.limit(limit + 1)).all()
    shown = rows[:limit]
    return RecordSlice(
        records=_records(shown, standing),
        after=shown[-1].officer_id if len(rows) > limit else None,
    )


def _records(rows: Sequence[sa.Row[Any]], standing: Standings) -> Iterator[Appraisal]:
    for officer, unit, content in rows:
        stored = read_content(content)
        stored["status"] = str(standing.status(stored["status"], officer_id=officer, unit_id=unit))
        yield appraisal_from_json(stored)


def _query(month: str, revision: int, units: frozenset[int] | None, after: int) -> sa.Select[Any]:
    later_one = aliased(AppraisalRecord)
    newer = (
        sa.select(sa.literal(1))
        .where(
            later_one.officer_id == AppraisalRecord.officer_id,
            later_one.month == AppraisalRecord.month,
            later_one.revision > AppraisalRecord.revision,
            later_one.revision <= revision,
        )
        .exists()
    )
    columns = (AppraisalRecord.officer_id, AppraisalRecord.unit_id, AppraisalRecord.content)
    query = (
        sa.select(*columns)
        .join(Officer, Officer.id == AppraisalRecord.officer_id)
        .where(AppraisalRecord.month == month, AppraisalRecord.revision <= revision, ~newer)
        .order_by(Officer.nip, Officer.id)
    )
    if units is not None:
        query = query.where(AppraisalRecord.unit_id.in_(units))
    if after:
        last = sa.select(Officer.nip).where(Officer.id == after).scalar_subquery()
        query = query.where(sa.tuple_(Officer.nip, Officer.id) > sa.tuple_(last, sa.literal(after)))
    return query
