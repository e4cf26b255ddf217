"""Cases with a receipt, and their reporters, for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import ClockPause, Complaint, Cycle, Event
from portal.complaints.rules.receipt import ReceiptKeys, digest, make, receipt_keys
from portal.complaints.rules.words import Step
from portal.database import db
from portal.organisation.models import Unit
from portal.web.limits import secret_keys
from tests.complaints.factory import make_case
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 2)  # a Monday
AT = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)


def keys() -> ReceiptKeys:
    return receipt_keys(secret_keys().vault_key)


def make_receipt(number: int = 1) -> str:
    return make(keys(), number.to_bytes(16))


def make_tracked(unit: Unit, number: int = 1, *, filed_on: date = DAY, **facts: Any) -> Complaint:
    """A case whose receipt is `make_receipt(number)`; verified unless `facts` say otherwise."""
    receipt = digest(keys(), make_receipt(number))
    case = make_case(unit, filed_on, **{"receipt": receipt, "klass": "pengaduan", **facts})
    if facts.get("state") != "received":
        cycle = current_cycle(case)
        cycle.verified_on = filed_on
        set_clock(case, cycle)
        db.session.commit()
    return case


def receipt_of(case: Complaint) -> bytes:
    assert case.receipt is not None
    return case.receipt


def ask(case: Complaint, on: date, *, until: date) -> None:
    """The office has asked the reporter; the clock rests."""
    facts = {"starts_on": on, "until": until, "reason": "menunggu foto dari Anda"}
    db.session.add(ClockPause(complaint_id=case.id, number=1, cycle=case.cycle, **facts))
    case.state, case.waits_until = "waiting", until
    db.session.flush()
    set_clock(case, current_cycle(case))
    write_step(case, Step.ASKED, actor=_office(case), on=on, facts={"until": until.isoformat()})
    db.session.commit()


def answer(case: Complaint, on: date) -> None:
    """The office has answered."""
    case.state, case.answered_on = "answered", on
    cycle = current_cycle(case)
    cycle.answered_on = on
    set_clock(case, cycle)
    write_step(case, Step.ANSWERED, actor=_office(case), on=on)
    db.session.commit()


def _office(case: Complaint) -> Any:
    return actor_of(make_person())


def again(case: Complaint) -> Complaint:
    """The case as it is stored now."""
    db.session.expire_all()
    return db.session.get_one(Complaint, case.id)


def steps(case: Complaint) -> list[str]:
    query = sa.select(Event.step).where(Event.complaint_id == case.id).order_by(Event.number)
    return list(db.session.execute(query).scalars())


def cycles(case: Complaint) -> list[Cycle]:
    query = sa.select(Cycle).where(Cycle.complaint_id == case.id).order_by(Cycle.number)
    return list(db.session.execute(query).scalars())


def later(days: int) -> datetime:
    return AT + timedelta(days=days)
