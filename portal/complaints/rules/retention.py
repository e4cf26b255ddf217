"""How long the texts of a closed case are kept, and what is never touched (domain.md §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.complaints.rules.words import State


class Keeps(StrEnum):
    """Why a case stays although its time is over."""

    OPEN = "open"
    HELD = "held"
    UNREAD = "unread"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule looks at. `has_unread`: the reporter wrote after the office did.

    `is_contested`: somebody still argues about it: an opening of the identity that waits, or an
    answer about treatment after the report that nobody outside has read.
    """

    kind: str
    state: State
    closed_on: date | None
    is_held: bool
    has_unread: bool
    is_contested: bool


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - date.resolution).day
    return date(day.year + year, month + 1, min(day.day, last))


def is_over(standing: Standing, months: Mapping[str, int], today: date) -> bool:
    """Has the time of its kind passed since it was closed? A kind without one is kept."""
    if standing.closed_on is None or standing.kind not in months:
        return False
    return months_later(standing.closed_on, months[standing.kind]) <= today


def kept_because(standing: Standing) -> Keeps | None:
    """Why it stays all the same; None where it may go."""
    if standing.state != State.CLOSED:
        return Keeps.OPEN
    if standing.is_held:
        return Keeps.HELD
    if standing.has_unread:
        return Keeps.UNREAD
    return Keeps.CONTESTED if standing.is_contested else None
