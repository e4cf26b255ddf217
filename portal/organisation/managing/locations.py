"""Locations by hand. They belong to no unit, so to those whose counters stand in them."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import command, db
from portal.errors import NotAllowed, RuleBroken
from portal.language import later
from portal.organisation.imports.places import store_locations
from portal.organisation.imports.storing import storing
from portal.organisation.listings import listed_locations
from portal.organisation.managing.changing import (
    one_change,
    one_more,
    refuse_future,
    seen_as,
    write_down,
)
from portal.organisation.managing.units import CODE_TAKEN
from portal.organisation.models import Counter, Location
from portal.organisation.rules.facts import LocationFacts
from portal.organisation.rules.places import check_location
from portal.organisation.sharing import may_change, standing_at

MANAGE = Permission.MANAGE_ORGANISATION
SHARED = later(
    "Di lokasi ini ada loket unit lain. Minta administrator yang mewakili semua unit itu."
)
COUNTERS_STAND = later("Masih ada loket di lokasi ini. Pindahkan atau tutup dulu loketnya.")


@command
def add_location(actor: Actor, *, facts: LocationFacts) -> int:
    """Add a building, an MPP or a day of mobile service."""
    actor.demand(MANAGE)
    check_location(facts)
    chosen = sa.select(Location.id).where(Location.code == facts.code)
    if db.session.execute(chosen).first():
        raise RuleBroken(CODE_TAKEN)
    with storing():
        store_locations(one_more(facts))
    write_down(actor, "add_location", f"location:{facts.code}", None, facts)
    return db.session.execute(chosen).scalar_one()


@command
def change_location(actor: Actor, *, location_id: int, facts: LocationFacts, seen: str) -> None:
    """Change everything but code and end; refused where counters out of reach stand."""
    before = seen_as(listed_locations, actor, Location.id == location_id, seen)
    _refuse_shared(actor, location_id)
    check_location(facts)
    after = replace(facts, code=before.code, retired_on=before.retired_on)
    _store(actor, "change_location", location_id, before, after)


@command
def retire_location(
    actor: Actor, *, location_id: int, retired_on: date | None, seen: str, today: date
) -> None:
    """Take a location without open counters out of use, or (None) back into use."""
    before = seen_as(listed_locations, actor, Location.id == location_id, seen)
    _refuse_shared(actor, location_id)
    refuse_future(retired_on, today)
    if retired_on is not None and _has_counters(location_id):
        raise RuleBroken(COUNTERS_STAND)
    after = replace(before, retired_on=retired_on)
    _store(actor, "retire_location", location_id, before, after)


def _store(
    actor: Actor, action: str, location_id: int, before: LocationFacts, after: LocationFacts
) -> None:
    if before == after:
        return
    with storing():
        store_locations(one_change(location_id, before, after))
    write_down(actor, action, f"location:{before.code}", before, after)


def _refuse_shared(actor: Actor, location_id: int) -> None:
    if not may_change(actor, location_id):
        raise NotAllowed(SHARED)


def _has_counters(location_id: int) -> bool:
    query = sa.select(Counter.id).where(*standing_at(location_id)).limit(1)
    return db.session.execute(query).first() is not None
