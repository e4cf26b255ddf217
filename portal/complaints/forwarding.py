"""Forwarded to whoever can act (domain.md §3), or shown the way to another office."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible, end_case, spoken_reason
from portal.complaints.cases import case_to_change, write_down, write_note, write_step
from portal.complaints.ending import note_answer
from portal.complaints.handlers import refuse_empty_desk
from portal.complaints.models import Complaint
from portal.complaints.placing import inspectors_unit, move, theirs
from portal.complaints.reading import seen_case
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Desk, Outcome, Side, Step
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.models import Unit
from portal.organisation.tree import units_below

TRIAGE, COORDINATE = Permission.TRIAGE_CASES, Permission.COORDINATE_CASES


class Elsewhere(StrEnum):
    """Which office can act where this government cannot."""

    OMBUDSMAN = "ombudsman"
    LAPOR = "lapor"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Target:
    """A unit's desk to which this actor may forward."""

    code: str
    name: str


def targets_for(actor: Actor, number: str, on: date) -> tuple[Target, ...]:
    """The units to which this case may be forwarded now."""
    return forward_targets(actor, seen_case(actor, number), on)


def forward_targets(actor: Actor, case: Complaint, on: date) -> tuple[Target, ...]:
    """The coordinator forwards anywhere in reach, a unit to itself and those below it.

    Never to whoever the case is about, nor to people they command.
    """
    query = sa.select(Unit.id, Unit.code, Unit.name).where(Unit.retired_on.is_(None))
    reach = _reach(actor, case)
    if reach is not None:
        query = query.where(Unit.id.in_(reach))
    rows = db.session.execute(query.order_by(Unit.name)).all()
    closed = set(theirs(case, on))
    if case.desk == Desk.UNIT:
        closed.add(case.handling_unit_id)
    return tuple(Target(row.code, row.name) for row in rows if row.id not in closed)


def _reach(actor: Actor, case: Complaint) -> frozenset[int] | None:
    if actor.reaches(COORDINATE, case.handling_unit_id):
        return actor.reach(COORDINATE)
    # The inspector gives a case back through the coordinator; a unit reaches those below it.
    return units_below(case.handling_unit_id) if case.desk == Desk.UNIT else frozenset()


@command
def forward_case(
    actor: Actor,
    *,
    number: str,
    version: int,
    to: Desk,
    unit: str,
    reason: str,
    at: datetime,
) -> None:
    """Lay the case on another desk; the reporter reads where it is, colleagues read why.

    `unit` is a code, asked for where `to` is a unit's desk.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.FORWARD)
    reason = spoken_reason(reason)
    to_unit = _destination(actor, case, to, unit, at.date())
    refuse_empty_desk(case, to, to_unit, at.date())
    move(case, to, to_unit)
    step = write_step(
        case,
        Step.FORWARDED,
        actor=actor,
        needs=TRIAGE,
        on=at.date(),
        at=at,
        facts={"desk": to, "unit": _name(to, to_unit)},
    )
    write_note(step, Side.INTERNAL, reason)
    write_down(actor, "forward_case", case, desk=to)


def _name(to: Desk, unit_id: int) -> str:
    """What the reporter reads: offices have one name, in Indonesian."""
    if to == Desk.COORDINATOR:
        return "Koordinator Pengaduan"
    if to == Desk.INSPECTOR:
        return "Inspektorat"
    return db.session.execute(sa.select(Unit.name).where(Unit.id == unit_id)).scalar_one()


def _destination(actor: Actor, case: Complaint, to: Desk, unit: str, on: date) -> int:
    if to == case.desk and to != Desk.UNIT:
        raise RuleBroken(_("Pengaduan ini sudah ada di meja itu."))
    if to == Desk.COORDINATOR:
        return case.handling_unit_id
    if to == Desk.INSPECTOR:
        return inspectors_unit()
    if unit not in {target.code for target in forward_targets(actor, case, on)}:
        raise RuleBroken(
            _("Pilih unit dari daftar. Unit orang yang diadukan tidak dapat menerimanya.")
        )
    return db.session.execute(sa.select(Unit.id).where(Unit.code == unit)).scalar_one()


@command
def refer_case(
    actor: Actor, *, number: str, version: int, where: Elsewhere, words: str, at: datetime
) -> None:
    """Outside our authority: closed with words that say where to go; `words` are public.

    That is the office's answer, and ends the run of the clock as one.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.REFER)
    words = spoken_reason(words)
    note_answer(case, at=at)
    end_case(case, Outcome.BUKAN_KEWENANGAN, words, at=at)
    write_step(
        case,
        Step.CLOSED,
        actor=actor,
        needs=TRIAGE,
        on=at.date(),
        at=at,
        facts={"outcome": Outcome.BUKAN_KEWENANGAN, "where": where, "reason": words},
    )
    write_down(actor, "refer_case", case, outcome=Outcome.BUKAN_KEWENANGAN, where=where)
