"""Plain functions that put facts into the database of a test."""

import itertools
import secrets
from datetime import date, time
from typing import Any

import sqlalchemy as sa

from portal.database import db
from portal.feedback.models import Questionnaire, Rating
from portal.feedback.rules.answers import RANDOM_BITS, rating_id
from portal.organisation.models import (
    Counter,
    CounterCode,
    CounterService,
    Duty,
    Location,
    Officer,
    Served,
    Service,
    Unit,
)

_numbers = itertools.count(1)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _store(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_unit(code: str | None = None, **facts: Any) -> Unit:
    number = next(_numbers)
    facts = {"name": f"Dinas {number}", "kind": "dinas", **facts}
    return _store(Unit(code=code or f"U{number}", **facts))


def make_location(code: str | None = None, **facts: Any) -> Location:
    number = next(_numbers)
    return _store(Location(code=code or f"LOK{number}", **{"name": f"Gedung {number}", **facts}))


def make_service(unit: Unit, code: str | None = None, **facts: Any) -> Service:
    number = next(_numbers)
    facts = {"name": f"Layanan {number}", "tariff": "gratis", **facts}
    return _store(Service(code=code or f"S{number}", unit_id=unit.id, **facts))


def make_counter(
    unit: Unit, *services: Service, code: str | None = None, number: str | None = None, **facts: Any
) -> tuple[Counter, str]:
    """A counter in use and its code."""
    facts = {"name": "Akta Kelahiran", **facts}
    counter = _store(Counter(unit_id=unit.id, number=number or str(next(_numbers)), **facts))
    code = code or "".join(secrets.choice(ALPHABET) for _ in range(6))
    db.session.add(CounterCode(code=code, counter_id=counter.id))
    for service in services:
        db.session.add(CounterService(counter_id=counter.id, service_id=service.id))
    db.session.commit()
    return counter, code


def make_officer(unit: Unit, **facts: Any) -> Officer:
    number = next(_numbers)
    facts = {
        "kind": "pns",
        "nip": f"19860926201505{1 + number % 2}{number % 1000:03}" if "kind" not in facts else None,
        "name": f"Petugas {number}",
        "handle": f"h{number:07}",
        **facts,
    }
    return _store(Officer(unit_id=unit.id, **facts))


def make_duty(officer: Officer, counter: Counter, on_date: date, **facts: Any) -> Duty:
    facts = {"starts_at": time(7, 30), "ends_at": time(16, 0), "desk": "1", **facts}
    return _store(Duty(officer_id=officer.id, counter_id=counter.id, on_date=on_date, **facts))


def make_served(counter: Counter, on_date: date, number: int) -> Served:
    return _store(Served(counter_id=counter.id, on_date=on_date, number=number))


def make_rating(counter: Counter, on_date: date, **facts: Any) -> int:
    """A stored rating; marks as keywords (overall=4, perilaku=3, waktu=-2 …)."""
    month = f"{on_date:%Y-%m}"
    questionnaire = db.session.execute(sa.select(Questionnaire.id)).scalars().first()
    facts = {
        "id": rating_id(month, secrets.randbits(RANDOM_BITS)),
        "month": month,
        "received_on": on_date,
        "part_of_day": "pagi",
        "unit_id": counter.unit_id,
        "counter_id": counter.id,
        "location_id": counter.location_id,
        "attribution_certainty": "unknown",
        "channel": "qr",
        "tier": "C",
        "status": "counts",
        "questionnaire_id": questionnaire,
        "overall": 3,
        **facts,
    }
    db.session.execute(sa.insert(Rating), facts)
    db.session.commit()
    return int(facts["id"])
