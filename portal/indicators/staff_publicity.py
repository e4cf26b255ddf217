"""What of a closed month staff may see besides what is public: decided at the closing, frozen.

Whoever may see an officer's figures may see the counter or service that is this one officer
(product.md §2 rule 6). Nothing else is added, and what is added stands beside everything public:
no difference of what is shown leaves one to nine answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.indicators.publicity import (
    MINIMUM,
    MOST_ROWS_CROSSED,
    NOT_PUBLIC,
    MonthTree,
    crossed_populations,
)
from portal.indicators.rules.cross_suppression import may_stand_beside
from portal.indicators.rules.suppression import ANSWERS, hides_nobody, split_total
from portal.indicators.subjects import SubjectKey

OVERALL = "overall"
Keys = set[SubjectKey]


@dataclass(frozen=True, slots=True)
class StaffView:
    """Counters and services shown to whoever may see their officer, and units by overall mark."""

    parts: frozenset[SubjectKey]
    overall: frozenset[SubjectKey]


def staff_view(tree: MonthTree, public: Iterable[SubjectKey]) -> StaffView:
    """Decide for one month, given what is public."""
    shown = set(public)
    units = sorted(key for key in shown if key.kind == "unit")
    parts = {key for key in shown if key.kind in ("counter", "service")}
    for unit in units:
        parts |= _added(tree, unit, shown)
    return StaffView(frozenset(parts), frozenset(_with_overall(tree, units)))


def _added(tree: MonthTree, unit: SubjectKey, public: Keys) -> Keys:
    """One-person counters and services of a public unit that fit, the largest first."""
    own = _rows_of(tree, unit.id)
    shown = {key for key in own if key in public}
    single = [k for k in own - shown if tree.is_one_person(k) and _is_enough(tree, k)]
    below = {key for key in tree.below(unit.id) if key.kind == "unit" and key in public}
    for key in sorted(single, key=lambda k: (-tree.counts[k][ANSWERS], k)):
        if _fits(tree, unit, shown | below | {key}):
            shown.add(key)
    return shown


def _rows_of(tree: MonthTree, unit: int) -> Keys:
    cells = tree.direct.get(unit, {})
    counters = {key for key in tree.below(unit) if key.kind == "counter"}
    served = {cell[3] for cell in cells if cell[3] is not None and tree.homes[cell[3]] == {unit}}
    services = {SubjectKey("service", service) for service in served}
    return counters if len(counters) + len(services) > MOST_ROWS_CROSSED else counters | services


def _is_enough(tree: MonthTree, key: SubjectKey) -> bool:
    return all(hides_nobody(n, MINIMUM) for n in _index_counts(tree, key).values())


def _index_counts(tree: MonthTree, key: SubjectKey) -> dict[str, int]:
    return {name: n for name, n in tree.counts[key].items() if name not in NOT_PUBLIC}


def _fits(tree: MonthTree, unit: SubjectKey, shown: Keys) -> bool:
    """Whether the rows of a unit may stand side by side, in every population of an index."""
    disjoint = [key for key in shown if key.kind != "service"]
    for name, total in _index_counts(tree, unit).items():
        if not hides_nobody(total - sum(tree.counts[key][name] for key in disjoint), MINIMUM):
            return False
    rows = [{str(key.id) for key in shown if key.kind == kind} for kind in ("counter", "service")]
    tables = crossed_populations(tree.direct.get(unit.id, {}))
    return all(may_stand_beside(table, rows, MINIMUM) for table in tables)


def _with_overall(tree: MonthTree, units: Iterable[SubjectKey]) -> Keys:
    """Units whose overall mark may stand beside that of the units above and below."""
    allowed = set(units)
    found = {k for k in allowed if tree.places.named[k].unit_id is None and _has_overall(tree, k)}
    waiting = list(found)
    while waiting:
        unit = waiting.pop()
        below = [key for key in tree.below(unit.id) if key.kind == "unit" and key in tree.counts]
        parts = {key: tree.counts[key][OVERALL] for key in below}
        barred = {key for key in below if key not in allowed}
        split = split_total(tree.counts[unit][OVERALL], parts, MINIMUM, barred=barred)
        shown = {key for key in split.shown if _has_overall(tree, key)}
        found |= shown
        waiting += shown
    return found


def _has_overall(tree: MonthTree, key: SubjectKey) -> bool:
    return key in tree.counts and tree.counts[key][OVERALL] >= MINIMUM
