"""Profiles: no cell, no rest of a unit, no rest of the tree is one to nine people."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.indicators.rules.profiles import profile_cells

ROOT, LEFT, RIGHT, BELOW = 1, 2, 3, 4
PARENTS = {ROOT: None, LEFT: ROOT, RIGHT: ROOT, BELOW: LEFT}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"l": 40, "p": 60}, {"l", "p"}),
        ({"l": 9, "p": 60}, set()),
        ({"l": 9, "p": 60, "-": 20}, {"p"}),
        ({"l": 0, "p": 60}, {"l", "p"}),
        ({"l": 4, "p": 5}, set()),
        ({"l": 4, "p": 6, "-": 50}, {"-"}),
        ({}, set()),
    ],
)
def test_one_unit_by_itself(counts: dict[str, int], shown: set[str]) -> None:
    assert profile_cells({ROOT: None}, {ROOT: counts}, 10)[ROOT] == shown


def test_a_child_does_not_give_its_sister_away() -> None:
    counts = {
        ROOT: {"l": 34, "p": 80},
        LEFT: {"l": 30, "p": 40},
        RIGHT: {"l": 4, "p": 40},
    }
    shown = profile_cells({ROOT: None, LEFT: ROOT, RIGHT: ROOT}, counts, 10)
    assert shown[ROOT] == {"l", "p"}
    assert "l" not in shown[LEFT]  # 34 − 30 would be the four of the other
    assert shown[RIGHT] == set()


def test_what_is_held_above_is_held_below() -> None:
    counts = {ROOT: {"l": 9, "p": 12, "-": 50}, LEFT: {"l": 9, "p": 12, "-": 50}}
    shown = profile_cells({ROOT: None, LEFT: ROOT}, counts, 10)
    assert shown[LEFT] <= shown[ROOT]


CELLS = st.fixed_dictionaries({name: st.integers(0, 25) for name in ("l", "p", "-")})


@settings(max_examples=400, deadline=None)
@given(own=st.fixed_dictionaries(dict.fromkeys(PARENTS, CELLS)))
def test_nothing_that_can_be_subtracted_is_one_to_nine(own: dict[int, dict[str, int]]) -> None:
    counts = {
        unit: {cell: sum(own[at][cell] for at in _below(unit)) for cell in ("l", "p", "-")}
        for unit in PARENTS
    }
    shown = profile_cells(PARENTS, counts, 10)
    for unit, cells in shown.items():
        assert all(not 0 < counts[unit][cell] < 10 for cell in cells)
        rest = sum(counts[unit].values()) - sum(counts[unit][cell] for cell in cells)
        assert not cells or not 0 < rest < 10
        below = [at for at, parent in PARENTS.items() if parent == unit]
        for cell in cells:
            for some in _choices([at for at in below if cell in shown[at]]):
                rest = counts[unit][cell] - sum(counts[at][cell] for at in some)
                assert not 0 < rest < 10


def _below(unit: int) -> list[int]:
    return [at for at in PARENTS if at == unit or _is_under(at, unit)]


def _is_under(at: int, unit: int) -> bool:
    parent = PARENTS[at]
    return parent is not None and (parent == unit or _is_under(parent, unit))


def _choices(children: list[int]) -> list[tuple[int, ...]]:
    return [some for size in range(1, len(children) + 1) for some in combinations(children, size)]
