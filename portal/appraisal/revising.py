"""What a revision draws after it: later blocks and periods made of the month, and what changed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from portal.appraisal.models import Closing
from portal.appraisal.preparing import LONGEST_WAIT, Prepared, waiting_sums
from portal.appraisal.rows import Row, changed_numbers, figure_row, heading_of
from portal.indicators.computing import without_numbers
from portal.indicators.derivation import month_indicator, period_indicator
from portal.indicators.figures import Indicator, Subject, complaints_of, read_content
from portal.indicators.history import BATCH, Frozen, frozen_months, frozen_text, next_revision
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.publication import Reason, Withheld
from portal.indicators.subjects import SubjectKey
from portal.month import Month, Period, months_between

# Notes of a month that no later revision of another month changes.
KEPT = ("counts", "unshown", "needs_review", "profile", "staff_overall", "staff_shown")


def followers(connection: sa.Connection, prepared: Prepared) -> list[Row]:
    """New revisions of the later months and periods whose figures contain the revised month."""
    month = prepared.asked.month
    last = connection.execute(sa.select(sa.func.max(Closing.month))).scalar_one()
    if last == str(month):
        return []
    return list(_Followers(connection, prepared, Month.parse(last)).rows())


@dataclass(slots=True)
class _Followers:
    connection: sa.Connection
    prepared: Prepared
    last: Month

    def rows(self) -> Iterator[Row]:
        month = str(self.prepared.asked.month)
        own = [r for r in self.prepared.figures if r["period"] == month]
        for kind in ("unit", "location", "counter", "service"):
            of_kind = {r["subject_id"]: r for r in own if r["subject_type"] == kind}
            ids = sorted(of_kind)
            for start in range(0, len(ids), BATCH):
                batch = {i: of_kind[i] for i in ids[start : start + BATCH]}
                yield from self._of_batch(kind, batch)

    def _of_batch(self, kind: str, rows: Mapping[int, Row]) -> Iterator[Row]:
        month = self.prepared.asked.month
        keys = [SubjectKey(kind, subject) for subject in rows]
        months = list(months_between(month.plus(-LONGEST_WAIT), self.last))
        history = frozen_months(self.connection, keys, months)
        stored = self._stored(kind, rows, months)
        for key in keys:
            of_key = history[key]
            of_key[month] = Frozen(rows[key.id]["sums"])
            yield from self._later_months(key, rows[key.id], of_key, stored)
            yield from self._periods(key, rows[key.id], of_key, stored)

    def _stored(
        self, kind: str, rows: Mapping[int, Row], months: Iterable[Month]
    ) -> dict[tuple[int, str], Row]:
        names = [*map(str, months), *map(str, self._open_periods())]
        query = sa.select(ClosedFigure.__table__).where(
            ClosedFigure.subject_type == kind,
            ClosedFigure.subject_id.in_(list(rows)),
            ClosedFigure.period.in_(names),
        )
        found = self.connection.execute(query.order_by(ClosedFigure.revision)).mappings()
        return {(row["subject_id"], row["period"]): dict(row) for row in found}

    def _open_periods(self) -> list[Period]:
        """Periods that contain the month, end later, and were made."""
        month = self.prepared.asked.month
        periods = (month.quarter, month.semester, month.whole_year)
        return [p for p in periods if month < p.months[-1] <= self.last]

    def _later_months(
        self,
        key: SubjectKey,
        row: Row,
        history: dict[Month, Frozen],
        stored: Mapping[tuple[int, str], Row],
    ) -> Iterator[Row]:
        month = self.prepared.asked.month
        for later in months_between(month.next(), self.last):
            old = stored.get((key.id, str(later)))
            if old is None:
                continue
            before = read_content(old["content"])
            waiting = waiting_sums(history, later)
            sums = history[later].sums()
            heading = heading_of(self.prepared.asked, str(later), self._revision(str(later)))
            derived = month_indicator(_subject(before), later, waiting, sums, heading)
            known = history[later].pending()
            joined = {*before["block"], *derived.indicator.block, *map(str, known)}
            if str(month) not in joined and derived.pending == known:
                return
            text = frozen_text(sums.as_json(), derived.pending)
            history[later] = Frozen(text)
            yield self._row(key, old, derived.indicator, text)

    def _periods(
        self,
        key: SubjectKey,
        row: Row,
        history: Mapping[Month, Frozen],
        stored: Mapping[tuple[int, str], Row],
    ) -> Iterator[Row]:
        for period in self._open_periods():
            old = stored.get((key.id, str(period)))
            if old is None:
                continue
            parts = {m: history[m].sums() for m in period.months if m in history}
            heading = heading_of(self.prepared.asked, str(period), self._revision(str(period)))
            subject = _subject(read_content(old["content"]))
            shown = period_indicator(subject, period.months, parts, heading)
            yield self._row(key, old, shown, old["sums"])

    def _revision(self, period: str) -> int:
        return next_revision(self.connection, period)

    def _row(self, key: SubjectKey, old: Row, shown: Indicator, sums: str) -> Row:
        notes = {
            name: value for name, value in read_content(old["content"]).items() if name in KEPT
        }
        shown = replace(
            shown, complaints=complaints_of(read_content(old["content"]).get("complaints"))
        )
        public = _as_public_as(old, shown)
        asked = self.prepared.asked
        return figure_row(asked, key, old["unit_id"], shown, public, sums, notes)


def _subject(content: Mapping[str, Any]) -> Subject:
    return Subject(**content["subject"])


def _as_public_as(old: Row, shown: Indicator) -> Indicator | None:
    """What was held back stays held back; nothing new becomes public by a follower."""
    if old["public"] is None:
        return None
    public = read_content(old["public"])
    if public["withheld"] is None and tuple(public["block"]) == shown.block:
        return shown
    return without_numbers(shown, shown.withheld or Withheld(Reason.COMPLEMENT))


def changes_of(connection: sa.Connection, prepared: Prepared) -> list[Row]:
    """Old and new of every number that differs from the newest stored revision."""
    found: list[Row] = []
    for row in prepared.figures:
        query = (
            sa.select(ClosedFigure.content)
            .where(
                ClosedFigure.subject_type == row["subject_type"],
                ClosedFigure.subject_id == row["subject_id"],
                ClosedFigure.period == row["period"],
            )
            .order_by(ClosedFigure.revision.desc())
            .limit(1)
        )
        text = connection.execute(query).scalar()
        before, after = json.loads(text or "{}"), json.loads(row["content"])
        subject = f"{row['subject_type']}:{after['subject']['code']}"
        for change in changed_numbers(before, after):
            found.append({"period": row["period"], "subject": subject, **change})
    return found
