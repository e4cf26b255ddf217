"""A small invented town with ratings, the same for every test and every database."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.database import db
from portal.feedback.models import Questionnaire, Rating
from portal.feedback.rules.answers import RANDOM_BITS, rating_id
from portal.organisation.models import Counter, Officer, Service, Unit
from tests.factories import make_counter, make_location, make_officer, make_service, make_unit
from tests.indicators.plain import NINE


@dataclass
class Town:
    """Root, two agencies (the first with two villages), their counters, services, officers."""

    units: list[Unit]
    counters: list[Counter]
    services: list[Service]
    officers: list[Officer]


def make_town() -> Town:
    root = make_unit("PEMDA", name="Kabupaten Uji")
    one = make_unit("DUK", name="Dukcapil", parent_id=root.id)
    two = make_unit("PUS", name="Puskesmas", parent_id=root.id)
    villages = [make_unit(f"DESA{n}", name=f"Desa {n}", parent_id=one.id) for n in (1, 2)]
    places = [make_location(f"L{n}") for n in (1, 2)]
    units = [root, one, two, *villages]
    services = [make_service(unit, f"S-{unit.code}-{n}") for unit in units[1:] for n in (1, 2)]
    counters = [
        make_counter(unit, number=str(n), location_id=places[n % 2].id)[0]
        for unit in units[1:]
        for n in (1, 2)
    ]
    officers = [
        make_officer(unit, name=f"Petugas {unit.code} {n}") for unit in units[1:] for n in (1, 2, 3)
    ]
    return Town(units, counters, services, officers)


def make_ratings(
    town: Town, month: str, number: int, seed: int, **fixed: Any
) -> list[dict[str, Any]]:
    """Random ratings of one month, spread unevenly over the town; returns the rows."""
    rnd = random.Random(seed)
    questionnaire = db.session.execute(sa.select(Questionnaire.id)).scalars().first()
    rows = [_rating(rnd, town, month, questionnaire, fixed) for _ in range(number)]
    # On the table: the model's insert would be made anew for each set of columns that are filled.
    db.session.execute(sa.insert(Rating.__table__), rows)
    db.session.commit()
    return rows


def _rating(
    rnd: random.Random, town: Town, month: str, questionnaire: Any, fixed: dict[str, Any]
) -> dict[str, Any]:
    at = min(int(rnd.expovariate(0.5)), len(town.counters) - 1)
    counter = town.counters[at]
    own = [s for s in town.services if s.unit_id == counter.unit_id]
    staff = [o for o in town.officers if o.unit_id == counter.unit_id]
    year, number = map(int, month.split("-"))
    level = rnd.choice((2, 3, 3, 4))
    return {
        "id": rating_id(month, rnd.getrandbits(RANDOM_BITS)),
        "month": month,
        "received_on": date(year, number, rnd.randint(1, 28)),
        "part_of_day": rnd.choice(("pagi", "siang")),
        "unit_id": counter.unit_id,
        "counter_id": counter.id if rnd.random() < 0.95 else None,
        "service_id": rnd.choice(own).id if rnd.random() < 0.9 else None,
        "location_id": counter.location_id,
        "officer_id": rnd.choice(staff).id if rnd.random() < 0.8 else None,
        "attribution_certainty": rnd.choice(("exact", "exact", "exact", "likely", "shared")),
        "channel": rnd.choice(("qr", "qr", "link", "paper")),
        "tier": rnd.choice(("A", "C", "C", "D", "E")),
        "status": rnd.choices(("counts", "quarantined", "struck"), (94, 4, 2))[0],
        "questionnaire_id": questionnaire,
        "overall": rnd.choice((None, level, level, level)),
        **{name: _mark(rnd, level) for name in NINE},
        "outcome": rnd.choice(("selesai", "selesai", "diproses", None)),
        **fixed,
    }


def _mark(rnd: random.Random, level: int) -> int | None:
    if rnd.random() < 0.15:
        return rnd.choice((None, None, -1, -2))
    return max(1, min(4, level + rnd.choice((-1, 0, 0, 1))))
