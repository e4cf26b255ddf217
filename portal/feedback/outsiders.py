"""Who decides about answers stands outside the unit they are about (threats.md, T1)."""

import sqlalchemy as sa

from portal.authority import Actor, Role
from portal.database import db
from portal.errors import NotAllowed
from portal.language import gettext as _
from portal.organisation.models import Officer

# Whoever holds one of these over a unit has a stake in its figures, whatever else they hold.
INSIDE = frozenset({Role.UNIT_HEAD, Role.HANDLER, Role.LIAISON, Role.SUPERIOR})


def units_inside(actor: Actor) -> frozenset[int] | None:
    """The units whose figures touch this actor: led, handled, or where they serve themselves.

    None means all of them.
    """
    found: set[int] = set()
    for grant in actor.grants:
        if grant.role not in INSIDE:
            continue
        if grant.units is None:
            return None
        found |= grant.units
    if actor.officer_id is not None:
        own = sa.select(Officer.unit_id).where(Officer.id == actor.officer_id)
        found |= set(db.session.execute(own).scalars())
    return frozenset(found)


def is_outside(actor: Actor, unit_id: int) -> bool:
    """Whether this actor may decide about answers of the unit."""
    inside = units_inside(actor)
    return inside is not None and unit_id not in inside


def demand_outside(actor: Actor, unit_id: int) -> None:
    """Raise NotAllowed where the actor leads the unit or serves in it."""
    if not is_outside(actor, unit_id):
        raise NotAllowed(
            _("Ini tentang unit Anda sendiri. Orang di luar unit itu yang memutuskan.")
        )
