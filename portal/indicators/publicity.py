"""What of a month may stand on a public page: complementary suppression down the tree of units.

Decided once, at the closing, over counts alone, and frozen with the month. Whatever is not shown
keeps its words; hiding one thing more never tells anybody more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.indicators.computing import counts
from portal.indicators.passes import Cell, shared_counters
from portal.indicators.rules.cross_suppression import split_groupings
from portal.indicators.rules.suppression import hides_nobody, split_total
from portal.indicators.subjects import Places, SubjectKey
from portal.indicators.sums import Sums, Vector, nothing, plus

MINIMUM = 10
# Every union of rows is tried; beyond this many rows of one unit its services are not public.
MOST_ROWS_CROSSED = 24
NOWHERE = "-"
# No public page shows the overall mark (rows.py leaves it out), so it isolates nobody; else a
# unit that asks on paper, where there is none, could never be public.
NOT_PUBLIC = frozenset({"overall"})

Counts = Mapping[str, int]


@dataclass(slots=True)
class Publicity:
    """Which subjects are public, and per unit how many answers are left in no public part."""

    shown: set[SubjectKey] = field(default_factory=set)
    hidden: dict[int, dict[str, int]] = field(default_factory=dict)


def month_publicity(
    places: Places, sums: Mapping[SubjectKey, Sums], cells: Mapping[Cell, Vector]
) -> Publicity:
    """Decide for one month, from the root down: what is below a hidden unit is hidden too."""
    found = Publicity()
    tree = month_tree(places, sums, cells)
    for key, named in places.named.items():
        if key.kind == "unit" and named.unit_id is None:
            found.shown.add(key)
            _decide(tree, key, found)
    return found


def month_tree(
    places: Places, sums: Mapping[SubjectKey, Sums], cells: Mapping[Cell, Vector]
) -> "MonthTree":
    """The counts that publicity is decided over."""
    numbers = {key: counts(part.counted()) for key, part in sums.items()}
    return MonthTree(places, numbers, sums, cells)


@dataclass(slots=True)
class MonthTree:
    """The tree of units with the counts of every subject in it, by population."""

    places: Places
    counts: Mapping[SubjectKey, Counts]
    sums: Mapping[SubjectKey, Sums]
    cells: Mapping[Cell, Vector]
    direct: dict[int, dict[Cell, Vector]] = field(default_factory=dict)
    homes: dict[int, set[int]] = field(default_factory=dict)
    shared: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.shared = shared_counters(self.cells)
        for cell, vector in self.cells.items():
            self.direct.setdefault(cell[0], {})[cell] = vector
            if cell[3] is not None:
                self.homes.setdefault(cell[3], set()).add(cell[0])

    def below(self, unit: int) -> list[SubjectKey]:
        """Sub-units and own counters: disjoint parts of a unit's answers."""
        units = [SubjectKey("unit", child) for child in self.places.children(unit)]
        counters = {cell[2] for cell in self.direct.get(unit, {}) if cell[2] is not None}
        counters -= self.shared
        return [*units, *(SubjectKey("counter", counter) for counter in sorted(counters))]

    def is_one_person(self, key: SubjectKey) -> bool:
        """Fewer than two known officers, or fewer than ten answers of all the others."""
        people = sorted(self.sums[key].people.values())
        return len(people) < 2 or sum(people[:-1]) < MINIMUM


def _decide(tree: MonthTree, unit: SubjectKey, found: Publicity) -> None:
    whole = tree.counts.get(unit)
    if whole is None:
        return
    parts = [key for key in tree.below(unit.id) if key in tree.counts]
    barred = {key for key in parts if key.kind == "counter" and tree.is_one_person(key)}
    shown = _shown_in_all(whole, {key: tree.counts[key] for key in parts}, barred)
    counters, services = _crossed(tree, unit.id)
    shown = {key for key in shown if key.kind == "unit" or key in counters} - barred
    found.shown |= shown | services
    found.hidden[unit.id] = {
        name: whole[name] - sum(tree.counts[key][name] for key in shown)
        for name in whole.keys() - NOT_PUBLIC
    }
    for key in shown:
        if key.kind == "unit":
            _decide(tree, key, found)


def _shown_in_all(
    whole: Counts, parts: Mapping[SubjectKey, Counts], barred: Iterable[SubjectKey]
) -> set[SubjectKey]:
    """Parts that may be shown in every population: answers, overall mark, each element."""
    held = set(barred)
    shown = set(parts)
    for name, total in whole.items():
        if name in NOT_PUBLIC:
            continue
        numbers = {key: part[name] for key, part in parts.items()}
        shown &= set(split_total(total, numbers, MINIMUM, barred=held).shown)
    return shown


def _crossed(tree: MonthTree, unit: int) -> tuple[set[SubjectKey], set[SubjectKey]]:
    """Own counters and services that may be shown side by side."""
    cells = tree.direct.get(unit, {})
    counters = {SubjectKey("counter", cell[2]) for cell in cells if cell[2] is not None}
    own = {cell[3] for cell in cells if cell[3] is not None and tree.homes[cell[3]] == {unit}}
    services = {SubjectKey("service", s) for s in own}
    services -= {key for key in services if tree.is_one_person(key)}
    if not services or len(counters) + len(services) > MOST_ROWS_CROSSED:
        return counters, set()
    for numbers in crossed_populations(cells):
        by_counter, by_service = split_groupings(numbers, MINIMUM)
        counters &= {SubjectKey("counter", int(n)) for n in by_counter.shown if n != NOWHERE}
        services &= {SubjectKey("service", int(n)) for n in by_service.shown if n != NOWHERE}
    return counters, services


def crossed_populations(cells: Mapping[Cell, Vector]) -> list[dict[tuple[str, ...], int]]:
    """The cells by counter and service, once for each population that differs."""
    joined: dict[tuple[str, ...], Vector] = {}
    for cell, vector in cells.items():
        name = (str(cell[2] or NOWHERE), str(cell[3] or NOWHERE))
        joined[name] = plus(joined.get(name) or nothing(), vector)
    tables: list[dict[tuple[str, ...], int]] = []
    numbered = {name: counts(vector) for name, vector in joined.items()}
    for population in counts(nothing()).keys() - NOT_PUBLIC:
        table = {name: number[population] for name, number in numbered.items()}
        if table not in tables:
            tables.append(table)
    return tables


def leaves_nobody_alone(
    hidden: Iterable[Counts], own: Iterable[Counts], *, minimum: int = MINIMUM
) -> bool:
    """Whether a block or period of a part may be shown beside its unit's months.

    `hidden`: what its unit left unshown in each month in which the part was not shown; `own`: the
    part's own answers there. The reader may subtract: what is left of the others must be nobody
    or at least ten.
    """
    left: dict[str, int] = {}
    for sign, months in ((1, hidden), (-1, own)):
        for month in months:
            for name, number in month.items():
                if name in NOT_PUBLIC:
                    continue
                left[name] = left.get(name, 0) + sign * number
    return all(hides_nobody(number, minimum) for number in left.values())
