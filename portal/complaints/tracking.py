"""What the holder of a receipt sees: the case by its digest alone, as plain values."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.complaints.clocks import week_of
from portal.complaints.identities import OpeningTold, openings_told
from portal.complaints.models import Complaint, Cycle
from portal.complaints.placing import main_of
from portal.complaints.rules.clock import day_number, days_late
from portal.complaints.rules.explaining import from_json
from portal.complaints.rules.reporting import Say, possible
from portal.complaints.standing import standing_of
from portal.complaints.timeline import (
    Enclosed,
    StepTaken,
    files_of,
    public_steps,
    shared_steps,
)
from portal.database import db
from portal.organisation.models import Counter, Unit


@dataclass(frozen=True, slots=True)
class DueDate:
    """The date of the answer: which day it is of how many, and how it was reached (JSON)."""

    due: date
    verify_due: date | None
    day: int
    total: int
    late: int
    explanation: str
    is_reopened: bool


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case for the page of its reporter; no name of anybody, no number of the desk's."""

    kind: str
    state: str
    cycle: int
    unit: str
    counter: str
    handled_by: str
    filed_on: date
    story: str
    wish: str
    identity: str
    is_released: bool
    is_appeal: bool
    waits_until: date | None
    answered_on: date | None
    closed_on: date | None
    outcome: str | None
    is_solved: bool | None
    is_rated: bool
    has_aftermath: bool
    erased_on: date | None
    reopen_until: date | None
    due: DueDate | None
    steps: tuple[StepTaken, ...]
    main_state: str | None
    main_steps: tuple[StepTaken, ...]
    openings: tuple[OpeningTold, ...]
    may: frozenset[Say]


def tracked(receipt: bytes, *, today: date) -> Tracked | None:
    """The case behind this digest; None for any other, after the same one question."""
    case = db.session.execute(sa.select(Complaint).where(Complaint.receipt == receipt)).scalar()
    return None if case is None else _tracked(case, today)


def _tracked(case: Complaint, today: date) -> Tracked:
    standing = standing_of(case)
    main = main_of(case)
    return Tracked(
        **{name: getattr(case, name) for name in _OWN},
        unit=_unit_name(case.unit_id),
        counter=_counter_name(case.counter_id),
        handled_by=_unit_name((main or case).handling_unit_id),
        is_released=case.released_on is not None,
        is_rated=case.rated is not None,
        has_aftermath=standing.has_aftermath,
        reopen_until=standing.reopen_until,
        due=_due(main or case, today),
        steps=public_steps(case.id),
        main_state=main.state if main else None,
        main_steps=shared_steps(main.id, since=case.closed_on or case.filed_on) if main else (),
        openings=openings_told(case.id),
        may=possible(standing, today),
    )


_OWN = (
    *("kind", "state", "cycle", "filed_on", "story", "wish", "identity", "is_appeal"),
    *("waits_until", "answered_on", "closed_on", "outcome", "is_solved", "erased_on"),
)


def _due(case: Complaint, today: date) -> DueDate | None:
    """As it is stored with the run of the clock; nothing is counted again (domain.md §3)."""
    cycle = db.session.get_one(Cycle, (case.id, case.cycle))
    if cycle.answer_due is None or not cycle.explanation:
        return None
    found = from_json(cycle.explanation)
    is_late = today > cycle.answer_due
    return DueDate(
        due=cycle.answer_due,
        verify_due=None if cycle.verified_on else cycle.verify_due,
        day=day_number(found, today),
        total=found.limit.total,
        late=days_late(cycle.answer_due, today, week_of(cycle.unit_id)) if is_late else 0,
        explanation=cycle.explanation,
        is_reopened=cycle.number > 1,
    )


def _unit_name(unit_id: int) -> str:
    return db.session.get_one(Unit, unit_id).name


def _counter_name(counter_id: int | None) -> str:
    counter = db.session.get(Counter, counter_id) if counter_id else None
    return counter.name if counter else ""


def file_behind(receipt: bytes, place: int) -> Enclosed | None:
    """One file of the case, by its place on the reporter's page; the office's hidden ones not."""
    case = db.session.execute(sa.select(Complaint.id).where(Complaint.receipt == receipt)).scalar()
    found = [] if case is None else [file for _step, file in files_of(case)]
    return next((one for one in found if one.place == place and one.is_shown), None)
