"""Imports in two steps: what a sheet would change is shown first, then exactly that is stored."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.authority import Actor, Permission
from portal.database import command
from portal.errors import Conflict, Problem, Problems
from portal.language import later
from portal.organisation.imports.acting import plan_acting, store_acting
from portal.organisation.imports.counters import plan_counters, store_counters
from portal.organisation.imports.incoming import no_progress
from portal.organisation.imports.known import Random
from portal.organisation.imports.officers import plan_officers, store_officers
from portal.organisation.imports.parts import Part, digest_of, finished
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
from portal.organisation.imports.storing import storing
from portal.sheets import Sheet

IMPORT = Permission.MANAGE_ORGANISATION
CHANGED_SINCE_PREVIEW = later(
    "Data berubah sejak pratinjau ini dibuat. Periksa pratinjau yang baru, lalu simpan."
)


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over: a sheet of a kind, and the acting appointments of its workbook."""

    name: str
    sheet: Sheet
    today: date
    acting: Sheet | None = None
    random: Random = secrets.randbelow


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be stored, or what has to be mended first; `sheet` is where the problems are.

    `seen` is the fingerprint by which storing knows that nothing has changed since.
    """

    name: str
    sheet: Sheet
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]
    seen: str

    @property
    def is_empty(self) -> bool:
        return all(part.plan.is_empty for part in self.parts)


Planned = Callable[[Actor, Given], Plan[Any, Any]]
_PLANS: Mapping[str, tuple[tuple[str, ...], Planned]] = {
    "units": (("code",), lambda a, g: plan_units(a, g.sheet, no_progress)),
    "locations": (("code",), lambda a, g: plan_locations(a, g.sheet, no_progress)),
    "services": (("code",), lambda a, g: plan_services(a, g.sheet, no_progress)),
    "counters": (
        ("unit", "number"),
        lambda a, g: plan_counters(a, g.sheet, no_progress, g.random),
    ),
    "officers": (("key",), lambda a, g: plan_officers(a, g.sheet, no_progress)),
    "acting": (
        ("officer", "unit", "decree"),
        lambda a, g: plan_acting(a, g.sheet, no_progress),
    ),
    "roster": (
        ("officer", "unit", "counter", "on_date", "starts_at"),
        lambda a, g: plan_roster(a, g.sheet, no_progress),
    ),
    "served": (
        ("unit", "counter", "on_date"),
        lambda a, g: plan_served(a, g.sheet, no_progress, g.today),
    ),
}
_STORES: Mapping[str, Callable[[Plan[Any, Any], Random], None]] = {
    "units": lambda plan, _random: store_units(plan),
    "locations": lambda plan, _random: store_locations(plan),
    "services": lambda plan, _random: store_services(plan),
    "counters": lambda plan, _random: store_counters(plan),
    "officers": store_officers,
    "acting": lambda plan, _random: store_acting(plan),
    "roster": lambda plan, _random: store_roster(plan),
    "served": lambda plan, _random: store_served(plan),
}
IMPORTED = tuple(_PLANS)


def import_preview(actor: Actor, given: Given) -> Preview:
    """What an import would do; what is wrong with the sheet is in the answer, not raised."""
    actor.demand(IMPORT)
    first = Preview(given.name, given.sheet, (), (), "")
    try:
        main = _main(actor, given)
    except Problems as error:
        return replace(first, problems=error.problems)
    try:
        parts = (main, *_beside(actor, given, main))
    except Problems as error:
        return replace(first, sheet=given.acting or given.sheet, problems=error.problems)
    return replace(first, parts=parts, seen=digest_of(parts))


@command
def import_previewed(actor: Actor, *, given: Given, seen: str) -> ImportResult:
    """Store what the preview showed; Conflict when it would no longer be the same."""
    actor.demand(IMPORT)
    main = _main(actor, given)
    parts = (main, *_beside(actor, given, main))
    if digest_of(parts) != seen:
        raise Conflict(CHANGED_SINCE_PREVIEW)
    with storing():
        for part in parts:
            _STORES[part.name](part.plan, given.random)
    return finished(actor, parts)


def _main(actor: Actor, given: Given) -> Part:
    keys, planned = _PLANS[given.name]
    return Part(given.name, planned(actor, given), keys, given.sheet)


def _beside(actor: Actor, given: Given, main: Part) -> Iterator[Part]:
    """The acting appointments that stand in the workbook of the officers."""
    if given.acting is None:
        return
    plan = main.plan
    newcomers = (*plan.added, *(change.after for change in plan.changed))
    keys, _planned = _PLANS["acting"]
    found = plan_acting(actor, given.acting, no_progress, newcomers)
    yield Part("acting", found, keys, given.acting)
