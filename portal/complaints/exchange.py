"""SP4N-LAPOR!: what stands there of our cases, and what is to be handed over.

The portal handles cases itself and notes the tracking number, or hands every verified case over
(setting `lapor_mode`); it never closes a case because a file says so. Only what this person sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.cases import case_to_change, write_down, write_step
from portal.complaints.models import Complaint, Event
from portal.complaints.reach import visible
from portal.complaints.rules.lapor import NoNumber, Pairing, Pairs, pairing, tracking_number
from portal.complaints.rules.words import Klass, Outcome, State, Step
from portal.complaints.searching import index_words
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.models import Unit

EXCHANGE = Permission.EXCHANGE_CASES
TRIAGE = Permission.TRIAGE_CASES
MOST = 50


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One case in the list to be reconciled."""

    number: str
    state: str
    unit: str
    filed_on: date
    lapor_number: str
    lapor_status: str


@dataclass(frozen=True, slots=True)
class Part:
    """The oldest lines of one part of the list, and how many there are."""

    lines: tuple[ExchangeLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What does not fit: no number here, no known status there, a status that says otherwise."""

    without_number: Part
    without_status: Part
    disagreeing: Part
    agreeing: int


def exchanged(actor: Actor) -> Sequence[sa.ColumnElement[bool]]:
    """The cases that belong into SP4N-LAPOR!: verified, no praise, and no duplicate of another."""
    actor.demand(EXCHANGE)
    reach = actor.reach(EXCHANGE)
    within = sa.true() if reach is None else Complaint.handling_unit_id.in_(reach)
    return (
        visible(actor),
        within,
        Complaint.klass.is_not(None),
        Complaint.klass != Klass.APRESIASI,
        Complaint.state != State.RECEIVED,
        Complaint.merged_into_id.is_(None),
        sa.or_(Complaint.outcome.is_(None), Complaint.outcome != Outcome.DUPLIKAT),
    )


def waiting(actor: Actor, *, hands_over: bool) -> Sequence[sa.ColumnElement[bool]]:
    """Those that are not there yet; handed over is what has a step that says so."""
    conditions = [*exchanged(actor), Complaint.lapor_number.is_(None)]
    if hands_over:
        handed = sa.exists().where(
            Event.complaint_id == Complaint.id, Event.step == Step.HANDED_OVER
        )
        conditions += [~handed, Complaint.state != State.CLOSED]
    return conditions


def reconciliation(actor: Actor, *, hands_over: bool, pairs: Pairs) -> Reconciliation:
    """The list: each part with its oldest cases first."""
    where = waiting(actor, hands_over=hands_over)
    count = sa.select(sa.func.count()).select_from(Complaint).where(*where)
    missing = Part(_lines(where, MOST), db.session.execute(count).scalar_one())
    parts: dict[Pairing, list[ExchangeLine]] = {one: [] for one in Pairing}
    for line in _lines((*exchanged(actor), Complaint.lapor_number.is_not(None))):
        parts[pairing(line.lapor_status, line.state, pairs)].append(line)
    return Reconciliation(
        without_number=missing,
        without_status=_part([*parts[Pairing.UNSAID], *parts[Pairing.UNKNOWN]]),
        disagreeing=_part(parts[Pairing.DISAGREES]),
        agreeing=len(parts[Pairing.AGREES]),
    )


def _part(lines: Sequence[ExchangeLine]) -> Part:
    return Part(tuple(lines[:MOST]), len(lines))


def _lines(
    where: Sequence[sa.ColumnElement[bool]], most: int | None = None
) -> tuple[ExchangeLine, ...]:
    query = (
        sa.select(
            Complaint.number,
            Complaint.state,
            Unit.name,
            Complaint.filed_on,
            sa.func.coalesce(Complaint.lapor_number, ""),
            sa.func.coalesce(Complaint.lapor_status, ""),
        )
        .join(Unit, Unit.id == Complaint.handling_unit_id)
        .where(*where)
        .order_by(Complaint.filed_on, Complaint.number)
        .limit(most)
    )
    return tuple(ExchangeLine(*row) for row in db.session.execute(query))


@command
def set_lapor_number(
    actor: Actor,
    *,
    number: str,
    version: int,
    lapor_number: str,
    at: datetime,
    is_own: bool = True,
) -> str:
    """Note the number under which a case stands in SP4N-LAPOR!, or take it away; the number.

    The reporter reads it: with it the case can be followed there too.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    try:
        new = tracking_number(lapor_number)
    except NoNumber as error:
        raise RuleBroken(_("Bukan nomor pelacakan SP4N-LAPOR!. Contoh: 7654321.")) from error
    refuse_taken(actor, {new: case.number} if new else {})
    before = case.lapor_number or ""
    case.lapor_number = new or None
    if not new:
        case.lapor_status = None
    index_words(case)
    note_number(case, actor=actor, needs=TRIAGE, at=at, facts={"number": new, "own": is_own})
    write_down(actor, "set_lapor_number", case, lapor_number=new, lapor_before=before)
    return new


def note_number(
    case: Complaint, *, actor: Actor, needs: Permission, at: datetime, facts: Mapping[str, Any]
) -> None:
    """The step that tells the reporter (and staff) what stands in SP4N-LAPOR! from now on."""
    write_step(case, Step.HANDED_OVER, actor=actor, needs=needs, on=at.date(), at=at, facts=facts)


def refuse_taken(actor: Actor, wanted: Mapping[str, str]) -> None:
    """RuleBroken where another case of this reach has one of the numbers (number → case)."""
    for lapor, other in taken(actor, wanted).items():
        words = _("Nomor {lapor} sudah dipakai pengaduan {number}.")
        shown = f"{other[:4]}-{other[4:]}"
        raise RuleBroken(words.format(lapor=lapor, number=shown))


def taken(actor: Actor, wanted: Mapping[str, str]) -> Mapping[str, str]:
    """Which of the numbers another case has already, and which case that is."""
    if not wanted:
        return {}
    query = sa.select(Complaint.lapor_number, Complaint.number).where(
        visible(actor), Complaint.lapor_number.in_(wanted)
    )
    rows = db.session.execute(query).all()
    return {str(lapor): number for lapor, number in rows if wanted[str(lapor)] != number}
