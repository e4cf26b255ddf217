"""How many sheets are drawn, and what share agrees."""

from decimal import Decimal

import pytest

from portal.feedback.rules.paper_check import Outcome, agreement, outcome_of, still_to_draw


@pytest.mark.parametrize(
    ("drawn", "waiting", "more"), [(0, 0, 0), (0, 3, 3), (0, 50, 10), (8, 50, 2), (10, 50, 0)]
)
def test_ten_at_most(drawn: int, waiting: int, more: int) -> None:
    assert still_to_draw(drawn, waiting) == more


@pytest.mark.parametrize(
    ("outcomes", "share"),
    [
        ([], None),
        ([None, None], None),
        (["same", None], Decimal(1)),
        (["same", "different", "missing", "same"], Decimal("0.5")),
        (["missing"], Decimal(0)),
    ],
)
def test_a_missing_sheet_does_not_agree(outcomes: list[str | None], share: Decimal | None) -> None:
    assert agreement(outcomes).share == share


def test_one_differing_question_is_enough() -> None:
    assert outcome_of(()) is Outcome.SAME
    assert outcome_of(("U3",)) is Outcome.DIFFERENT
