"""How long somebody waits who failed to sign in: growing, per account and per source.

Never global: a limit for everybody at once locks everybody out (threats.md, T16). The
numbers are our own choice, no law names them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_FOR_ACCOUNT = 5
FREE_FOR_SOURCE = 30  # an office behind one address holds many people who mistype
FORGOTTEN_AFTER = timedelta(hours=24)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30))


@dataclass(frozen=True, slots=True)
class Failures:
    """What is kept of one account or one source; `since` is when the last one happened."""

    count: int = 0
    since: datetime | None = None
    locked_until: datetime | None = None


def time_to_wait(failures: Failures, at: datetime) -> timedelta:
    """How long no try is heard; zero when it may be tried now.

    Never longer than the longest wait, whatever the clock did meanwhile.
    """
    if failures.locked_until is None:
        return timedelta()
    return min(WAITS[-1], max(timedelta(), failures.locked_until - at))


def with_one_more(failures: Failures, at: datetime, *, free: int) -> Failures:
    """One more failure: after `free` of them each brings a wait, longer every time."""
    is_old = failures.since is None or not timedelta() <= at - failures.since < FORGOTTEN_AFTER
    count = 1 if is_old else failures.count + 1
    if count < free:
        return Failures(count, at, None)
    return Failures(count, at, at + WAITS[min(count - free, len(WAITS) - 1)])
