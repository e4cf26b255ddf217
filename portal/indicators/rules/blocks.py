"""Joining the months of a small unit into disjoint blocks until they hold 30 answers.

Never rolling windows: the difference of two windows is a month that was too small to be shown.
A month of 10 or more answers may also be shown by itself, as long as what its block leaves unshown
is nothing or at least 10 answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.indicators.rules.publication import Limits
from portal.month import Month

LONGEST_BLOCK = 12


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive months that are counted together.

    ``alone`` are those of its months that also show their own number. An open block still waits
    for answers; a block that is full after twelve months without enough is closed and not shown.
    """

    months: tuple[Month, ...]
    answers: int
    alone: tuple[Month, ...]
    is_closed: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class _Pending:
    first: Month
    answers: int = 0
    unshown: int = 0
    alone: tuple[Month, ...] = ()

    def joined_by(self, month: Month, answers: int, limits: Limits) -> "_Pending":
        shown = answers >= limits.number and _hides(self.unshown, limits)
        return _Pending(
            self.first,
            self.answers + answers,
            self.unshown + (0 if shown else answers),
            (*self.alone, month) if shown else self.alone,
        )


def _hides(answers: int, limits: Limits) -> bool:
    return answers == 0 or answers >= limits.number


def join_months(counted: Iterable[tuple[Month, int]], limits: Limits) -> tuple[Block, ...]:
    """Blocks from the earliest month on; what a block holds never changes by a later month.

    ``counted`` are months with their number of answers, ascending; a month left out counts as
    none. Months without answers begin no block.
    """
    blocks: list[Block] = []
    pending: _Pending | None = None
    last: Month | None = None
    for month, answers in counted:
        if last is not None and month <= last:
            raise ValueError("months must ascend")
        last = month
        if pending and pending.first.months_until(month) >= LONGEST_BLOCK:
            blocks.append(_block(pending, pending.first.plus(LONGEST_BLOCK - 1), limits))
            pending = None
        if pending is None and answers == 0:
            continue
        pending = (pending or _Pending(month)).joined_by(month, answers, limits)
        if _is_full(pending, month, limits):
            blocks.append(_block(pending, month, limits))
            pending = None
    if pending and last:
        blocks.append(_block(pending, last, limits))
    return tuple(blocks)


def _is_full(pending: _Pending, month: Month, limits: Limits) -> bool:
    enough = pending.answers >= limits.letter and _hides(pending.unshown, limits)
    return enough or pending.first.months_until(month) == LONGEST_BLOCK - 1


def _block(pending: _Pending, last: Month, limits: Limits) -> Block:
    is_closed = _is_full(pending, last, limits)
    length = pending.first.months_until(last) + 1
    return Block(
        months=tuple(pending.first.plus(step) for step in range(length)),
        answers=pending.answers,
        alone=pending.alone,
        is_closed=is_closed,
        is_shown=is_closed and pending.answers >= limits.number and _hides(pending.unshown, limits),
    )
