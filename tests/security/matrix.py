"""Reads `matrix.csv`: which answer every person and program is to get on every address."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.security.asking import Row
from tests.security.world import COLUMNS

FILE = Path(__file__).with_name("matrix.csv")
LONG = os.environ.get("DRILLS") == "long"
PLAIN = frozenset({"303", "401", "403"})  # turned away before anything was looked at
EVERY = 6  # of the plain refusals, one in so many is asked for in the bounded run


@dataclass(frozen=True)
class Line:
    """A row and its expected answers; `needs` is what the page has to declare."""

    row: Row
    needs: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Cell:
    """One person or program on one row."""

    row: Row
    column: str
    expected: str


def lines() -> tuple[Line, ...]:
    """The whole file; a column without a name of `COLUMNS` is a mistake of the file."""
    with FILE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Line(Row(r["method"], r["rule"], r["where"]), r["needs"], {c: r[c] for c in COLUMNS})
        for r in rows
    )


def cells(found: tuple[Line, ...]) -> int:
    """How many answers the file expects."""
    return sum(len(line.cells) for line in found)


def chosen(found: tuple[Line, ...], *, all_of_them: bool) -> Iterator[tuple[Line, list[Cell]]]:
    """Every cell; or every one that is no plain refusal, and of those each sixth, in turn."""
    for number, line in enumerate(found):
        asked = [
            Cell(line.row, column, expected)
            for place, (column, expected) in enumerate(line.cells.items())
            if all_of_them or expected not in PLAIN or (number + place) % EVERY == 0
        ]
        yield line, asked
