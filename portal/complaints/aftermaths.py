""" "Apakah ada perlakuan buruk setelah melapor?": told after 30 days, read outside the unit alone.

Retaliation is forbidden (domain.md §3). No step of the case tells of it: the unit reads those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.cases import write_down
from portal.complaints.messages import short_enough
from portal.complaints.models import Aftermath, Complaint
from portal.complaints.reach import concerns
from portal.complaints.rules.reporting import Say
from portal.complaints.standing import case_behind, demand_say
from portal.database import command, db
from portal.errors import Conflict, NotFound
from portal.language import gettext as _
from portal.organisation.models import Unit

OVERSEE = Permission.OVERSEE_CASES


@dataclass(frozen=True, slots=True)
class AftermathLine:
    """One answer, with where it happened; `read_on` empty: nobody has read it yet."""

    number: str
    unit: str
    filed_on: date
    answered_on: date
    was_mistreated: bool
    text: str
    read_on: date | None


@command
def tell_aftermath(
    actor: Actor, *, receipt: bytes, was_mistreated: bool, text: str = "", today: date
) -> None:
    """Keep the reporter's answer for the inspector; once."""
    case = case_behind(receipt)
    if db.session.get(Aftermath, case.id) is not None:
        return
    demand_say(case, Say.AFTERMATH, today)
    told = Aftermath(
        complaint_id=case.id,
        answered_on=today,
        was_mistreated=was_mistreated,
        text=short_enough(text.strip()),
    )
    db.session.add(told)


def aftermaths(actor: Actor, *, is_read: bool) -> Sequence[AftermathLine]:
    """Answers in the inspector's reach, the badly treated first; never of a case about the reader.

    Not `visible`: whatever desk a case lies on, its unit must not be the one that reads this.
    """
    actor.demand(OVERSEE)
    query = (
        sa.select(
            Complaint.number,
            Unit.name,
            Complaint.filed_on,
            Aftermath.answered_on,
            Aftermath.was_mistreated,
            Aftermath.text,
            Aftermath.read_on,
        )
        .join_from(Aftermath, Complaint, Complaint.id == Aftermath.complaint_id)
        .join(Unit, Unit.id == Complaint.unit_id)
        .where(_in_reach(actor))
        .where(Aftermath.read_on.is_not(None) if is_read else Aftermath.read_on.is_(None))
        .order_by(Aftermath.was_mistreated.desc(), Aftermath.answered_on, Complaint.number)
    )
    return [AftermathLine(*row) for row in db.session.execute(query)]


@command
def mark_aftermath_read(actor: Actor, *, number: str, today: date) -> None:
    """Somebody outside the unit has read it and takes care."""
    actor.demand(OVERSEE)
    query = sa.select(Complaint).where(Complaint.number == number, _in_reach(actor))
    case = db.session.execute(query).scalar()
    told = db.session.get(Aftermath, case.id, with_for_update=True) if case else None
    if case is None or told is None:
        raise NotFound(UNKNOWN)
    if told.read_on is not None:
        raise Conflict(_("Jawaban ini sudah ditandai dibaca. Muat ulang halamannya."))
    told.read_on, told.read_by = today, actor.person_id
    write_down(actor, "mark_aftermath_read", case, mistreated=told.was_mistreated)


def _in_reach(actor: Actor) -> sa.ColumnElement[bool]:
    reach = actor.reach(OVERSEE)
    here = sa.true() if reach is None else Complaint.unit_id.in_(reach)
    return here & ~concerns(actor)
