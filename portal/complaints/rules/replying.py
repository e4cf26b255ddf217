"""When a case may be extended, and how a handler may close it (domain.md §3). Pure.

Which act is possible in which state at all stands in rules/states.py.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from portal.complaints.rules.words import Klass, Outcome, State

# What a handler closes a case with. Elsewhere: bukan kewenangan, duplikat, arsip; and a report
# that stays incomplete is closed by the days that the law gives its reporter (silence.py).
CLOSED_FROM: Mapping[Outcome, frozenset[State]] = {
    Outcome.SELESAI: frozenset({State.ANSWERED}),
    Outcome.DITOLAK: frozenset({State.VERIFIED, State.IN_PROGRESS, State.ANSWERED}),
}
NEEDS_REASON = frozenset({Outcome.DITOLAK})


class Fault(StrEnum):
    """Why an act is refused."""

    WAITING = "waiting"
    NOT_ANSWERED = "not_answered"
    NO_REASON = "no_reason"
    NO_EXTENSION = "no_extension"
    EXTENDED = "extended"
    TOO_LATE = "too_late"
    NO_CLOCK = "no_clock"


def extension_fault(*, days: int, extended_by: int, due: date | None, today: date) -> Fault | None:
    """Once in each run of the clock, where the rule set has days for it, and before it is late.

    An extension afterwards would make a late answer look timely.
    """
    if due is None:
        return Fault.NO_CLOCK
    if days < 1:
        return Fault.NO_EXTENSION
    if extended_by:
        return Fault.EXTENDED
    return Fault.TOO_LATE if today > due else None


def closing_fault(
    state: State, outcome: Outcome, *, klass: str | None, reason: str
) -> Fault | None:
    """Solved only after an answer; a rejection says why. Praise needs no answer."""
    praised = klass == Klass.APRESIASI and state in (State.VERIFIED, State.IN_PROGRESS)
    if state not in CLOSED_FROM[outcome] and not (praised and outcome is Outcome.SELESAI):
        return Fault.WAITING if state is State.WAITING else Fault.NOT_ANSWERED
    if outcome in NEEDS_REASON and not reason.strip():
        return Fault.NO_REASON
    return None
