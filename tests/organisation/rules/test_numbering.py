"""Which number a counter gets when its unit is merged into another."""

import pytest

from portal.organisation.rules.numbering import free_numbers


@pytest.mark.parametrize(
    ("moving", "taken", "given"),
    [
        ([], ["1"], {}),
        (["1", "2"], [], {"1": "1", "2": "2"}),
        (["1", "2"], ["1"], {"1": "3", "2": "2"}),
        (["1", "2"], ["1", "2"], {"1": "3", "2": "4"}),
        (["1", "9"], ["1"], {"1": "10", "9": "9"}),
        (["A1"], ["A1", "B"], {"A1": "1"}),
        (["A1", "3"], ["A1"], {"A1": "4", "3": "3"}),
    ],
)
def test_a_counter_keeps_its_number_or_gets_the_next_free_one(
    moving: list[str], taken: list[str], given: dict[str, str]
) -> None:
    assert free_numbers(moving, taken) == given
    assert len({*given.values(), *taken}) == len(given) + len(set(taken))
