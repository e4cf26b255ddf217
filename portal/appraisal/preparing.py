"""Everything a closing freezes, computed from one unchanging view; writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from portal.appraisal.officer_rows import officer_rows
from portal.appraisal.rows import Asked, Row, figure_row, heading_of
from portal.indicators.complaint_figures import (
    ComplaintFigures,
    complaint_figures,
    frozen_complaints,
    of_months,
)
from portal.indicators.computing import counts, quarantine_effect, without_numbers
from portal.indicators.derivation import (
    Derived,
    month_indicator,
    period_indicator,
)
from portal.indicators.figures import Indicator, Subject
from portal.indicators.history import (
    BATCH,
    Frozen,
    History,
    frozen_months,
    frozen_text,
    next_revision,
)
from portal.indicators.joined_publicity import JoinedPublicity, UnitMonth
from portal.indicators.passes import MonthSums, fingerprint, month_sums
from portal.indicators.profiles import unit_profiles
from portal.indicators.publicity import Publicity, month_publicity, month_tree
from portal.indicators.rules.publication import Reason, Withheld
from portal.indicators.staff_publicity import StaffView, staff_view
from portal.indicators.subjects import Places, SubjectKey, load_places
from portal.indicators.sums import Sums
from portal.month import Month, Period, months_between

LONGEST_WAIT = 11  # earlier months that a block of at most twelve may reach back to


@dataclass(slots=True)
class Prepared:
    """The rows of a closing, and what a person must know before it is stored."""

    asked: Asked
    fingerprint: tuple[Any, ...]
    figures: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    needs_review: list[str] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)


def prepare(connection: sa.Connection, asked: Asked) -> Prepared:
    """Compute a month: its figures, the periods that end with it, and the appraisal records."""
    seen = fingerprint(connection, asked.month)
    prepared = Prepared(asked, seen, received={row[0]: row[1] for row in seen})
    places = load_places(connection, asked.month)
    found = month_sums(connection, asked.month, places)
    publicity = month_publicity(places, found.sums, found.cells)
    staff = staff_view(month_tree(places, found.sums, found.cells), publicity.shown)
    profiles = unit_profiles(connection, asked.month, places)
    joined = JoinedPublicity(connection)
    complaints = _complaints(connection, asked.month, places)
    _Figures(
        connection, asked, found, prepared, publicity, joined, staff, profiles, complaints
    ).add_all()
    for figure, evidence in officer_rows(connection, asked):
        prepared.figures.append(figure)
        prepared.records += [] if evidence is None else [evidence]
    return prepared


def _complaints(
    connection: sa.Connection, month: Month, places: Places
) -> Mapping[Month, ComplaintFigures]:
    """Of the month, as it was frozen where it is closed, and of the earlier ones of its year."""
    earlier = months_between(month.whole_year.months[0], month)
    frozen = frozen_complaints(connection, earlier)
    if month in frozen:
        return frozen
    return {**frozen, month: complaint_figures(connection, month, places)}


@dataclass(slots=True)
class _Figures:
    """The figures of units, locations, counters and services."""

    connection: sa.Connection
    asked: Asked
    found: MonthSums
    prepared: Prepared
    publicity: Publicity
    joined: JoinedPublicity
    staff: StaffView
    profiles: Mapping[int, Mapping[str, Any]]
    complaints: Mapping[Month, ComplaintFigures]
    revisions: dict[str, int] = field(default_factory=dict)
    derived: dict[SubjectKey, Derived] = field(default_factory=dict)

    def add_all(self) -> None:
        """Units first: whether a part may be public depends on what its unit shows."""
        places, sums = self.found.places, self.found.sums
        keys = sorted(key for key, named in places.named.items() if named.is_active or key in sums)
        self._note_units([key for key in keys if key.kind == "unit"])
        for kind in ("unit", "location", "counter", "service"):
            of_kind = [key for key in keys if key.kind == kind]
            for start in range(0, len(of_kind), BATCH):
                self._add_batch(of_kind[start : start + BATCH])

    def _note_units(self, keys: Sequence[SubjectKey]) -> None:
        history = self._history(keys)
        self.joined.months[self.asked.month] = {
            key.id: self._unit_month(key, self._derived(key, history[key]).indicator)
            for key in keys
        }

    def _unit_month(self, key: SubjectKey, shown: Indicator) -> UnitMonth:
        is_public = key in self.publicity.shown and shown.withheld is None and not shown.block
        numbers = counts(self._sums(key).counted())
        return UnitMonth(numbers, is_public, self.publicity.hidden.get(key.id))

    def _history(self, keys: Sequence[SubjectKey]) -> History:
        month = self.asked.month
        earlier = months_between(month.plus(-LONGEST_WAIT), month.previous())
        return frozen_months(self.connection, keys, earlier)

    def _derived(self, key: SubjectKey, history: Mapping[Month, Frozen]) -> Derived:
        """Units are asked for twice."""
        if key in self.derived:
            return self.derived.pop(key)
        month = self.asked.month
        heading = heading_of(self.asked, str(month), self.asked.revision)
        waiting = waiting_sums(history, month)
        found = month_indicator(self._subject(key), month, waiting, self._sums(key), heading)
        if key.kind == "unit":
            self.derived[key] = found
        return found

    def _add_batch(self, keys: Sequence[SubjectKey]) -> None:
        history = self._history(keys)
        for key in keys:
            self._add_month(key, history[key])
            for period in periods_ending(self.asked.month):
                self._add_period(key, period, history[key])

    def _subject(self, key: SubjectKey) -> Subject:
        named = self.found.places.named[key]
        return Subject(key.kind, named.code, named.name)

    def _sums(self, key: SubjectKey) -> Sums:
        return self.found.sums.get(key) or Sums()

    def _add_month(self, key: SubjectKey, history: Mapping[Month, Frozen]) -> None:
        sums, derived = self._sums(key), self._derived(key, history)
        shown = replace(derived.indicator, complaints=self._of_month(key))
        note = quarantine_effect(sums, self.asked.weight, self.asked.limits)
        if note:
            self.prepared.needs_review.append(f"{shown.subject.name}: {note}")
        text = frozen_text(sums.as_json(), derived.pending)
        notes = {"needs_review": note, **self._staff_notes(key, shown)}
        self._append(key, shown, self._public(key, shown), text, notes)

    def _of_month(self, key: SubjectKey) -> Mapping[str, Any] | None:
        return self.complaints[self.asked.month].get(key)

    def _staff_notes(self, key: SubjectKey, shown: Indicator) -> dict[str, Any]:
        """What staff may see of a row besides what is public (indicators/staff_publicity.py)."""
        if key.kind == "unit":
            profile = self.profiles.get(key.id) if key in self.publicity.shown else None
            return {"staff_overall": key in self.staff.overall, "profile": profile}
        return {"staff_shown": key in self.staff.parts and not shown.block}

    def _append(
        self,
        key: SubjectKey,
        shown: Indicator,
        public: Indicator | None,
        sums: str,
        notes: Mapping[str, Any],
    ) -> None:
        is_unit = key.kind == "unit"
        unit_id = key.id if is_unit else self.found.places.named[key].unit_id
        if is_unit and shown.month == str(self.asked.month):
            of_month = self.joined.months[self.asked.month][key.id]
            notes = {**notes, "counts": of_month.counts, "unshown": of_month.unshown}
        row = figure_row(self.asked, key, unit_id, shown, public, sums, notes)
        self.prepared.figures.append(row)

    def _public(self, key: SubjectKey, shown: Indicator) -> Indicator | None:
        """Units, and what is not one person's; a held figure keeps its words."""
        if key.kind != "unit":
            return shown if key in self.publicity.shown and not shown.block else None
        if shown.block:
            months = [Month.parse(month) for month in shown.block]
            return self._joined(key, shown, months)
        return shown if key in self.publicity.shown else _held(shown)

    def _joined(self, key: SubjectKey, shown: Indicator, months: Iterable[Month]) -> Indicator:
        parent = self.found.places.named[key].unit_id
        is_said = shown.withheld is None
        return shown if is_said and self.joined.may_show(key.id, parent, months) else _held(shown)

    def _add_period(self, key: SubjectKey, period: Period, history: Mapping[Month, Frozen]) -> None:
        month = self.asked.month
        parts = {m: history[m].sums() for m in period.months if m in history}
        parts[month] = self._sums(key)
        heading = heading_of(self.asked, str(period), self._period_revision(str(period)))
        shown = period_indicator(self._subject(key), period.months, parts, heading)
        months = [self.complaints[month] for month in period.months if month in self.complaints]
        shown = replace(shown, complaints=of_months(months, key))
        public = self._joined(key, shown, parts) if key.kind == "unit" else None
        self._append(key, shown, public, frozen_text({}), {})

    def _period_revision(self, period: str) -> int:
        if period not in self.revisions:
            self.revisions[period] = next_revision(self.connection, period)
        return self.revisions[period]


def _held(shown: Indicator) -> Indicator:
    return without_numbers(shown, shown.withheld or Withheld(Reason.COMPLEMENT))


def waiting_sums(history: Mapping[Month, Frozen], month: Month) -> dict[Month, Sums]:
    """The sums of the months that wait to be joined with this one."""
    before = history.get(month.previous())
    waiting = before.pending() if before else ()
    return {m: history[m].sums() for m in waiting if m in history}


def periods_ending(month: Month) -> Iterator[Period]:
    """The quarter, semester and year that end with this month."""
    for period in (month.quarter, month.semester, month.whole_year):
        if period.months[-1] == month:
            yield period
