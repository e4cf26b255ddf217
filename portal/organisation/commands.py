"""What can be done to the organisation: import each of its sheets, seed the calendar.

An import stores all rows or none and leaves one entry in the audit trail with what differed;
an import that changes nothing, and a trial run, leave none.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command
from portal.organisation.calendar_seed import missing_holidays
from portal.organisation.imports.acting import plan_acting, store_acting
from portal.organisation.imports.counters import plan_counters, store_counters
from portal.organisation.imports.incoming import Progress, no_progress
from portal.organisation.imports.known import Random
from portal.organisation.imports.officers import plan_officers, store_officers
from portal.organisation.imports.places import (
    plan_locations,
    plan_units,
    store_locations,
    store_units,
)
from portal.organisation.imports.plan import ImportResult, Plan, trail
from portal.organisation.imports.roster import plan_roster, store_roster
from portal.organisation.imports.served import plan_served, store_served
from portal.organisation.imports.services import plan_services, store_services
from portal.organisation.imports.storing import insert, storing
from portal.organisation.models import Holiday
from portal.organisation.rules.facts import ActingFacts
from portal.sheets import Sheet

_ACTING_KEY = ("officer", "unit", "decree")


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet of an import: its layout's name, its plan, what names its things in the trail."""

    name: str
    plan: Plan[Any, Any]
    keys: tuple[str, ...]
    sheet: Sheet


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
    return _finished(actor, [_Part("units", plan, ("code",), sheet)], is_trial)


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
    return _finished(actor, [_Part("locations", plan, ("code",), sheet)], is_trial)


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
    return _finished(actor, [_Part("services", plan, ("code",), sheet)], is_trial)


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
    return _finished(actor, [_Part("counters", plan, ("unit", "number"), sheet)], is_trial)


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
    parts = [_Part("officers", plan, ("key",), sheet)]
    if acting is not None:
        parts.append(_Part("acting", acting_plan, _ACTING_KEY, acting))
    return _finished(actor, parts, is_trial)


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
    return _finished(actor, [_Part("acting", plan, _ACTING_KEY, sheet)], is_trial)


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
    return _finished(actor, [_Part("roster", plan, keys, sheet)], is_trial)


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
    return _finished(
        actor, [_Part("served", plan, ("unit", "counter", "on_date"), sheet)], is_trial
    )


def _finished(actor: Actor, parts: list[_Part], is_trial: bool) -> ImportResult:
    """Write down what differed, if anything, and say how much it was."""
    if not is_trial and any(not part.plan.is_empty for part in parts):
        trails = {part.name: trail(part.plan, part.keys) for part in parts}
        record(
            actor,
            action=f"import_{parts[0].name}",
            subject="organisation:" + "+".join(trails),
            before={name: before for name, (before, _) in trails.items()},
            after={name: after for name, (_, after) in trails.items()},
            reason=parts[0].sheet.name,
        )
    beside = _result(parts[1], is_trial) if len(parts) > 1 else None
    return replace(_result(parts[0], is_trial), beside=beside)


def _result(part: _Part, is_trial: bool) -> ImportResult:
    return ImportResult(
        sheet=part.name,
        added=len(part.plan.added),
        changed=len(part.plan.changed),
        unchanged=part.plan.unchanged,
        removed=len(part.plan.removed),
        is_trial=is_trial,
        notes=part.sheet.notes,
    )


@command
def seed_calendar(actor: Actor, *, years: Iterable[int]) -> int:
    """Add the national holidays and cuti bersama of these years that the table lacks.

    What stands in the table is the authority and stays. Returns how many days were added.
    """
    actor.demand(Permission.MANAGE_ORGANISATION)
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
