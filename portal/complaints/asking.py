"""Asking the reporter: the clock rests with a reason and a limit (domain.md §3)."""

from datetime import date, datetime

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible, spoken_reason
from portal.complaints.cases import case_to_change, write_down, write_note, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.messages import short_enough, spoken_message
from portal.complaints.pausing import begin_pause
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Side, State, Step
from portal.database import command

ASK = Permission.HANDLE_CASES
LONGEST_PAUSE_REASON = 400


@command
def ask_reporter(
    actor: Actor, *, number: str, version: int, message: str, reason: str, at: datetime
) -> date:
    """Write to the reporter and wait; the last day of the wait.

    `reason` stands beside the date that moves by it, for everybody who asks "mengapa tanggal
    ini?". `at` is the local moment. An anonymous reporter pulls; nothing is pushed.
    """
    case = case_to_change(actor, number, ASK, version=version)
    demand_possible(case, Act.ASK)
    message = spoken_message(message)
    reason = short_enough(spoken_reason(reason), LONGEST_PAUSE_REASON)
    until = begin_pause(case, reason, on=at.date())
    case.state = State.WAITING
    set_clock(case, current_cycle(case))
    event = write_step(
        case,
        Step.ASKED,
        actor=actor,
        needs=ASK,
        on=at.date(),
        at=at,
        facts={"until": until.isoformat()},
    )
    write_note(event, Side.OFFICE, message)
    write_down(actor, "ask_reporter", case, until=until.isoformat())
    return until
