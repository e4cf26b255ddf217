"""When a recurring job is due: by its slot in local time, so that a missed night is made up."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

RETRY_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class When:
    """Each so many `minutes` of the hour (`daily_at` None), or daily at a local time.

    `patience` is how long a run may take before another may begin: the first was killed.
    """

    daily_at: time | None = None
    patience: timedelta = timedelta(hours=1)
    minutes: int = 1


@dataclass(frozen=True, slots=True)
class LastRun:
    """What is known of the last run: its slot, when it began and ended, and what went wrong."""

    slot: datetime
    started_at: datetime
    finished_at: datetime | None
    failure: str = ""


def slot_of(when: When, at: datetime, zone: tzinfo) -> datetime:
    """The newest moment not after `at` for which the job is meant to run."""
    local = at.astimezone(zone)
    if when.daily_at is None:
        return local.replace(
            minute=local.minute // when.minutes * when.minutes, second=0, microsecond=0
        )
    today = datetime.combine(local.date(), when.daily_at, zone)
    return today if today <= local else today - timedelta(days=1)


def is_due(when: When, last: LastRun | None, at: datetime, zone: tzinfo) -> bool:
    """Has the job a slot that it has not run for, or a failure to make good?"""
    if last is None:
        return True
    if last.finished_at is None:
        return at - last.started_at >= when.patience
    if last.failure and at - last.started_at >= RETRY_AFTER:
        return True
    return last.slot < slot_of(when, at, zone)
