"""What can be done to the organisation: import each of its sheets, seed the calendar.

An import stores all rows or none and leaves one entry in the audit trail with what differed;
an import that changes nothing, and a trial run, leave none.
"""

import secrets
from collections.abc import Iterable
from datetime import date

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command
from portal.organisation.calendar_seed import missing_holidays
from portal.organisation.imports.acting import plan_acting, store_acting
from portal.organisation.imports.counters import plan_counters, store_counters
from portal.organisation.imports.incoming import Progress, no_progress
from portal.organisation.imports.known import Random
from portal.organisation.imports.officers import plan_officers, store_officers
from portal.organisation.imports.parts import Part, finished
from portal.organisation.imports.places import (
    plan_locations,
    plan_units,
    store_locations,
    store_units,
)
from portal.organisation.imports.plan import ImportResult, Plan
from portal.organisation.imports.roster import plan_roster, store_roster
from portal.organisation.imports.served import plan_served, store_served
from portal.organisation.imports.services import plan_services, store_services
from portal.organisation.imports.storing import insert, storing
from portal.organisation.models import Holiday
from portal.organisation.rules.facts import ActingFacts
from portal.sheets import Sheet

_ACTING_KEY = ("officer", "unit", "decree")


@command
def import_units(
    actor: Actor, *, sheet: Sheet, is_trial: bool = False, progress: Progress = no_progress
) -> ImportResult:
    """Add and change units by code. Raises Problems with every bad cell."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_units(actor, sheet, progress)
    if not is_trial:
        with storing():
            store_units(plan)
    return finished(actor, [Part("units", plan, ("code",), sheet)], is_trial=is_trial)


@command
def import_locations(
    actor: Actor, *, sheet: Sheet, is_trial: bool = False, progress: Progress = no_progress
) -> ImportResult:
    """Add and change locations by code. Raises Problems with every bad cell."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_locations(actor, sheet, progress)
    if not is_trial:
        with storing():
            store_locations(plan)
    return finished(actor, [Part("locations", plan, ("code",), sheet)], is_trial=is_trial)


@command
def import_services(
    actor: Actor, *, sheet: Sheet, is_trial: bool = False, progress: Progress = no_progress
) -> ImportResult:
    """Add and change services by code. Raises Problems with every bad cell."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_services(actor, sheet, progress)
    if not is_trial:
        with storing():
            store_services(plan)
    return finished(actor, [Part("services", plan, ("code",), sheet)], is_trial=is_trial)


@command
def import_counters(
    actor: Actor,
    *,
    sheet: Sheet,
    is_trial: bool = False,
    progress: Progress = no_progress,
    random: Random = secrets.randbelow,
) -> ImportResult:
    """Add and change counters by unit and number; new ones get a random code for their QR.

    Raises Problems with every bad cell.
    """
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_counters(actor, sheet, progress, random)
    if not is_trial:
        with storing():
            store_counters(plan)
    return finished(actor, [Part("counters", plan, ("unit", "number"), sheet)], is_trial=is_trial)


@command
def import_officers(
    actor: Actor,
    *,
    sheet: Sheet,
    acting: Sheet | None = None,
    is_trial: bool = False,
    progress: Progress = no_progress,
    random: Random = secrets.randbelow,
) -> ImportResult:
    """Add and change officers by NIP or internal id, and their acting appointments with them.

    Raises Problems with every bad cell.
    """
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_officers(actor, sheet, progress)
    acting_plan: Plan[int, ActingFacts] = Plan()
    if acting is not None:
        newcomers = (*plan.added, *(change.after for change in plan.changed))
        acting_plan = plan_acting(actor, acting, progress, newcomers)
    if not is_trial:
        with storing():
            store_officers(plan, random)
            store_acting(acting_plan)
    parts = [Part("officers", plan, ("key",), sheet)]
    if acting is not None:
        parts.append(Part("acting", acting_plan, _ACTING_KEY, acting))
    return finished(actor, parts, is_trial=is_trial)


@command
def import_acting(
    actor: Actor, *, sheet: Sheet, is_trial: bool = False, progress: Progress = no_progress
) -> ImportResult:
    """Add and change acting appointments by officer, unit and decree."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_acting(actor, sheet, progress)
    if not is_trial:
        with storing():
            store_acting(plan)
    return finished(actor, [Part("acting", plan, _ACTING_KEY, sheet)], is_trial=is_trial)


@command
def import_roster(
    actor: Actor, *, sheet: Sheet, is_trial: bool = False, progress: Progress = no_progress
) -> ImportResult:
    """Add, change and cancel duties by officer, counter, day and start."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_roster(actor, sheet, progress)
    if not is_trial:
        with storing():
            store_roster(plan)
    keys = ("officer", "unit", "counter", "on_date", "starts_at")
    return finished(actor, [Part("roster", plan, keys, sheet)], is_trial=is_trial)


@command
def import_served(
    actor: Actor,
    *,
    sheet: Sheet,
    today: date,
    is_trial: bool = False,
    progress: Progress = no_progress,
) -> ImportResult:
    """Add and change the numbers of people served by counter and day."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    plan = plan_served(actor, sheet, progress, today)
    if not is_trial:
        with storing():
            store_served(plan)
    part = Part("served", plan, ("unit", "counter", "on_date"), sheet)
    return finished(actor, [part], is_trial=is_trial)


@command
def seed_calendar(actor: Actor, *, years: Iterable[int]) -> int:
    """Add the national holidays and cuti bersama of these years that the table lacks.

    What stands in the table is the authority and stays. Returns how many days were added.
    """
    actor.demand_everywhere(Permission.MANAGE_ORGANISATION)
    found = missing_holidays(sorted(set(years)))
    if found:
        insert(Holiday, found)
        record(
            actor,
            action="seed_calendar",
            subject="organisation:calendar",
            after={str(day["on_date"]): [day["kind"], day["name"], day["decree"]] for day in found},
        )
    return len(found)
