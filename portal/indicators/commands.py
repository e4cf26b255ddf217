"""The nightly release: live figures of open months, let go only where nobody can be read off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.audit.rules import canonical
from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import RuleBroken
from portal.feedback.queries import last_closed_month
from portal.indicators.complaint_figures import ComplaintFigures, complaint_figures
from portal.indicators.computing import Heading, indicator
from portal.indicators.derivation import officer_indicator
from portal.indicators.figures import PROVISIONAL, Indicator, Overall, Subject, as_json
from portal.indicators.gate import (
    LetGo,
    decide,
    earlier_nights,
    last_look,
    name_of,
    night_text,
    officer_counts,
    officer_may_show,
    unit_counts,
)
from portal.indicators.models import LiveFigure, ReleaseNight
from portal.indicators.officers import officer_month_sums
from portal.indicators.passes import MonthSums, month_sums
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.publication import Limits
from portal.indicators.rules.release import Night, Population
from portal.indicators.snapshot import snapshot
from portal.indicators.subjects import SubjectKey, load_officers, load_places
from portal.month import Month

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Released:
    """What a night let go: subjects shown anew, and how many with answers keep their last look."""

    month: str
    shown: int
    waiting: int


@dataclass(frozen=True, slots=True)
class _Tonight:
    month: Month
    number: int
    night: str
    figures: list[Row]
    waiting: int


def release_month(
    actor: Actor,
    *,
    month: Month,
    today: date,
    weight: Weight,
    limits: Limits | None = None,
) -> Released:
    """Compute an open month and store the live figures that the gate lets go.

    Idempotent: a second run on unchanged answers shows the same. A unit's subtree is released at
    once or stays as it was last shown (product.md §2 rule 6).
    """
    actor.demand(Permission.RELEASE_FIGURES)
    _refuse_not_open(month, today)
    heading = Heading(str(month), 0, PROVISIONAL, weight, limits or Limits())
    with snapshot() as connection:
        tonight = _compute(connection, month, today, heading)
    return _store_release(actor, tonight=tonight, today=today)


def _refuse_not_open(month: Month, today: date) -> None:
    if month > Month.of(today):
        raise RuleBroken(f"Bulan {month} belum mulai, jadi belum ada yang dirilis. Periksa tahun.")
    last = last_closed_month()
    if last is not None and str(month) <= last:
        raise RuleBroken(f"Bulan {month} sudah ditutup; angkanya final dan tidak dirilis lagi.")


def _compute(connection: sa.Connection, month: Month, today: date, heading: Heading) -> _Tonight:
    found = month_sums(connection, month, load_places(connection, month))
    nights = earlier_nights(connection, month)
    counts: dict[str, Mapping[str, Population]] = {**unit_counts(found)}
    let_go = decide(found, counts, nights)
    complaints = complaint_figures(connection, month, found.places)
    figures = [
        _row(month, today, key, *_unit(found, key, heading, let_go, complaints))
        for key in found.sums
        if name_of(key) in let_go.figures
    ]
    officers = _officers(connection, month, today, heading, nights, counts)
    people = {f"officer:{row['subject_id']}" for row in officers}
    shown = let_go.figures | people
    return _Tonight(
        month=month,
        number=len(nights) + 1,
        night=night_text(counts, shown, let_go.overall | people),
        figures=[*figures, *officers],
        waiting=sum(1 for name in counts if name not in shown),
    )


def _unit(
    found: MonthSums,
    key: SubjectKey,
    heading: Heading,
    let_go: LetGo,
    complaints: ComplaintFigures,
) -> tuple[int | None, Indicator]:
    named = found.places.named[key]
    subject = Subject(key.kind, named.code, named.name)
    unit_id = key.id if key.kind == "unit" else named.unit_id
    shown = indicator(subject, found.sums[key], heading)
    shown = replace(shown, complaints=complaints.get(key))
    if name_of(key) not in let_go.overall:
        shown = replace(shown, overall=Overall(shown.overall.answers))
    return unit_id, shown


def _officers(
    connection: sa.Connection,
    month: Month,
    today: date,
    heading: Heading,
    nights: list[Night],
    counts: dict[str, Mapping[str, Population]],
) -> list[Row]:
    """Officers' own figures; each by its own answers, under the same ten or none."""
    people = load_officers(connection, month)
    rows = []
    for officer, sums in officer_month_sums(connection, month).items():
        key, person = SubjectKey("officer", officer), people.get(officer)
        now = officer_counts(sums)
        counts[name_of(key)] = now
        if person is None or not officer_may_show(now, last_look(nights, name_of(key))):
            continue
        subject = Subject("officer", person.number, person.name)
        shown = officer_indicator(subject, sums, heading)
        rows.append(_row(month, today, key, person.unit_id, shown))
    return rows


def _row(month: Month, today: date, key: SubjectKey, unit_id: int | None, shown: Indicator) -> Row:
    return {
        "month": str(month),
        "subject_type": key.kind,
        "subject_id": key.id,
        "unit_id": unit_id,
        "released_on": today,
        "content": canonical(as_json(shown)),
    }


@command
def _store_release(actor: Actor, *, tonight: _Tonight, today: date) -> Released:
    actor.demand(Permission.RELEASE_FIGURES)
    month = str(tonight.month)
    if tonight.figures:
        db.session.connection().execute(
            sa.delete(LiveFigure).where(
                LiveFigure.month == month,
                LiveFigure.subject_type == sa.bindparam("kind"),
                LiveFigure.subject_id == sa.bindparam("subject"),
            ),
            [{"kind": r["subject_type"], "subject": r["subject_id"]} for r in tonight.figures],
        )
        db.session.execute(sa.insert(LiveFigure), tonight.figures)
        night = {"month": month, "number": tonight.number, "released_on": today}
        db.session.execute(sa.insert(ReleaseNight), {**night, "content": tonight.night})
    released = Released(month, len(tonight.figures), tonight.waiting)
    record(
        actor,
        action="release_month",
        subject=f"month:{month}",
        after={"shown": released.shown, "waiting": released.waiting, "night": tonight.number},
    )
    return released
