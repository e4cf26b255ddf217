"""Closed months as they were frozen, for the blocks and periods that a later closing makes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.indicators.models import ClosedFigure
from portal.indicators.officers import OfficerSums, officer_sums_from_json
from portal.indicators.subjects import SubjectKey
from portal.indicators.sums import Sums, sums_from_json
from portal.month import Month

BATCH = 200


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a month froze of one subject: its sums, and the months that waited after it."""

    text: str

    def _parsed(self) -> Any:
        return json.loads(self.text)

    def sums(self) -> Sums:
        return sums_from_json(self._parsed()["sums"])

    def officer_sums(self) -> OfficerSums:
        return officer_sums_from_json(self._parsed()["sums"])

    def pending(self) -> tuple[Month, ...]:
        return tuple(Month.parse(month) for month in self._parsed()["pending"])


def frozen_text(sums: Mapping[str, Any], pending: Iterable[Month] = ()) -> str:
    """The stored form of `Frozen`."""
    content = {"sums": sums, "pending": [str(month) for month in pending]}
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


History = dict[SubjectKey, dict[Month, Frozen]]


def frozen_months(
    connection: sa.Connection, keys: Sequence[SubjectKey], months: Iterable[Month]
) -> History:
    """The newest revision of each month of some subjects of one kind."""
    names = [str(month) for month in months]
    found: History = {key: {} for key in keys}
    if not keys or not names:
        return found
    query = (
        sa.select(ClosedFigure.subject_id, ClosedFigure.period, ClosedFigure.sums)
        .where(
            ClosedFigure.subject_type == keys[0].kind,
            ClosedFigure.subject_id.in_([key.id for key in keys]),
            ClosedFigure.period.in_(names),
        )
        .order_by(ClosedFigure.revision)
    )
    for subject, period, text in connection.execute(query):
        found[SubjectKey(keys[0].kind, subject)][Month.parse(period)] = Frozen(text)
    return found


def next_revision(connection: sa.Connection, period: str) -> int:
    """The number that the next figures of a period get; 1 at its closing."""
    query = sa.select(sa.func.max(ClosedFigure.revision)).where(ClosedFigure.period == period)
    return (connection.execute(query).scalar() or 0) + 1
