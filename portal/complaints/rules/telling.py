"""What a desk is told by mail, and how often. Our own choices, no law names them.

A letter has counts and numbers of cases. It goes when something new stands on the desk, at most
once an hour: 700 reports are one letter, and the next one an hour later.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.complaints.rules.words import State

HOUR = timedelta(hours=1)
# The mornings' jobs (released, resumed, closed, climbed) are done by then; at night nobody reads.
AWAKE = (time(6, 30), time(21, 0))
MOST_NUMBERS = 10


class Mark(StrEnum):
    """Why a case is in the letter."""

    NEW = "new"
    MINE = "mine"
    SOON = "soon"
    LATE = "late"
    CLIMBED = "climbed"


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case, as far as it decides what is told of it."""

    number: str
    state: str
    assignee_id: int | None
    next_due_on: date | None
    at_risk_on: date | None
    escalated_to_id: int | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: the person, and the units whose head they are."""

    person_id: int
    heads: frozenset[int] = frozenset()


def is_awake(local: datetime) -> bool:
    """Are letters written at this local time?"""
    return AWAKE[0] <= local.time() < AWAKE[1]


def may_tell(told_at: datetime | None, at: datetime) -> bool:
    """Is the last letter an hour old?"""
    return told_at is None or at - told_at >= HOUR


def marks(case: Standing, reader: Reader, today: date) -> tuple[Mark, ...]:
    """Why this reader is told of the case; nothing of what somebody else handles in time."""
    found: list[Mark] = []
    is_mine, is_free = case.assignee_id == reader.person_id, case.assignee_id is None
    if is_mine:
        found.append(Mark.MINE)
    if is_free and case.state in (State.RECEIVED, State.VERIFIED):
        found.append(Mark.NEW)
    due, risk = case.next_due_on, case.at_risk_on
    if due is not None and due < today:
        found.append(Mark.LATE)
        if case.escalated_to_id in reader.heads:
            found.append(Mark.CLIMBED)
    elif due is not None and risk is not None and risk <= today and (is_mine or is_free):
        found.append(Mark.SOON)
    return tuple(found)


def marked(cases: Iterable[Standing], reader: Reader, today: date) -> tuple[str, ...]:
    """All marks of a desk, as they are stored: "late 7K3Q9MXT"; those due first come first."""
    return tuple(f"{mark} {case.number}" for case in cases for mark in marks(case, reader, today))


def fresh(now: Sequence[str], told: Collection[str]) -> tuple[str, ...]:
    """The numbers of cases that have a mark they had not when the last letter went."""
    known = set(told)
    return tuple(dict.fromkeys(mark.split()[1] for mark in now if mark not in known))


def counts(now: Sequence[str]) -> dict[str, int]:
    """How many cases have which mark."""
    return {mark.value: sum(one.split()[0] == mark for one in now) for mark in Mark}


def digest(now: Sequence[str]) -> str:
    """The same for the same marks, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(now)).encode()).hexdigest()
