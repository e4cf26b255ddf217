"""What a record is called, day by day; and who may see it in the first months."""

from datetime import date

import pytest

from portal.appraisal.rules.calendar import objection_window
from portal.appraisal.rules.status import Status, appraisal_status, is_trial, trial_until
from portal.month import Month

WINDOW = objection_window(Month(2026, 10), ())  # 2 to 6 November, final on the 11th


@pytest.mark.parametrize(
    ("frozen", "day", "contested", "in_trial", "expected"),
    [
        ("provisional", 1, False, False, Status.PROVISIONAL),
        ("provisional", 2, False, False, Status.OBJECTION_OPEN),
        ("provisional", 6, False, False, Status.OBJECTION_OPEN),
        ("provisional", 7, False, False, Status.PROVISIONAL),
        ("provisional", 10, False, False, Status.PROVISIONAL),
        ("provisional", 11, False, False, Status.FINAL),
        ("provisional", 11, True, False, Status.OBJECTION_OPEN),
        ("provisional", 9, True, False, Status.OBJECTION_OPEN),
        ("provisional", 30, False, True, Status.PROVISIONAL),
        ("insufficient", 3, True, False, Status.INSUFFICIENT),
        ("insufficient", 30, False, False, Status.INSUFFICIENT),
    ],
)
def test_status(frozen: str, day: int, contested: bool, in_trial: bool, expected: Status) -> None:
    on = date(2026, 11, day)
    found = appraisal_status(frozen, WINDOW, on, contested=contested, in_trial=in_trial)
    assert found is expected


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (None, 3, None),
        (Month(2026, 6), 0, None),
        (Month(2026, 6), 1, Month(2026, 6)),
        (Month(2026, 11), 3, Month(2027, 1)),
    ],
)
def test_trial_until(first: Month | None, months: int, last: Month | None) -> None:
    assert trial_until(first, months) == last


def test_the_trial_ends() -> None:
    first = Month(2026, 6)
    assert [is_trial(first.plus(step), first, 3) for step in (-1, 0, 2, 3)] == [
        True,
        True,
        True,
        False,
    ]
    assert not is_trial(Month(2026, 7), first, 0)
    assert not is_trial(Month(2026, 7), None, 3)
