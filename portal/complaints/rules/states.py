"""Which act is possible in which state: one table, read by the case page and by every command.

domain.md §3: verified first (class, unit), then handled, answered, closed; "closed" and "solved"
are two facts, the second is the reporter's. What only guards the reporter (masking, holding,
whom it concerns) is possible always.
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.complaints.rules.words import State


class Act(StrEnum):
    """What the desk can do with a case."""

    VERIFY = "verify"
    RECLASSIFY = "reclassify"
    FORWARD = "forward"
    REFER = "refer"
    ASSIGN = "assign"
    ASK = "ask"
    EXTEND = "extend"
    ANSWER = "answer"
    CLOSE = "close"
    NOTE = "note"
    QUESTION = "question"
    MERGE = "merge"
    SEPARATE = "separate"
    ARCHIVE = "archive"
    HOLD = "hold"
    REGISTER = "register"
    CONCERN = "concern"
    MASK = "mask"
    PUBLISH = "publish"


_R, _V, _P, _W, _A, _C = (
    State.RECEIVED,
    State.VERIFIED,
    State.IN_PROGRESS,
    State.WAITING,
    State.ANSWERED,
    State.CLOSED,
)
_ALWAYS = frozenset(State)

ALLOWED: Mapping[Act, frozenset[State]] = {
    Act.VERIFY: frozenset({_R}),
    Act.RECLASSIFY: frozenset({_V, _P}),
    # While the reporter is asked the question belongs to whoever asked it.
    Act.FORWARD: frozenset({_R, _V, _P}),
    Act.REFER: frozenset({_R, _V, _P}),
    Act.ASSIGN: frozenset({_V, _P, _W}),
    Act.ASK: frozenset({_V, _P}),
    Act.EXTEND: frozenset({_V, _P, _W}),
    Act.ANSWER: frozenset({_V, _P, _W}),
    Act.CLOSE: frozenset({_V, _P, _W, _A}),
    Act.QUESTION: frozenset({_V, _P, _W}),
    Act.MERGE: frozenset({_R, _V, _P, _W}),
    # Of what was merged: nothing else about a closed case tells it (separating.py).
    Act.SEPARATE: frozenset({_C}),
    Act.ARCHIVE: frozenset({_R, _V, _P, _W}),
    Act.PUBLISH: frozenset({_V, _P, _W, _A, _C}),
    Act.NOTE: _ALWAYS,
    Act.HOLD: _ALWAYS,
    # A number of another application says nothing of where the case stands here.
    Act.REGISTER: _ALWAYS,
    Act.CONCERN: _ALWAYS,
    Act.MASK: _ALWAYS,
}


def is_possible(act: Act, state: str) -> bool:
    """May this be done with a case in this state?"""
    return State(state) in ALLOWED[act]


def after_forwarding(state: str) -> State:
    """Whoever receives a case begins anew with it; what is not verified stays so."""
    return State.RECEIVED if state == State.RECEIVED else State.VERIFIED
