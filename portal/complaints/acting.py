"""What all acts of the desk share: is it possible now, when it is done, how a case ends."""

from datetime import datetime

from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.models import Complaint
from portal.complaints.rules.states import Act, is_possible
from portal.complaints.rules.words import Outcome, State
from portal.errors import Conflict, RuleBroken
from portal.language import gettext as _

LONGEST_REASON = 1000
SHORTEST_REASON = 10


def demand_possible(case: Complaint, act: Act) -> None:
    """Refuse an act that the state of the case does not allow, in words."""
    if is_possible(act, case.state):
        return
    if case.state == State.CLOSED:
        raise Conflict(_("Pengaduan ini sudah ditutup. Tidak ada yang berubah."))
    if case.state == State.RECEIVED:
        raise RuleBroken(_("Periksa dahulu pengaduan ini: tentukan golongannya."))
    raise Conflict(_("Ini tidak dapat dilakukan pada keadaan pengaduan sekarang."))


def spoken_reason(reason: str) -> str:
    """A reason that says something; it is read by colleagues, or by the reporter."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(_("Tulis alasannya, paling sedikit satu kalimat pendek."))
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(reason), max=LONGEST_REASON
            )
        )
    return reason


def end_case(case: Complaint, outcome: Outcome, reason: str, *, at: datetime) -> None:
    """Close it for the office; whether it is solved says the reporter (domain.md §3).

    `at` is the local moment. The clock rests from now on, its dates stay as they were.
    """
    cycle = current_cycle(case)
    case.state = State.CLOSED
    case.closed_on = cycle.closed_on = at.date()
    case.outcome = cycle.outcome = outcome
    case.outcome_reason = reason
    case.waits_until = None
    set_clock(case, cycle)
