"""What the tests of time passing share: the worker, an office, and what a case says of itself."""

import json
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditValue
from portal.authority import RESIDENT, Actor, Grant, Role
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import ClockPause, Complaint, Event
from portal.complaints.rules.words import State, Step
from portal.database import db
from portal.organisation.models import Unit
from tests.factories import make_unit

WORKER = Actor("worker", (Grant(Role.OPERATOR),))
STRANGER = Actor("person:budi", (Grant(Role.UNIT_HEAD),), person_id=None)
MONDAY = date(2026, 5, 4)  # of the picture: 14 working days later is 22 May without holidays


def day(number: int, month: int = 5) -> date:
    return date(2026, month, number)


def make_tree() -> tuple[Unit, Unit, Unit]:
    root = make_unit("KAB", name="Kabupaten")
    office = make_unit("DUK", name="Dinas Dukcapil", parent_id=root.id)
    return root, office, make_unit("DUK.1", name="Bidang Akta", parent_id=office.id)


def fresh(case: Complaint) -> Complaint:
    """The case as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Complaint, case.id, populate_existing=True)


def steps(case: Complaint) -> list[tuple[str, date, str, bool]]:
    """What happened after the filing: step, day, role, does the reporter see it."""
    db.session.rollback()
    query = sa.select(Event).where(Event.complaint_id == case.id, Event.number > 1)
    rows = db.session.execute(query.order_by(Event.number)).scalars()
    return [(row.step, row.on_date, row.role, row.is_public) for row in rows]


def facts_of(case: Complaint, step: Step) -> dict[str, Any]:
    query = sa.select(Event).where(Event.complaint_id == case.id, Event.step == step)
    row = db.session.execute(query.order_by(Event.number.desc())).scalars().first()
    return json.loads(row.facts) if row else {}


def trail() -> list[tuple[str, str, Any]]:
    """Who did what to which cases, oldest first."""
    db.session.rollback()
    query = sa.select(AuditEntry.actor, AuditEntry.action, AuditValue.content).join(
        AuditValue, AuditValue.sequence == AuditEntry.sequence
    )
    rows = db.session.execute(query.order_by(AuditEntry.sequence))
    return [(actor, act, json.loads(content)["after"]) for actor, act, content in rows]


def verified(case: Complaint, on: date) -> Complaint:
    cycle = current_cycle(case)
    cycle.verified_on, case.state = on, State.IN_PROGRESS
    set_clock(case, cycle)
    db.session.commit()
    return case


def asked(case: Complaint, on: date, until: date) -> Complaint:
    """A question to the reporter, the clock resting."""
    pause = ClockPause(
        complaint_id=case.id, number=1, cycle=case.cycle, starts_on=on, until=until, reason="foto"
    )
    db.session.add(pause)
    case.state, case.waits_until = State.WAITING, until
    db.session.flush()
    set_clock(case, current_cycle(case))
    write_step(case, Step.ASKED, actor=WORKER, on=on, at=datetime.combine(on, datetime.min.time()))
    db.session.commit()
    return case


def answered(case: Complaint, on: date) -> Complaint:
    case.state, case.answered_on = State.ANSWERED, on
    set_clock(case, current_cycle(case))
    db.session.commit()
    return case


def said(case: Complaint, on: date) -> Complaint:
    """The reporter wrote something."""
    write_step(case, Step.WRITTEN, actor=RESIDENT, on=on)
    db.session.commit()
    return case
