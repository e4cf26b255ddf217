"""Services by hand, with their tariff."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from portal.authority import Actor
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import later
from portal.organisation.imports.services import store_services
from portal.organisation.imports.storing import storing
from portal.organisation.listings import listed_services, listed_units
from portal.organisation.managing.changing import (
    loaded,
    one_change,
    one_more,
    refuse_future,
    seen_as,
    write_down,
)
from portal.organisation.managing.units import CODE_TAKEN
from portal.organisation.models import Service, Unit
from portal.organisation.rules.facts import ServiceFacts

UNIT_RETIRED = later("Unit itu sudah tidak dipakai. Pilih unit lain.")


@command
def add_service(actor: Actor, *, facts: ServiceFacts) -> int:
    """Add a service to a unit in reach."""
    demand_unit_in_use(actor, facts.unit)
    chosen = sa.select(Service.id).where(Service.code == facts.code)
    if db.session.execute(chosen).first():
        raise RuleBroken(CODE_TAKEN)
    with storing():
        store_services(one_more(facts))
    write_down(actor, "add_service", f"service:{facts.code}", None, facts)
    return db.session.execute(chosen).scalar_one()


@command
def change_service(actor: Actor, *, service_id: int, facts: ServiceFacts, seen: str) -> None:
    """Change names, tariff and unit; the code stays, and so do closed figures."""
    before = seen_as(listed_services, actor, Service.id == service_id, seen)
    if facts.unit != before.unit:
        demand_unit_in_use(actor, facts.unit)
    after = replace(facts, code=before.code, retired_on=before.retired_on)
    _store(actor, "change_service", service_id, before, after)


@command
def retire_service(
    actor: Actor, *, service_id: int, retired_on: date | None, seen: str, today: date
) -> None:
    """Take a service off the forms from a day on, or (None) put it back."""
    before = seen_as(listed_services, actor, Service.id == service_id, seen)
    refuse_future(retired_on, today)
    if retired_on is None:
        demand_unit_in_use(actor, before.unit)
    after = replace(before, retired_on=retired_on)
    _store(actor, "retire_service", service_id, before, after)


def _store(
    actor: Actor, action: str, service_id: int, before: ServiceFacts, after: ServiceFacts
) -> None:
    if before == after:
        return
    with storing():
        store_services(one_change(service_id, before, after))
    write_down(actor, action, f"service:{before.code}", before, after)


def demand_unit_in_use(actor: Actor, code: str) -> int:
    """The id of a unit in reach to which something may be added; RuleBroken if retired."""
    unit_id, unit = loaded(listed_units, actor, Unit.code == code)
    if unit.retired_on is not None:
        raise RuleBroken(UNIT_RETIRED)
    return unit_id
