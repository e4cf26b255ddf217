"""By what the lists of the organisation can be narrowed: one definition for page and export.

`chosen` names: `unit` (an id, its sub-units come along), `keadaan` (in use or not), `jenis`,
and `kurang`: what the overview says is missing.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.listing import Asked
from portal.organisation.models import (
    ActingAppointment,
    Counter,
    CounterCode,
    CounterService,
    Duty,
    Location,
    Officer,
    Service,
    Unit,
)
from portal.organisation.rules.identity import digits_of
from portal.organisation.tree import units_below

Condition = sa.ColumnElement[bool]
Narrow = Callable[[Asked, date], list[Condition]]

IN_USE, ENDED = "dipakai", "berakhir"


def narrowing(sheet: str, asked: Asked, today: date) -> list[Condition]:
    """The conditions of a list (named as its sheet) for what was asked."""
    return _NARROW[sheet](asked, today)


def missing(name: str, today: date) -> Condition:
    """Whether a thing lacks something; the names are those of `MISSING`."""
    return _MISSING[name](today)


def units(asked: Asked, today: date) -> list[Condition]:
    found = _state(asked, Unit.retired_on)
    if asked.search:
        found.append(_like(asked.search, Unit.code, Unit.name))
    return found + _lacking(asked, today)


def locations(asked: Asked, today: date) -> list[Condition]:
    found = _state(asked, Location.retired_on)
    if asked.search:
        found.append(_like(asked.search, Location.code, Location.name, Location.address))
    if kind := asked.chose("jenis"):
        found.append(Location.kind == kind)
    return found + _lacking(asked, today)


def services(asked: Asked, today: date) -> list[Condition]:
    found = [*_state(asked, Service.retired_on), *_in_unit(asked, Service.unit_id)]
    if asked.search:
        found.append(_like(asked.search, Service.code, Service.name, Service.name_en))
    if kind := asked.chose("jenis"):
        found.append(Service.tariff == kind)
    return found + _lacking(asked, today)


def counters(asked: Asked, today: date) -> list[Condition]:
    found = [*_state(asked, Counter.closed_on), *_in_unit(asked, Counter.unit_id)]
    if asked.search:
        code = sa.select(CounterCode.code).where(
            CounterCode.counter_id == Counter.id, CounterCode.code == asked.search.upper()
        )
        named = _like(asked.search, Counter.name, Unit.name)
        found.append(
            sa.or_(named, code.correlate(Counter).exists(), Counter.number == asked.search.upper())
        )
    if place := asked.chose("lokasi"):
        found.append(Counter.location_id == int(place))
    return found + _lacking(asked, today)


def officers(asked: Asked, today: date) -> list[Condition]:
    """By name, or by a whole number (`nomor`: NIP or internal id), never by a part of one.

    The two are apart because an address may carry a name to search for, but no NIP.
    """
    found = [*_in_unit(asked, Officer.unit_id), *_serving(asked, today)]
    if asked.search:
        found.append(_like(asked.search, Officer.name, Officer.call_name))
    if number := asked.chose("nomor"):
        found.append(
            sa.or_(Officer.nip == digits_of(number), Officer.internal_id == number.upper())
        )
    if kind := asked.chose("jenis"):
        found.append(Officer.kind == kind)
    return found + _lacking(asked, today)


def acting_of(asked: Asked, today: date) -> Condition:
    """The acting appointments of the officers a list was narrowed to."""
    chosen = sa.select(Officer.id).where(*officers(asked, today))
    return ActingAppointment.officer_id.in_(chosen)


_NARROW: Mapping[str, Narrow] = {
    "units": units,
    "locations": locations,
    "services": services,
    "counters": counters,
    "officers": officers,
}


def _like(search: str, *columns: InstrumentedAttribute[str]) -> Condition:
    return sa.or_(*(column.icontains(search, autoescape=True) for column in columns))


def _state(asked: Asked, ended_on: InstrumentedAttribute[date | None]) -> list[Condition]:
    conditions = {IN_USE: ended_on.is_(None), ENDED: ended_on.is_not(None)}
    chosen = conditions.get(asked.chose("keadaan"))
    return [] if chosen is None else [chosen]


def _serving(asked: Asked, today: date) -> list[Condition]:
    """An officer who leaves on a day ahead serves until then."""
    serves = sa.or_(Officer.left_on.is_(None), Officer.left_on > today)
    conditions = {IN_USE: serves, ENDED: sa.not_(serves)}
    chosen = conditions.get(asked.chose("keadaan"))
    return [] if chosen is None else [chosen]


def _in_unit(asked: Asked, unit_id: InstrumentedAttribute[int]) -> list[Condition]:
    chosen = asked.chose("unit")
    return [unit_id.in_(units_below(int(chosen)))] if chosen else []


def _lacking(asked: Asked, today: date) -> list[Condition]:
    chosen = asked.chose("kurang")
    return [missing(chosen, today)] if chosen in _MISSING else []


def _units_without_services(_today: date) -> Condition:
    """Leaves of the tree: a unit above others need not offer anything itself."""
    below = aliased(Unit)
    return sa.and_(
        Unit.retired_on.is_(None),
        ~sa.exists().where(below.parent_id == Unit.id, below.retired_on.is_(None)),
        ~sa.exists().where(Service.unit_id == Unit.id, Service.retired_on.is_(None)),
    )


def _services_without_counter(_today: date) -> Condition:
    offered = sa.exists().where(
        CounterService.service_id == Service.id,
        CounterService.counter_id == Counter.id,
        Counter.closed_on.is_(None),
    )
    return sa.and_(Service.retired_on.is_(None), ~offered)


def _counters_without_location(_today: date) -> Condition:
    return sa.and_(Counter.closed_on.is_(None), Counter.location_id.is_(None))


def _counters_without_services(_today: date) -> Condition:
    offered = sa.exists().where(CounterService.counter_id == Counter.id)
    return sa.and_(Counter.closed_on.is_(None), ~offered)


def _counters_without_roster(today: date) -> Condition:
    """No duty from Monday to Sunday of this week."""
    monday = today - timedelta(days=today.weekday())
    planned = sa.exists().where(
        Duty.counter_id == Counter.id,
        Duty.on_date >= monday,
        Duty.on_date < monday + timedelta(days=7),
    )
    return sa.and_(Counter.closed_on.is_(None), ~planned)


def _officers_in_retired_units(_today: date) -> Condition:
    retired = sa.select(Unit.id).where(Unit.retired_on.is_not(None))
    return sa.and_(Officer.left_on.is_(None), Officer.unit_id.in_(retired))


_MISSING: Mapping[str, Callable[[date], Condition]] = {
    "unit-tanpa-layanan": _units_without_services,
    "layanan-tanpa-loket": _services_without_counter,
    "loket-tanpa-lokasi": _counters_without_location,
    "loket-tanpa-layanan": _counters_without_services,
    "loket-tanpa-jadwal": _counters_without_roster,
    "petugas-unit-tutup": _officers_in_retired_units,
}
MISSING = tuple(_MISSING)
