"""English names of what a unit offers, where it has any."""

from collections.abc import Mapping

import sqlalchemy as sa

from portal.database import db
from portal.organisation.models import Counter, Service, Unit


def english_names(unit_code: str) -> Mapping[tuple[str, str], str]:
    """English names of a unit's counters and services by kind and code, where they have one."""
    at_unit = sa.select(Unit.id).where(Unit.code == unit_code).scalar_subquery()
    counters = sa.select(Counter.number, Counter.name_en).where(
        Counter.unit_id == at_unit, Counter.name_en != ""
    )
    services = sa.select(Service.code, Service.name_en).where(
        Service.unit_id == at_unit, Service.name_en != ""
    )
    return {
        **{("counter", f"{unit_code}/{n}"): name for n, name in db.session.execute(counters)},
        **{("service", code): name for code, name in db.session.execute(services)},
    }
