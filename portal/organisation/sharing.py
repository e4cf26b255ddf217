"""Locations belong to no unit, so to those whose counters stand in them."""

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import db
from portal.organisation.models import Counter


def standing_at(location_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of the open counters at a location."""
    return Counter.location_id == location_id, Counter.closed_on.is_(None)


def may_change(actor: Actor, location_id: int) -> bool:
    """Is every open counter of the location in reach?"""
    reach = actor.reach(Permission.MANAGE_ORGANISATION)
    if reach is None:
        return True
    foreign = (*standing_at(location_id), Counter.unit_id.not_in(reach))
    return db.session.execute(sa.select(Counter.id).where(*foreign).limit(1)).first() is None
