"""QR codes as plain modules and as outlines; the only place that knows the qrcode package."""

from collections import defaultdict
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

Modules = tuple[tuple[bool, ...], ...]
Corner = tuple[int, int]
Outline = tuple[Corner, ...]

QUIET_ZONE = 4
"""Modules of white that the standard wants on every side."""

LONGEST = 800
"""Characters: far less than the standard holds, far more than a poster can show."""


@lru_cache(maxsize=16)  # a sheet of stickers shows the same code eight times
def modules(text: str) -> Modules:
    """The dark (True) and light modules of the smallest code of level Q, no quiet zone.

    Level Q still reads with a quarter of the words spoilt: a poster hangs for years.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(cell) for cell in row) for row in code.get_matrix())


@lru_cache(maxsize=16)
def outlines(grid: Modules) -> tuple[Outline, ...]:
    """The borders of the dark regions as closed paths of corners (column, row).

    To be filled by the even-odd rule. Squares laid side by side would show hairlines
    between them wherever a printer's dots do not meet the modules.
    """
    edges = _border_edges(grid)
    traced = []
    while edges:
        traced.append(_traced(edges))
    return tuple(traced)


def terminal(text: str) -> str:
    """The code in half blocks, light on dark and with its quiet zone, for a terminal."""
    side = len(modules(text)) + 2 * QUIET_ZONE
    white = (False,) * side
    grid = (
        (white,) * QUIET_ZONE
        + tuple((False,) * QUIET_ZONE + row + (False,) * QUIET_ZONE for row in modules(text))
        + (white,) * (QUIET_ZONE + side % 2)
    )
    rows = zip(grid[::2], grid[1::2], strict=True)
    return "\n".join("".join(map(_half_block, upper, lower)) for upper, lower in rows)


def _half_block(upper: bool, lower: bool) -> str:
    return {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}[
        upper, lower
    ]


def _border_edges(grid: Modules) -> dict[Corner, list[Corner]]:
    """Directed unit edges, dark on the right hand, from corner to corner."""
    edges: dict[Corner, list[Corner]] = defaultdict(list)
    dark = {(x, y) for y, row in enumerate(grid) for x, cell in enumerate(row) if cell}
    for x, y in sorted(dark):
        for neighbour, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if neighbour not in dark:
                edges[start].append(end)
    return edges


def _traced(edges: dict[Corner, list[Corner]]) -> Outline:
    """Take one closed path out of the edges; only corners where it turns are kept."""
    start = next(iter(edges))
    path, here = [start], _step(edges, start)
    while here != start:
        path.append(here)
        here = _step(edges, here)
    return tuple(
        corner
        for before, corner, after in zip(path[-1:] + path, path, path[1:] + path[:1], strict=False)
        if not (before[0] == corner[0] == after[0] or before[1] == corner[1] == after[1])
    )


def _step(edges: dict[Corner, list[Corner]], here: Corner) -> Corner:
    there = edges[here].pop()
    if not edges[here]:
        del edges[here]
    return there
