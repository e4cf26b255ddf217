"""Imports of services."""

from collections.abc import Mapping
from typing import Any

from portal.authority import Actor
from portal.organisation.imports.incoming import (
    Progress,
    check_known,
    incoming,
    keys_of,
    refuse_twice,
)
from portal.organisation.imports.known import unit_codes
from portal.organisation.imports.plan import Plan, compared, merged
from portal.organisation.imports.storing import ids_by_code, insert, update
from portal.organisation.layouts import SERVICES
from portal.organisation.listings import (
    listed_services,
)
from portal.organisation.models import (
    Service,
    Unit,
)
from portal.organisation.rules.facts import ServiceFacts
from portal.sheets import Sheet


def plan_services(actor: Actor, sheet: Sheet, progress: Progress) -> Plan[int, ServiceFacts]:
    """What a sheet of services would change."""
    there = {facts.code: (at, facts) for at, facts in listed_services(actor).items()}
    rows = incoming(SERVICES, sheet, progress)
    refuse_twice(rows, "code", keys_of("code"))
    check_known(rows, "unit", unit_codes(actor), "unit", "unit")
    rows.settle()
    return compared(
        (*found, merged(ServiceFacts, found[1], row.taken))
        for row in rows.rows
        for found in [there.get(row.taken["code"], (None, None))]
    )


def store_services(plan: Plan[int, ServiceFacts]) -> None:
    """Store added and changed services."""
    units = ids_by_code(Unit)
    insert(Service, [_service_columns(facts, units) for facts in plan.added])
    update(Service, [{"id": c.id, **_service_columns(c.after, units)} for c in plan.changed])


def _service_columns(facts: ServiceFacts, units: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "code": facts.code,
        "name": facts.name,
        "unit_id": units[facts.unit],
        "name_en": facts.name_en,
        "tariff": facts.tariff.word.value,
        "rupiah": facts.tariff.rupiah,
        "retired_on": facts.retired_on,
    }
