"""What there is, what is missing, and what was changed last: all within the reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from portal.audit.models import AuditEntry, AuditHead
from portal.authority import Actor, Permission
from portal.database import db
from portal.organisation.listings import in_reach, reaches_all
from portal.organisation.managing.narrowing import missing
from portal.organisation.models import Counter, Location, Officer, Service, Unit

LATEST = 10
LOOKED_THROUGH = 20_000  # entries of the trail, newest first, among which the latest are sought

KINDS = ("unit", "location", "service", "counter", "officer", "organisation")

# By which column each thing on the list of what is missing belongs to a unit.
_UNIT_OF: Mapping[str, InstrumentedAttribute[int]] = {
    "unit-tanpa-layanan": Unit.id,
    "layanan-tanpa-loket": Service.unit_id,
    "loket-tanpa-lokasi": Counter.unit_id,
    "loket-tanpa-layanan": Counter.unit_id,
    "loket-tanpa-jadwal": Counter.unit_id,
    "petugas-unit-tutup": Officer.unit_id,
}


# On which list each of them is found.
MISSING_OF: Mapping[str, tuple[str, ...]] = {
    "units": ("unit-tanpa-layanan",),
    "services": ("layanan-tanpa-loket",),
    "counters": ("loket-tanpa-lokasi", "loket-tanpa-layanan", "loket-tanpa-jadwal"),
    "officers": ("petugas-unit-tutup",),
}


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much in use there is; locations are those of everybody."""

    units: int
    locations: int
    services: int
    counters: int
    officers: int


@dataclass(frozen=True, slots=True)
class RecentChange:
    """An entry of the trail about something in reach: never the values."""

    at: str
    actor: str
    action: str
    subject: str


def holdings(actor: Actor, today: date) -> Holdings:
    """Counts of what is in use in reach."""
    serves = sa.or_(Officer.left_on.is_(None), Officer.left_on > today)
    return Holdings(
        units=_count(actor, Unit.id, Unit.retired_on.is_(None)),
        locations=_counted(Location.id, Location.retired_on.is_(None)),
        services=_count(actor, Service.unit_id, Service.retired_on.is_(None)),
        counters=_count(actor, Counter.unit_id, Counter.closed_on.is_(None)),
        officers=_count(actor, Officer.unit_id, serves),
    )


def missing_counts(actor: Actor, today: date) -> Mapping[str, int]:
    """How many things in reach lack what, by the names of `narrowing.MISSING`; zeros too."""
    return {name: _count(actor, of, missing(name, today)) for name, of in _UNIT_OF.items()}


def recent_changes(actor: Actor) -> tuple[RecentChange, ...]:
    """The newest changes of units, services, counters and officers in reach, newest first."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    newest = sa.select(AuditHead.sequence).scalar_subquery()
    query = (
        sa.select(AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.subject)
        .where(
            AuditEntry.sequence > newest - LOOKED_THROUGH,
            AuditEntry.action.not_like("note\\_%", escape="\\"),
            _about(actor),
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(LATEST)
    )
    return tuple(RecentChange(*row) for row in db.session.execute(query))


def _about(actor: Actor) -> sa.ColumnElement[bool]:
    """Entries about the organisation: of things in reach, or of the actor's own doing."""
    of_these = sa.or_(*(AuditEntry.subject.like(f"{kind}:%") for kind in KINDS))
    if reaches_all(actor):
        return of_these
    counters = sa.select("counter:" + Unit.code + "/" + Counter.number).select_from(Counter)
    named = (
        sa.select("unit:" + Unit.code).where(*in_reach(actor, Unit.id)),
        sa.select("service:" + Service.code).where(*in_reach(actor, Service.unit_id)),
        counters.join(Unit, Unit.id == Counter.unit_id).where(*in_reach(actor, Counter.unit_id)),
        sa.select("officer:" + Officer.handle).where(*in_reach(actor, Officer.unit_id)),
    )
    in_reach_or_own = [AuditEntry.subject.in_(query) for query in named]
    return sa.and_(of_these, sa.or_(*in_reach_or_own, AuditEntry.actor == actor.name))


def _count(
    actor: Actor, unit_id: InstrumentedAttribute[int], *conditions: sa.ColumnElement[bool]
) -> int:
    return _counted(unit_id, *in_reach(actor, unit_id), *conditions)


def _counted(column: InstrumentedAttribute[int], *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count(column)).where(*conditions)
    return db.session.execute(query).scalar_one()
