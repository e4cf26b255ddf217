"""What an objection may be, and what becomes of it: pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.month import Month

LONGEST_TEXT = 2_000
SHORTEST_TEXT = 10
MOST_OPEN = 20  # of one officer in one month: each is read by a person


class Kind(StrEnum):
    """What is contested: that the answers are about this officer, or the answers themselves."""

    ATTRIBUTION = "attribution"
    ANSWER = "answer"


class State(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the decider says."""

    UPHOLD = "uphold"
    REJECT = "reject"


class Timing(StrEnum):
    """A day against the window of a month's objections."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an objection: the field, and which rule it breaks."""

    field: str
    rule: str


def text_faults(text: str) -> tuple[Fault, ...]:
    """The reason must be there and be readable by one person."""
    length = len(text.strip())
    if length < SHORTEST_TEXT:
        return (Fault("text", "short"),)
    return (Fault("text", "long"),) if length > LONGEST_TEXT else ()


def day_faults(on_date: date, month: Month, today: date) -> tuple[Fault, ...]:
    """The contested day lies in the month and is not still to come."""
    is_inside = month.first_day <= on_date <= month.last_day and on_date <= today
    return () if is_inside else (Fault("on_date", "outside"),)


def timing(opens: date, closes: date, today: date) -> Timing:
    """Whether the day is before, inside or after the window."""
    if today < opens:
        return Timing.EARLY
    return Timing.OPEN if today <= closes else Timing.LATE
