"""How long a signed-in browser is believed. The times are our own choice, no law names them."""

from datetime import datetime, timedelta

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=4)
IDLE_SHARED = timedelta(minutes=5)
CONFIRMED_FOR = timedelta(minutes=10)
TOUCH_EVERY = timedelta(minutes=1)


def is_over(*, started_at: datetime, seen_at: datetime, is_shared: bool, at: datetime) -> bool:
    """Has the session ended? On a shared PC idleness locks it instead (see `is_idle`)."""
    return at - started_at >= LONGEST or (not is_shared and at - seen_at >= IDLE)


def is_idle(*, seen_at: datetime, is_shared: bool, at: datetime) -> bool:
    """Must the PIN be given again? Only on a shared PC, after five idle minutes."""
    return is_shared and at - seen_at >= IDLE_SHARED


def is_confirmed(confirmed_at: datetime | None, at: datetime) -> bool:
    """Was the second factor (or the password) given in the last ten minutes?"""
    return confirmed_at is not None and timedelta() <= at - confirmed_at < CONFIRMED_FOR


def needs_touch(seen_at: datetime, at: datetime) -> bool:
    """Is it time to note that the session is alive? Not at every page."""
    return at - seen_at >= TOUCH_EVERY
