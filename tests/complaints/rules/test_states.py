"""Which act in which state: the table once more, apart from the code."""

import pytest

from portal.complaints.rules.states import ALLOWED, Act, after_forwarding, is_possible
from portal.complaints.rules.words import State

# A letter for each state: received, verified, in progress, waiting, answered, closed.
LETTERS = dict(zip("rvpwac", State, strict=True))
EXPECTED = {
    Act.VERIFY: "r",
    Act.RECLASSIFY: "vp",
    Act.FORWARD: "rvp",
    Act.REFER: "rvp",
    Act.ASSIGN: "vpw",
    Act.ASK: "vp",
    Act.EXTEND: "vpw",
    Act.ANSWER: "vpw",
    Act.CLOSE: "vpwa",
    Act.NOTE: "rvpwac",
    Act.QUESTION: "vpw",
    Act.MERGE: "rvpw",
    Act.SEPARATE: "c",
    Act.ARCHIVE: "rvpw",
    Act.HOLD: "rvpwac",
    Act.REGISTER: "rvpwac",
    Act.CONCERN: "rvpwac",
    Act.MASK: "rvpwac",
    Act.PUBLISH: "vpwac",
}


def test_every_act_has_its_row() -> None:
    assert set(EXPECTED) == set(Act) == set(ALLOWED)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_is_possible_in_these_states(act: Act, state: State) -> None:
    letter = next(key for key, value in LETTERS.items() if value is state)
    assert is_possible(act, state) is (letter in EXPECTED[act])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.RECEIVED, State.RECEIVED),
        (State.VERIFIED, State.VERIFIED),
        (State.IN_PROGRESS, State.VERIFIED),
    ],
)
def test_whoever_receives_a_case_begins_anew(before: State, after: State) -> None:
    assert after_forwarding(before) is after
