"""Who sees a case at all: one condition, in the SQL of every list, count, export and command.

A case lies on one desk of one unit. Whoever it is about never sees it, whatever else they hold;
an anonymous case is seen from the morning after (domain.md §3). An erased case is on no desk: what
is left of it are figures, and nobody is named any more whom it should be hidden from.
"""

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.models import Complaint, Concerned
from portal.complaints.rules.words import Desk

# The desk a case lies on, and the permission that opens that desk.
DESKS = {
    Desk.COORDINATOR: Permission.COORDINATE_CASES,
    Desk.UNIT: Permission.READ_CASES,
    Desk.INSPECTOR: Permission.OVERSEE_CASES,
}


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition on Complaint that keeps to what this actor may see; false for strangers."""
    desks = [_desk(actor, desk, needs) for desk, needs in DESKS.items() if actor.may(needs)]
    if not desks:
        return sa.false()
    is_there = Complaint.released_on.is_not(None) & Complaint.erased_on.is_(None)
    return sa.and_(sa.or_(*desks), is_there, ~concerns(actor))


def _desk(actor: Actor, desk: Desk, needs: Permission) -> sa.ColumnElement[bool]:
    on_desk = Complaint.desk == desk
    reach = actor.reach(needs)
    return on_desk if reach is None else on_desk & Complaint.handling_unit_id.in_(reach)


def concerns(actor: Actor) -> sa.ColumnElement[bool]:
    """Is the case about this very person?"""
    who: list[sa.ColumnElement[bool]] = []
    if actor.officer_id is not None:
        who.append(Concerned.officer_id == actor.officer_id)
    if actor.person_id is not None:
        who.append(Concerned.person_id == actor.person_id)
    if not who:
        return sa.false()
    return sa.exists().where(Concerned.complaint_id == Complaint.id, sa.or_(*who))
