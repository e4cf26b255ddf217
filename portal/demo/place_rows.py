"""Rows of what stands still: units, places, services, counters, codes, acting heads.

Ids are given here, counted from 1: the database is new, and rows can name one another.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from portal.demo.chance import Chance, chance
from portal.demo.counters import (
    COUNTERS,
    FAMOUS_CODE,
    MOBILE_PAST,
    OLD_CODE,
    RENAMED,
    REPLACED,
    REPLACED_BY,
    SLOW,
)
from portal.demo.days import HalfYear
from portal.demo.places import LOCATIONS, UNITS
from portal.demo.services import SERVICES
from portal.organisation.rules.codes import COUNTER_CODES, counter_code

UNIT_IDS = {unit.code: at for at, unit in enumerate(UNITS, 1)}
LOCATION_IDS = {place.code: at for at, place in enumerate(LOCATIONS, 1)}
SERVICE_IDS = {service.code: at for at, service in enumerate(SERVICES, 1)}
COUNTER_IDS = {counter.key: at for at, counter in enumerate(COUNTERS, 1)}


def unit_rows() -> Iterator[dict[str, Any]]:
    """Each unit, parents first."""
    for unit in UNITS:
        yield {
            "id": UNIT_IDS[unit.code],
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent_id": UNIT_IDS[unit.parent] if unit.parent else None,
            "work_days": unit.work_days,
            "contact": f"pengaduan.{unit.code.lower()}@sungairaya.example",
            "retired_on": None,
        }


def location_rows(half: HalfYear) -> Iterator[dict[str, Any]]:
    """Each place; the mobile service days dated."""
    held: dict[str, date] = {"past": half.mobile_day, "today": half.today}
    for place in LOCATIONS:
        yield {
            "id": LOCATION_IDS[place.code],
            "code": place.code,
            "name": place.name,
            "kind": place.kind,
            "address": place.address,
            "held_on": held.get(place.held),
            "hours": place.hours,
            "retired_on": None,
        }


def service_rows() -> Iterator[dict[str, Any]]:
    """Each service with its tariff."""
    for service in SERVICES:
        yield {
            "id": SERVICE_IDS[service.code],
            "code": service.code,
            "name": service.name,
            "name_en": service.name_en,
            "unit_id": UNIT_IDS[service.unit],
            "tariff": "berbayar" if service.rupiah else "gratis",
            "rupiah": service.rupiah or None,
            "retired_on": None,
        }


def counter_rows(half: HalfYear) -> Iterator[dict[str, Any]]:
    """Each counter; one was closed for a successor, one when the bus drove on."""
    day_after = half.mobile_day + timedelta(days=1)
    closed = {REPLACED: half.months[2].first_day, MOBILE_PAST: day_after}
    for counter in COUNTERS:
        yield {
            "id": COUNTER_IDS[counter.key],
            "unit_id": UNIT_IDS[counter.unit],
            "number": counter.number,
            "name": counter.name,
            "name_en": counter.name_en,
            "location_id": LOCATION_IDS[counter.location],
            "closed_on": closed.get(counter.key),
            "successor_id": COUNTER_IDS[REPLACED_BY] if counter.key == REPLACED else None,
        }


def code_rows() -> Iterator[dict[str, Any]]:
    """The code of each counter, and the one on an old poster."""
    stream = chance("codes")
    taken = {FAMOUS_CODE, OLD_CODE}
    yield {"code": OLD_CODE, "counter_id": COUNTER_IDS[RENAMED], "is_current": False}
    for key, counter_id in COUNTER_IDS.items():
        code = FAMOUS_CODE if key == SLOW else _fresh_code(stream, taken)
        yield {"code": code, "counter_id": counter_id, "is_current": True}


def _fresh_code(stream: Chance, taken: set[str]) -> str:
    while (code := counter_code(stream.randrange(COUNTER_CODES))) in taken:
        pass
    taken.add(code)
    return code


def offer_rows() -> Iterator[dict[str, Any]]:
    """Which services each counter gives."""
    for counter in COUNTERS:
        for service in counter.services:
            yield {"counter_id": COUNTER_IDS[counter.key], "service_id": SERVICE_IDS[service]}


def acting_rows(half: HalfYear) -> Iterator[dict[str, Any]]:
    """The head of Pasir Putih also leads Mekar Jaya; somebody stands in for the camat."""
    first = half.months[2].first_day
    for number, officer, unit, kind, position, days in (
        (1, "KEL-PASIR", "KEL-MEKAR", "plt", "Lurah Mekar Jaya", 180),
        (2, "DINSOS", "KEC-MUARA", "plh", "Camat Muara", 14),
    ):
        yield {
            "id": number,
            "officer_id": UNIT_IDS[officer] - 1,  # heads come first, in the order of the units
            "unit_id": UNIT_IDS[unit],
            "kind": kind,
            "position": position,
            "decree": f"800.1.3/{410 + number}/BKPSDM/{first.year}",
            "starts_on": first,
            "ends_on": first + timedelta(days=days),
        }
