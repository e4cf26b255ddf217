"""The nightly release of live figures: nobody reads off a few answers from two looks.

A unit's whole subtree is released at once, when everything shown in it has gained nothing or at
least ten answers since it was last shown; otherwise its sub-units are tried by themselves.

What is shown of a unit divides its answers into *blocks*: the parts that are shown, and the
remainder that is left when they are subtracted. Looks at different nights can be subtracted too,
so the blocks obey four rules:

1. each holds nothing or at least ten answers;
2. since the last look it gained (or lost) nothing or at least ten; the same number of answers with
   another sum is a changed answer, and is not released;
3. blocks only become finer within a month: what was shown stays shown;
4. a block may come out of an older remainder only if it had a share in every gain of that remainder
   from look to look, the first one included. Else two looks at the remainder would show a gain, or
   a rest, that lies inside another block, and the few others in that block by subtraction.

Then every difference of looks is a sum of whole blocks and whole gains, each nothing or at least
ten. The same runs for each population by itself: answers, overall mark, each element.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portal.indicators.rules.suppression import ANSWERS, hides_nobody

Shown = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Population:
    """Answers and the sum of their marks, so that a changed answer is seen at an equal number."""

    answers: int = 0
    total: int = 0

    def __sub__(self, other: "Population") -> "Population":
        return Population(self.answers - other.answers, self.total - other.total)


Counts = Mapping[str, Mapping[str, Population]]
NOBODY = Population()


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit with its sub-units and own counters, or a counter, service or officer without parts.

    ``groupings`` are further ways in which the unit's answers are shown, such as its services.
    """

    key: str
    parts: tuple["Subject", ...] = ()
    groupings: tuple[tuple["Subject", ...], ...] = ()
    is_unit: bool = True


@dataclass(frozen=True, slots=True)
class Night:
    """An earlier release of the same month.

    ``counts`` (by subject, then population) must hold every subject below a released unit, also
    those that were not shown; ``shown`` holds the subjects shown, by population.
    """

    counts: Counts
    shown: Shown


@dataclass(frozen=True, slots=True)
class Release:
    """Tonight: the units released with their whole subtrees, and what is shown in them."""

    units: tuple[str, ...] = ()
    shown: Shown = field(default_factory=dict)


def tonight(root: Subject, counts: Counts, nights: Sequence[Night], minimum: int) -> Release:
    """Decide what is released of one tree of units; ``nights`` are this month's, oldest first."""
    populations = sorted({p for of_subject in counts.values() for p in of_subject} - {ANSWERS})
    books = [_Book(p, counts, nights, minimum) for p in (ANSWERS, *populations)]
    units: list[str] = []
    shown: dict[str, set[str]] = {book.population: set() for book in books}
    for unit, found in _released(root, (), books):
        units.append(unit)
        for population, keys in found.items():
            shown[population] |= keys
    return Release(tuple(units), {population: frozenset(k) for population, k in shown.items()})


def _released(
    unit: Subject, above: tuple[str, ...], books: Sequence["_Book"]
) -> Iterator[tuple[str, dict[str, frozenset[str]]]]:
    found = _whole_subtree(unit, above, books)
    if found is not None:
        yield unit.key, found
        return
    for part in unit.parts:
        if part.is_unit:
            yield from _released(part, (*above, unit.key), books)


def _whole_subtree(
    unit: Subject, above: tuple[str, ...], books: Sequence["_Book"]
) -> dict[str, frozenset[str]] | None:
    found: dict[str, frozenset[str]] = {}
    for book in books:
        keys = book.shown_alone(unit, above, found.get(ANSWERS))
        if keys is None or (book.population == ANSWERS and not keys):
            return None
        found[book.population] = keys
    return found


Series = list[int]
Allowed = frozenset[str] | None


class _Book:
    """One population: its numbers tonight and at the earlier looks."""

    def __init__(
        self, population: str, counts: Counts, nights: Sequence[Night], minimum: int
    ) -> None:
        self.population = population
        self.minimum = minimum
        self.counts = (*(night.counts for night in nights), counts)
        self.shown_at = [night.shown.get(population, frozenset()) for night in nights]
        self.ever: frozenset[str] = frozenset().union(*self.shown_at)

    def shown_alone(
        self, unit: Subject, above: tuple[str, ...], allowed: Allowed
    ) -> frozenset[str] | None:
        """What is shown of a subtree; nothing when it is too small, None when it must wait."""
        looks = self._looks(above)
        hidden_above = bool(looks) and unit.key not in self.shown_at[looks[-1]]
        too_small = self._at(unit.key, -1).answers < self.minimum
        if not self._was_ever_shown(unit) and (hidden_above or too_small):
            return frozenset()
        return self._shown(unit, looks, allowed)

    def _shown(
        self, subject: Subject, looks_above: Sequence[int], allowed: Allowed
    ) -> frozenset[str] | None:
        """The subject and what is shown below it, or None if that may not be shown tonight."""
        key = subject.key
        if self._at(key, -1).answers < self.minimum or (allowed is not None and key not in allowed):
            return None
        # a counter is only ever looked at together with its unit
        looks = self._looks((key,), looks_above) if subject.is_unit else looks_above
        keys = {key}
        for parts in (subject.parts, *subject.groupings):
            below = self._shown_parts(subject, parts, looks, allowed)
            if below is None:
                return None
            keys |= below
        return frozenset(keys)

    def _shown_parts(
        self, subject: Subject, parts: Sequence[Subject], looks: Sequence[int], allowed: Allowed
    ) -> frozenset[str] | None:
        """The parts shown, so that they and the remainder are fit blocks; None if none are."""
        bound = {part.key for part in parts if self._was_ever_shown(part)}
        found = {part.key: self._shown(part, looks, allowed) for part in parts}
        if any(found[key] is None for key in bound):
            return None
        seen = bool(looks) and subject.key in self.shown_at[looks[-1]]
        if seen and not self._gained_enough(subject.key, bound, looks[-1]):
            return None
        free = [key for key, below in found.items() if key not in bound and below]
        fit = self._fit_parts(subject.key, bound, free, looks, seen=seen)
        if fit is None:
            return None
        return frozenset().union(*(found[key] or () for key in (*bound, *fit)))

    def _gained_enough(self, whole: str, shown: Iterable[str], look: int) -> bool:
        """Rule 2 for the remainder as it was last seen."""
        gain = self._at(whole, -1) - self._at(whole, look)
        for key in shown:
            gain -= self._at(key, -1) - self._at(key, look)
        return gain == NOBODY or abs(gain.answers) >= self.minimum

    def _fit_parts(
        self,
        whole: str,
        bound: Iterable[str],
        free: Iterable[str],
        looks: Sequence[int],
        *,
        seen: bool,
    ) -> list[str] | None:
        """Those of the new parts that leave rules 1 and 4 intact; None if even without any."""
        older = self._series(whole, looks)
        for key in bound:
            older = _minus(older, self._series(key, looks))
        series = {key: self._series(key, looks) for key in free}
        fit = [key for key in free if not looks or _shared_every_gain(series[key], older)]
        fit.sort(key=lambda key: -series[key][-1])
        rest = older
        for key in fit:
            rest = _minus(rest, series[key])
        while not self._is_fit_rest(rest, older, is_split=bool(looks) and (bool(fit) or not seen)):
            if not fit:
                return None
            rest = [a + b for a, b in zip(rest, series[fit.pop()], strict=True)]
        return fit

    def _is_fit_rest(self, rest: Series, older: Series, *, is_split: bool) -> bool:
        if not hides_nobody(rest[-1], self.minimum):
            return False
        return not is_split or _shared_every_gain(rest, older)

    def _at(self, key: str, look: int) -> Population:
        """At an earlier look, or tonight (-1)."""
        return self.counts[look].get(key, {}).get(self.population, NOBODY)

    def _series(self, key: str, looks: Sequence[int]) -> Series:
        """The number of answers at each look and last tonight."""
        return [self._at(key, look).answers for look in (*looks, -1)]

    def _was_ever_shown(self, subject: Subject) -> bool:
        if subject.key in self.ever:
            return True
        below = (*subject.parts, *(s for parts in subject.groupings for s in parts))
        return any(self._was_ever_shown(part) for part in below)

    def _looks(self, path: Sequence[str], known: Sequence[int] = ()) -> list[int]:
        """The nights on which one of these was shown, or that are known already."""
        return [
            night
            for night, shown in enumerate(self.shown_at)
            if night in known or any(key in shown for key in path)
        ]


def _minus(whole: Series, part: Series) -> Series:
    return [a - b for a, b in zip(whole, part, strict=True)]


def _shared_every_gain(block: Series, older: Series) -> bool:
    """Rule 4 for one block of an older remainder, both at every look and last tonight."""
    if not any(block):
        return True
    steps = zip(pairwise((0, *block)), pairwise((0, *older)), strict=True)
    return all(
        now > then or older_now == older_then for (then, now), (older_then, older_now) in steps
    )
