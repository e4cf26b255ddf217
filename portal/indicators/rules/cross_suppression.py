"""Suppression where the same answers are published in several groupings.

Counters and services of a unit cut the same answers in two ways: if counter 2 does nothing but
KTP-el, then KTP-el minus counter 2 are the few who were served elsewhere. The answers are given as
cells, one coordinate per grouping; rows are withdrawn, the smallest first, until nothing that can
be subtracted isolates a few.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from portal.indicators.rules.suppression import Split, hides_nobody, split_total

Cell = tuple[str, ...]
Cells = Mapping[Cell, int]
MOST_ROWS_TRIED_IN_FULL = 8


@dataclass(frozen=True, slots=True)
class _Visible:
    """Something a reader can know: a shown row, or what is left of the total (``name`` None)."""

    grouping: int
    name: str | None
    cells: frozenset[Cell]


def split_groupings(cells: Cells, minimum: int) -> tuple[Split[str], ...]:
    """One split per coordinate of the cells, safe also against one another."""
    inhabited = {cell: n for cell, n in cells.items() if n}
    width = max((len(cell) for cell in cells), default=0)
    barred: list[set[str]] = [set() for _ in range(width)]
    while True:
        splits = [_split(cells, position, barred[position], minimum) for position in range(width)]
        leak = next(_leaks(inhabited, splits, minimum), None)
        if leak is None:
            return tuple(splits)
        grouping, name = _smallest(inhabited, splits, leak)
        barred[grouping].add(name)


def may_stand_beside(cells: Cells, shown: Sequence[Collection[str]], minimum: int) -> bool:
    """Whether these rows, by coordinate, may be shown side by side and with their totals."""
    inhabited = {cell: n for cell, n in cells.items() if n}
    splits = [_chosen(inhabited, at, names) for at, names in enumerate(shown)]
    for at, split in enumerate(splits):
        rest = sum(n for cell, n in inhabited.items() if cell[at] in split.held)
        if not hides_nobody(rest, minimum):
            return False
    return next(_leaks(inhabited, splits, minimum), None) is None


def _chosen(cells: Cells, position: int, names: Collection[str]) -> Split[str]:
    known = sorted({cell[position] for cell in cells})
    held = tuple(name for name in known if name not in names)
    return Split(tuple(name for name in known if name in names), held, is_joinable=False)


def _split(cells: Cells, position: int, barred: Iterable[str], minimum: int) -> Split[str]:
    parts: dict[str, int] = {}
    for cell, answers in cells.items():
        parts[cell[position]] = parts.get(cell[position], 0) + answers
    return split_total(sum(parts.values()), parts, minimum, barred=set(barred))


def _visible(cells: Cells, splits: Sequence[Split[str]], position: int) -> list[_Visible]:
    split = splits[position]
    named = [
        _Visible(position, name, frozenset(cell for cell in cells if cell[position] == name))
        for name in split.shown
    ]
    left = frozenset(cell for cell in cells if cell[position] in split.held)
    return [row for row in (*named, _Visible(position, None, left)) if row.cells]


def _leaks(
    cells: Cells, splits: Sequence[Split[str]], minimum: int
) -> Iterator[tuple[_Visible, ...]]:
    """Rows of one grouping together, and rows of another inside them, that differ by a few."""
    families = [_visible(cells, splits, position) for position in range(len(splits))]
    for outer in families:
        for inner in (family for family in families if family is not outer):
            for union in _unions(outer, inner):
                covered = frozenset().union(*(row.cells for row in union))
                inside = tuple(row for row in inner if row.cells <= covered)
                left = covered.difference(*(row.cells for row in inside))
                if inside and not hides_nobody(sum(cells[cell] for cell in left), minimum):
                    yield (*union, *inside)


def _unions(outer: Sequence[_Visible], inner: Sequence[_Visible]) -> Iterator[tuple[_Visible, ...]]:
    """Every union of few rows; of many only those of one or two and those that just cover a row."""
    if len(outer) <= MOST_ROWS_TRIED_IN_FULL:
        sizes: Iterable[int] = range(1, len(outer) + 1)
    else:
        sizes = (1, 2)
        for row in inner:
            yield tuple(other for other in outer if other.cells & row.cells)
    for size in sizes:
        yield from combinations(outer, size)


def _smallest(
    cells: Cells, splits: Sequence[Split[str]], leak: tuple[_Visible, ...]
) -> tuple[int, str]:
    concerned = {row.grouping for row in leak}
    everything = [row for position in concerned for row in _visible(cells, splits, position)]
    named = [row for row in leak if row.name] or [row for row in everything if row.name]
    least = min(named, key=lambda row: (sum(cells[cell] for cell in row.cells), str(row.name)))
    return least.grouping, str(least.name)
