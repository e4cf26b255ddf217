"""Where a record of the evidence stands, derived at each reading: pure, standard library only.

A closed row never changes; what changes is the day, and what was contested. Until the officer
could see and contest the figures they are "sementara, belum untuk penilaian" (domain.md §4).
"""

from datetime import date
from enum import StrEnum

from portal.appraisal.rules.calendar import ObjectionWindow
from portal.month import Month


class Status(StrEnum):
    """Where a record stands; the first and the last are also what a closing freezes."""

    PROVISIONAL = "provisional"
    OBJECTION_OPEN = "objection_open"
    FINAL = "final"
    INSUFFICIENT = "insufficient"


def appraisal_status(
    frozen: str, window: ObjectionWindow, today: date, *, contested: bool, in_trial: bool = False
) -> Status:
    """What a frozen record is called today.

    `frozen` is the status in the closed row; `contested`: an objection of this officer against
    this month is open, or was upheld and its revision has not been made yet.
    """
    if frozen == Status.INSUFFICIENT:
        return Status.INSUFFICIENT
    if contested or window.is_open(today):
        return Status.OBJECTION_OPEN
    if today < window.final or in_trial:
        return Status.PROVISIONAL
    return Status.FINAL


def trial_until(first_month: Month | None, trial_months: int) -> Month | None:
    """The last month of the trial period; None where there is none, or nothing was counted yet.

    A new installation shows its first months to the officer only (domain.md §4).
    """
    if first_month is None or not trial_months:
        return None
    return first_month.plus(trial_months - 1)


def is_trial(month: Month, first_month: Month | None, trial_months: int) -> bool:
    """Whether a month's personal figures are for the officer alone."""
    last = trial_until(first_month, trial_months)
    return last is not None and month <= last
