"""Comments are read in batches of whole weeks, ten or more at a time, never on the day they came.

A batch is as many past weeks as it takes to hold ten; weeks that are too few wait for the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST = 10
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole weeks that are read together: the Mondays of the first and last, and how many."""

    first: date
    last: date
    comments: int


def batches(weeks: Iterable[tuple[date, int]], today: date, fewest: int = FEWEST) -> list[Batch]:
    """Batches, oldest first; `weeks` are Mondays with their comments, in any order.

    The current week is never in one, and what is left over is not read yet.
    """
    found: list[Batch] = []
    first, comments = None, 0
    for week, number in sorted(weeks):
        if week + WEEK > today or not number:
            continue
        first = week if first is None else first
        comments += number
        if comments >= fewest:
            found.append(Batch(first, week, comments))
            first, comments = None, 0
    return found


def waiting(weeks: Iterable[tuple[date, int]], read: Iterable[Batch], today: date) -> int:
    """How many comments of past weeks wait for their batch to be full."""
    past = sum(number for week, number in weeks if week + WEEK <= today)
    return past - sum(batch.comments for batch in read)
