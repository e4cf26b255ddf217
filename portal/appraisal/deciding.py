"""Deciding an objection: outside the unit, with a reason, the answers changed in the same act.

A month that was closed shows what was upheld from its next revision on.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.appraisal.calendar import DECIDED, subject_of
from portal.appraisal.contested import affected_counts, contested_ratings
from portal.appraisal.models import Objection
from portal.appraisal.objections import refuse_decided
from portal.appraisal.rules.objecting import LONGEST_TEXT, Kind, State, Verdict, text_faults
from portal.audit.commands import record, take_turn
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotAllowed, NotFound, Problem, Problems
from portal.feedback.models import Certainty, Rating, Source, Status
from portal.feedback.outsiders import demand_outside
from portal.feedback.queries import last_closed_month
from portal.language import gettext as _
from portal.organisation.models import Officer


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: how many answers it touched, and whether a revision is due."""

    handle: str
    state: State
    affected: int
    needs_revision: bool


@command
def decide_objection(
    actor: Actor,
    *,
    handle: str,
    verdict: Verdict,
    reason: str,
    today: date,
    expected: int | None = None,
    reassign_to: str | None = None,
) -> Decided:
    """Uphold or reject, by a person outside the unit; the answers change in the same act.

    An upheld attribution leaves the answers without an officer (or with another one as merely
    likely, which is never used for appraisal: nobody is appraised on a decision they could not
    contest). An upheld answer is struck. `expected` is the number of answers the decider saw.
    """
    actor.demand(Permission.DECIDE_OBJECTIONS)
    objection = db.session.get(Objection, handle)
    if objection is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(Permission.DECIDE_OBJECTIONS, objection.unit_id)
    _demand_impartial(actor, objection)
    refuse_decided(objection)
    _refuse_without_reason(reason)
    take_turn()
    before = affected_counts(objection)
    if expected is not None and expected != sum(before.values()):
        raise Conflict(_("Jawaban yang terkena berubah sejak halaman dibuka. Periksa sekali lagi."))
    change = _change_of(objection, verdict, reason, reassign_to)
    affected = _apply(objection, change) if change else 0
    objection.state = State.UPHELD if verdict is Verdict.UPHOLD else State.REJECTED
    objection.decided_on, objection.decided_by = today, actor.person_id
    objection.reason, objection.affected = reason.strip(), affected
    record(
        actor,
        action=DECIDED,
        subject=subject_of(handle),
        before={"state": State.OPEN, "month": objection.month, "answers": before},
        after={"state": objection.state, "answers": affected_counts(objection), **_said(change)},
        reason=objection.reason,
    )
    due = affected > 0 and _is_closed(objection.month)
    return Decided(handle, State(objection.state), affected, due)


def _demand_impartial(actor: Actor, objection: Objection) -> None:
    if actor.officer_id == objection.officer_id:
        raise NotAllowed(_("Anda tidak memutus sanggahan Anda sendiri."))
    demand_outside(actor, objection.unit_id)


def _refuse_without_reason(reason: str) -> None:
    faults = text_faults(reason)
    if faults:
        words = {
            "short": _("Tulis alasan putusan, paling sedikit satu kalimat."),
            "long": _("Terlalu panjang. Paling banyak {max} huruf.").format(max=LONGEST_TEXT),
        }
        raise Problems([Problem("", words[fault.rule]) for fault in faults])


def _change_of(
    objection: Objection, verdict: Verdict, reason: str, reassign_to: str | None
) -> dict[str, Any]:
    if verdict is Verdict.REJECT:
        return {}
    if objection.kind == Kind.ANSWER:
        words = _("sanggahan data dikabulkan: {reason}").format(reason=" ".join(reason.split()))
        return {"status": Status.STRUCK, "status_reason": words[:200]}
    if not reassign_to:
        unknown = {"officer_id": None, "attribution_certainty": Certainty.UNKNOWN}
        return {**unknown, "attribution_source": Source.MANUAL}
    other = _other_officer(objection, reassign_to)
    return {
        "officer_id": other,
        "attribution_source": Source.MANUAL,
        "attribution_certainty": Certainty.LIKELY,
    }


def _other_officer(objection: Objection, handle: str) -> int:
    found = db.session.execute(
        sa.select(Officer.id).where(Officer.handle == handle, Officer.id != objection.officer_id)
    ).scalar()
    if found is None:
        raise Problems([Problem("", _("Petugas ini tidak ada. Pilih dari daftar."))])
    return found


def _apply(objection: Objection, change: dict[str, Any]) -> int:
    ids = db.session.execute(sa.select(Rating.id).where(contested_ratings(objection))).scalars()
    found = list(ids)
    statement = sa.update(Rating).execution_options(synchronize_session=False)
    for rating_id in found:
        db.session.execute(statement.where(Rating.id == rating_id).values(**change))
    return len(found)


def _said(change: dict[str, Any]) -> dict[str, Any]:
    """The change as plain values for the trail; the reason stands there already."""
    return {name: value for name, value in change.items() if name != "status_reason"}


def _is_closed(month: str) -> bool:
    last = last_closed_month()
    return last is not None and month <= last
