"""The number that names a case for staff."""

import pytest

from portal.complaints.rules.numbers import case_number, number_shown


@pytest.mark.parametrize(
    ("chance", "number"),
    [(0, "00000000"), (31, "Z0000000"), (1 << 39, "0000000G"), ((1 << 62) - 1, "ZZZZZZZZ")],
)
def test_eight_characters_of_crockford(chance: int, number: str) -> None:
    assert case_number(chance) == number


def test_it_is_shown_in_two_groups() -> None:
    assert number_shown("7K3Q9MXT") == "7K3Q-9MXT"
