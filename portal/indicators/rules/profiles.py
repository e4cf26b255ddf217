"""Which cells of a profile may be shown, in a whole tree of units at once.

A profile cuts a unit's answers one way: by weekday, by part of the day, by who answered. A cell is
shown only if it and everything that can be subtracted from it is nobody or at least ten people:
beside the unit's other cells, and beside the same cell of the units above and below.
"""

from collections.abc import Mapping

from portal.indicators.rules.suppression import hides_nobody, split_total

Counts = Mapping[str, int]
Parents = Mapping[int, int | None]
Shown = dict[int, frozenset[str]]


def profile_cells(parents: Parents, counts: Mapping[int, Counts], minimum: int) -> Shown:
    """The cells each unit may show; `counts` are its own and those of all units below it.

    The cells of a unit hold all its answers; those who did not say are a cell as well.
    """
    shown: Shown = {}
    waiting = [(unit, frozenset[str]()) for unit, parent in parents.items() if parent is None]
    for unit, barred in waiting:
        shown[unit] = _own(counts.get(unit, {}), barred, minimum)
    while waiting:
        unit, _barred = waiting.pop()
        children = [child for child, parent in parents.items() if parent == unit]
        found = _children(counts.get(unit, {}), shown[unit], counts, children, minimum)
        shown |= found
        waiting += [(child, frozenset()) for child in children]
    return shown


def _own(counts: Counts, barred: frozenset[str], minimum: int) -> frozenset[str]:
    total = sum(counts.values())
    return frozenset(split_total(total, counts, minimum, barred=barred).shown)


def _children(
    whole: Counts,
    allowed: frozenset[str],
    counts: Mapping[int, Counts],
    children: list[int],
    minimum: int,
) -> Shown:
    """What is held above is held below; and what is left of a cell must isolate nobody."""
    cells = {child: counts.get(child, {}) for child in children}
    barred = {child: frozenset(cells[child]) - allowed for child in children}
    while True:
        found = {child: _own(cells[child], barred[child], minimum) for child in children}
        leak = _leak(whole, allowed, cells, found, minimum)
        if leak is None:
            return found
        child, cell = leak
        barred[child] |= {cell}


def _leak(
    whole: Counts,
    allowed: frozenset[str],
    cells: Mapping[int, Counts],
    found: Shown,
    minimum: int,
) -> tuple[int, str] | None:
    """The smallest child whose cell leaves too few of its unit's behind, if there is one."""
    for cell in sorted(allowed):
        showing = [child for child, shown in found.items() if cell in shown]
        rest = whole[cell] - sum(cells[child][cell] for child in showing)
        inhabited = [child for child in showing if cells[child][cell]]
        if inhabited and not hides_nobody(rest, minimum):
            return min(inhabited, key=lambda child: (cells[child][cell], child)), cell
    return None
