"""What an answer and a closing leave on a case; commands share it, they do not share each other."""

from collections.abc import Mapping
from datetime import UTC, datetime

from portal.authority import Actor, Permission
from portal.complaints.acting import end_case, spoken_reason
from portal.complaints.cases import write_note, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import Complaint, Event
from portal.complaints.pausing import end_pause
from portal.complaints.rules.clock import hours_between
from portal.complaints.rules.replying import NEEDS_REASON, Fault, closing_fault
from portal.complaints.rules.words import Identity, Outcome, Side, State, Step
from portal.complaints.working import put_down
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later

HANDLE = Permission.HANDLE_CASES
WORDS: Mapping[Fault, str] = {
    Fault.WAITING: later("Pelapor sedang ditanya. Jawab dahulu, atau tunggu sampai batasnya."),
    Fault.NOT_ANSWERED: later("Jawab dahulu pengaduan ini, lalu tutup."),
    Fault.NO_REASON: later("Tulis alasannya: pelapor membacanya."),
}


def note_answer(case: Complaint, *, at: datetime) -> None:
    """The office has answered; of one run of the clock the first answer counts (domain.md §3).

    Of a later run only its first day is known for every case: it counts from its first minute.
    So does a confidential case: exact hours beside the minute of the answer would tell the desk
    when somebody filed, and a queue's log tells who stood there then.
    """
    cycle = current_cycle(case)
    case.answered_on = at.date()
    if cycle.answered_on is not None:
        return
    is_exact = cycle.number == 1 and case.identity == Identity.TERBUKA
    filed_at = case.filed_at if is_exact else None
    cycle.answered_on, cycle.answered_at = at.date(), at
    cycle.hours = hours_between(cycle.started_on, filed_at, at, at.tzinfo or UTC)


def write_answer(
    case: Complaint, text: str, *, is_formatted: bool, actor: Actor, at: datetime
) -> Event:
    """The reply on the reporter's page; whatever was asked is no longer waited for."""
    end_pause(case, on=at.date())
    case.state = State.ANSWERED
    note_answer(case, at=at)
    set_clock(case, current_cycle(case))
    event = write_step(case, Step.ANSWERED, actor=actor, needs=HANDLE, on=at.date(), at=at)
    write_note(event, Side.OFFICE, text, is_formatted=is_formatted)
    _lay_down(actor, case)
    return event


def write_closing(
    case: Complaint, outcome: Outcome, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Close it with outcome and reason, both on the reporter's page.

    A rejection is an answer: its reason is what the reporter reads.
    """
    fault = closing_fault(State(case.state), outcome, klass=case.klass, reason=reason)
    if fault is not None:
        raise RuleBroken(_(WORDS[fault]))
    reason = spoken_reason(reason) if reason.strip() or outcome in NEEDS_REASON else ""
    if outcome is Outcome.DITOLAK:
        note_answer(case, at=at)
    end_case(case, outcome, reason, at=at)
    write_step(
        case,
        Step.CLOSED,
        actor=actor,
        needs=HANDLE,
        on=at.date(),
        at=at,
        facts={"outcome": outcome, "reason": reason},
    )
    _lay_down(actor, case)


def _lay_down(actor: Actor, case: Complaint) -> None:
    if actor.person_id is not None:
        put_down(case.id, actor.person_id)
