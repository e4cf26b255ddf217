"""Cases put straight into the database of a test, with their clock running."""

import secrets
from datetime import date
from typing import Any

from portal.authority import RESIDENT
from portal.complaints.cases import fresh_id, write_step
from portal.complaints.clocks import open_cycle
from portal.complaints.models import Complaint, Concerned
from portal.complaints.rules.words import Desk, Kind, State, Step
from portal.database import db
from portal.organisation.models import Officer, Unit
from portal.organisation.rule_sets import limits_in_force
from tests.factories import ALPHABET


def make_number() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def make_case(
    unit: Unit, filed_on: date, *, about_officer: Officer | None = None, **facts: Any
) -> Complaint:
    """A released case on the unit's desk unless `facts` say otherwise; committed."""
    facts = {
        "kind": Kind.PENGADUAN,
        "about": "layanan",
        "title": "Akta belum jadi",
        "story": "Akta belum jadi setelah tiga kali datang.",
        "channel": "qr",
        "desk": Desk.UNIT,
        "handling_unit_id": unit.id,
        "state": State.RECEIVED,
        "cycle": 1,
        "released_on": filed_on,
        "version": 1,
        "identity": "tanpa_nama",
        **facts,
    }
    case = Complaint(
        id=fresh_id(),
        number=make_number(),
        unit_id=unit.id,
        filed_on=filed_on,
        rule_set_id=limits_in_force(unit.id, filed_on).id,
        **facts,
    )
    db.session.add(case)
    db.session.flush()
    if about_officer is not None:
        db.session.add(Concerned(id=fresh_id(), complaint_id=case.id, officer_id=about_officer.id))
    open_cycle(case, on=filed_on)
    write_step(case, Step.FILED, actor=RESIDENT, on=filed_on)
    db.session.commit()
    return case
