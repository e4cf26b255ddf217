"""When a mail that did not go is tried again. The waits are our own choice, no law names them."""

from datetime import datetime, timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=8),
)
LONGEST_WAIT = timedelta(hours=12)
# Longer than any honest sending takes (twelve steps of 20 seconds), so that no two workers
# hold the same mail.
CLAIMED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=90)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts (the first is 1)."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else LONGEST_WAIT


def next_try(attempts: int, at: datetime, *, ends_at: datetime) -> datetime | None:
    """When to try again; None when that would be after the end."""
    due = at + wait_after(attempts)
    return due if due < ends_at else None
