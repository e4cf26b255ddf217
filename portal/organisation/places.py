"""Units as residents find them without a counter: by name, and what one of them offers."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.database import db
from portal.organisation.models import Service, Unit
from portal.organisation.queries import (
    ServiceOffered,
    UnitInTree,
    government_name,
    units_in_tree,
)

MOST_FOUND = 40
TOP = 1  # below the government: what a list without a search shows of a large one


@dataclass(frozen=True, slots=True)
class UnitSign:
    """A unit in use, as a form shows it."""

    id: int
    code: str
    name: str
    government_name: str
    services: tuple[ServiceOffered, ...]


def unit_sign(code: str) -> UnitSign | None:
    """The unit of a code, None where there is none in use."""
    query = sa.select(Unit.id, Unit.name).where(Unit.code == code, Unit.retired_on.is_(None))
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    return UnitSign(row.id, code, row.name, government_name(), _services(row.id))


def _services(unit_id: int) -> tuple[ServiceOffered, ...]:
    query = (
        sa.select(Service)
        .where(Service.unit_id == unit_id, Service.retired_on.is_(None))
        .order_by(Service.name, Service.id)
    )
    return tuple(_offered(one) for one in db.session.execute(query).scalars())


def _offered(service: Any) -> ServiceOffered:
    return ServiceOffered(
        id=service.id,
        code=service.code,
        name=service.name,
        name_en=service.name_en,
        is_free=service.tariff == "gratis",
        unit_id=service.unit_id,
    )


def units_named(typed: str) -> tuple[UnitInTree, ...]:
    """Units whose name has all these words; without words all, of a large tree its top."""
    words = typed.casefold().split()
    units = units_in_tree()
    if words:
        found = [u for u in units if all(word in u.name.casefold() for word in words)]
        return tuple(found[:MOST_FOUND])
    if len(units) <= MOST_FOUND:
        return units
    return tuple(unit for unit in units if unit.depth <= TOP)
