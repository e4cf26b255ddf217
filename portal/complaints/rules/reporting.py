"""What a reporter may do with the receipt now: pure, one answer for the page and the commands.

domain.md §3: "closed" and "solved" are two facts, the reporter says the second; a poor rating of
the handling opens an appeal one level up; after 30 days the portal asks about retaliation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.complaints.rules.waiting import is_aftermath_due
from portal.complaints.rules.words import OPEN_STATES, Kind, State

POOR = (1, 2)
MARKS = (1, 2, 3, 4)
MOST_NOTES_A_DAY = 20


class Say(StrEnum):
    """What a receipt lets somebody do."""

    NOTE = "note"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    RATE = "rate"
    APPEAL = "appeal"
    AFTERMATH = "aftermath"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands for its reporter. `reopen_until`: the last day of the window.

    Of a merged case the window is that of the joint one: its answer is what did not help.
    """

    kind: str
    state: str
    filed_on: date
    reopen_until: date | None = None
    is_solved: bool | None = None
    rated: int | None = None
    is_appeal: bool = False
    is_merged: bool = False
    is_erased: bool = False
    has_aftermath: bool = False


def possible(case: Standing, today: date) -> frozenset[Say]:
    """All that the reporter may do today."""
    return frozenset() if case.is_erased else frozenset(_possible(case, today))


def _possible(case: Standing, today: date) -> Iterator[Say]:
    if not case.has_aftermath and is_aftermath_due(case.filed_on, today):
        yield Say.AFTERMATH
    # A merged case is closed, but its reporter may still know something.
    if case.state != State.CLOSED or case.is_merged:
        yield Say.NOTE
    in_window = case.reopen_until is not None and today <= case.reopen_until
    if case.is_merged and in_window:
        yield Say.UNSOLVED
    if case.is_merged or case.state in OPEN_STATES or case.kind == Kind.APRESIASI:
        return
    if case.is_solved is None:
        yield Say.SOLVED
    if in_window:
        yield Say.UNSOLVED
    if case.rated is None:
        yield Say.RATE
    elif case.rated in POOR and in_window and not case.is_appeal:
        yield Say.APPEAL
