"""The code itself: level, quiet zone, and outlines that cover exactly the dark modules."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents import qr

ADDRESS = "https://suara.sungairaya.example/l/7K3M9X"


def filled(grid: qr.Modules) -> list[list[bool]]:
    """Paint the outlines again by the even-odd rule: count the borders left of each module."""
    size = len(grid)
    painted = [[False] * size for _ in range(size)]
    for loop in qr.outlines(grid):
        for (x1, y1), (x2, y2) in zip(loop, loop[1:] + loop[:1], strict=True):
            if x1 != x2:
                continue
            for row in range(min(y1, y2), max(y1, y2)):
                for column in range(x1, size):
                    painted[row][column] = not painted[row][column]
    return painted


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
@settings(max_examples=150, deadline=None)
def test_outlines_enclose_exactly_the_dark_modules(cells: list[list[bool]]) -> None:
    grid = tuple(tuple(row) for row in cells)
    assert filled(grid) == [list(row) for row in grid]


def test_outlines_of_a_real_code_turn_at_every_corner() -> None:
    grid = qr.modules(ADDRESS)
    assert filled(grid) == [list(row) for row in grid]
    for loop in qr.outlines(grid):
        assert len(loop) % 2 == 0
        for (x1, y1), (x2, y2) in zip(loop, loop[1:] + loop[:1], strict=True):
            assert (x1 == x2) != (y1 == y2)


def test_the_level_is_q() -> None:
    pixels = np.kron(
        np.pad(~np.array(qr.modules(ADDRESS)), 4, constant_values=True), np.ones((8, 8))
    )
    read = zxingcpp.read_barcodes((pixels * 255).astype(np.uint8))
    assert [(code.text, code.ec_level) for code in read] == [(ADDRESS, "Q")]


@pytest.mark.parametrize("text", [ADDRESS, "http://127.0.0.1:8000/l/0ZQ8WV", "7K3M"])
def test_the_terminal_code_can_be_scanned(text: str) -> None:
    """A terminal cell is one module wide and two high; a block is light."""
    lines = qr.terminal(text).split("\n")
    assert len({len(line) for line in lines}) == 1
    halves = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows = [[halves[cell][half] for cell in line] for line in lines for half in (0, 1)]
    pixels = (np.kron(np.array(rows), np.ones((6, 6))) * 255).astype(np.uint8)
    assert [code.text for code in zxingcpp.read_barcodes(pixels)] == [text]
    assert all(set(line[:4] + line[-4:]) == {"█"} for line in lines)
