"""Complementary suppression: no difference of published figures isolates 1 to 9 answers.

A row with fewer than ten answers is not shown. If all rows held back together are still fewer than
ten, the total minus the shown rows would give them away: then they are joined with the next
smallest row. The same holds for each question by itself, since some people skip some questions.

Why checking one remainder is enough: every shown row holds nothing or at least ten answers, so a
difference that leaves out fewer of the shown rows only grows.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.indicators.rules.elements import FORM_ORDER

ANSWERS = "answers"

Key = TypeVar("Key", bound=Hashable)
Counts = Mapping[str, int]


def hides_nobody(answers: int, minimum: int) -> bool:
    """Whether a group is empty or large enough to be seen."""
    return answers == 0 or answers >= minimum


@dataclass(frozen=True, slots=True)
class Split(Generic[Key]):
    """Which parts of a total are shown by themselves, and which are held back.

    ``is_joinable``: the held parts may be shown as one row, and the rows then add up to the total
    except for answers that belong to no part.
    """

    shown: tuple[Key, ...]
    held: tuple[Key, ...]
    is_joinable: bool


def split_total(
    total: int, parts: Mapping[Key, int], minimum: int, *, barred: Collection[Key] = ()
) -> Split[Key]:
    """Decide for one total and its disjoint parts; answers in no part are never shown.

    ``barred`` parts are never shown by themselves however many answers they have (a counter with
    one officer on a public page), nor left as the only thing held back.
    """
    rest = total - sum(parts.values())
    if rest < 0:
        raise ValueError(f"parts hold {-rest} answers more than their total")
    if total < minimum:
        return Split((), tuple(parts), is_joinable=False)
    held = {key for key, n in parts.items() if key in barred or not hides_nobody(n, minimum)}
    for key in sorted(parts, key=lambda key: parts[key]):
        if _is_safe_remainder(rest, {k: parts[k] for k in held}, minimum, barred):
            break
        if parts[key]:
            held.add(key)
    joined = sum(parts[key] for key in held)
    return Split(
        tuple(key for key in parts if key not in held),
        tuple(key for key in parts if key in held),
        is_joinable=joined >= minimum and hides_nobody(rest, minimum),
    )


def _is_safe_remainder(
    rest: int, held: Mapping[Key, int], minimum: int, barred: Collection[Key]
) -> bool:
    hidden = rest + sum(held.values())
    alone = [n for key, n in held.items() if key in barred and n]
    return hides_nobody(hidden, minimum) and all(hidden - n >= minimum for n in alone)


@dataclass(frozen=True, slots=True)
class Row(Generic[Key]):
    """One row of a published table: one part, or several joined.

    ``shown`` are the populations that may be printed: ``answers``, ``overall`` and the elements.
    """

    parts: tuple[Key, ...]
    counts: Counts
    shown: frozenset[str]

    @property
    def has_index(self) -> bool:
        """An index gives away each of its elements, so it needs all nine to be shown."""
        return self.shown.issuperset(FORM_ORDER)


def publishable_rows(
    total: Counts,
    parts: Mapping[Key, Counts],
    minimum: int,
    *,
    barred: Collection[Key] = (),
) -> tuple[Row[Key], ...]:
    """The rows of one table below its total, decided first by answers, then by each question.

    A row with nothing in ``shown`` is printed as words only.
    """
    split = split_total(
        total[ANSWERS], {k: c[ANSWERS] for k, c in parts.items()}, minimum, barred=barred
    )
    joined = (split.held,) if split.held and split.is_joinable else ()
    groups: list[tuple[Key, ...]] = [*((key,) for key in split.shown), *joined]
    sums = {g: {p: sum(parts[k].get(p, 0) for k in g) for p in total} for g in groups}
    may = {p: _shown_groups(total[p], {g: sums[g][p] for g in groups}, minimum) for p in total}
    rows = [Row(g, sums[g], frozenset(p for p in total if g in may[p])) for g in groups]
    silent = [] if joined else [Row((k,), dict(parts[k]), frozenset()) for k in split.held]
    return (*rows, *silent)


def _shown_groups(
    total: int, parts: Mapping[tuple[Key, ...], int], minimum: int
) -> frozenset[tuple[Key, ...]]:
    return frozenset(split_total(total, parts, minimum).shown)


def may_show_within(whole: Counts, within: Counts, minimum: int) -> bool:
    """Whether a figure over some of the answers may stand beside the figure over all of them.

    For the index over complete questionnaires, without flagged answers, or of one channel: what
    the larger has more must be nothing or at least ten, in every question.
    """
    return all(
        hides_nobody(within.get(p, 0), minimum) and hides_nobody(n - within.get(p, 0), minimum)
        for p, n in whole.items()
    )
