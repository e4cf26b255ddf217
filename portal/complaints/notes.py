"""Notes for colleagues: they never leave the desk and overwrite nothing."""

from datetime import datetime

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible
from portal.complaints.cases import case_to_change, note_inside, write_down
from portal.complaints.messages import spoken_message
from portal.complaints.rules.states import Act
from portal.database import command

NOTE = Permission.TRIAGE_CASES  # everybody who reads the case on a desk may leave one


@command
def note_case(actor: Actor, *, number: str, text: str, at: datetime) -> None:
    """Add an internal note; the reporter sees neither it nor its step."""
    case = case_to_change(actor, number, NOTE)
    demand_possible(case, Act.NOTE)
    note_inside(actor, case, spoken_message(text), needs=NOTE, at=at)
    write_down(actor, "note_case", case)
