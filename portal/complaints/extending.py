"""More time for an answer, where the rule set has it: once, with a reason, before it is late."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.acting import demand_possible, spoken_reason
from portal.complaints.cases import case_to_change, write_down, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import Complaint
from portal.complaints.reach import visible
from portal.complaints.rules.replying import Fault, extension_fault
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Step
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.organisation.rule_sets import time_limits

EXTEND = Permission.HANDLE_CASES
WORDS: Mapping[Fault, str] = {
    Fault.NO_CLOCK: later("Apresiasi tidak mempunyai batas waktu."),
    Fault.NO_EXTENSION: later("Aturan waktu unit ini tidak mengenal perpanjangan."),
    Fault.EXTENDED: later("Batas waktunya sudah pernah diperpanjang. Perpanjangan hanya sekali."),
    Fault.TOO_LATE: later("Batas waktunya sudah lewat, jadi tidak dapat diperpanjang lagi."),
}


@command
def extend_case(actor: Actor, *, number: str, version: int, reason: str, at: datetime) -> date:
    """Add the rule set's extension to this run of the clock; the new last day."""
    case = case_to_change(actor, number, EXTEND, version=version)
    demand_possible(case, Act.EXTEND)
    cycle, limits = current_cycle(case), time_limits(case.rule_set_id)
    fault = extension_fault(
        days=limits.extension_days,
        extended_by=cycle.extended_by,
        due=cycle.answer_due,
        today=at.date(),
    )
    if fault is not None:
        raise RuleBroken(_(WORDS[fault]))
    reason = spoken_reason(reason)
    cycle.extended_by = limits.extension_days
    found = set_clock(case, cycle)
    assert found is not None  # noqa: S101  # a clock without a date was refused above
    write_step(
        case,
        Step.EXTENDED,
        actor=actor,
        needs=EXTEND,
        on=at.date(),
        at=at,
        facts={"days": limits.extension_days, "due": found.due.isoformat(), "reason": reason},
    )
    write_down(actor, "extend_case", case, days=limits.extension_days, due=found.due.isoformat())
    return found.due


def days_to_add(actor: Actor, number: str) -> int:
    """How many working days the rule set of a case in reach has for an extension."""
    actor.demand(EXTEND)
    query = sa.select(Complaint.rule_set_id).where(Complaint.number == number, visible(actor))
    rule_set = db.session.execute(query).scalar()
    if rule_set is None:
        raise NotFound(UNKNOWN)
    return time_limits(rule_set).extension_days
