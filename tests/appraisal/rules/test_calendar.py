"""When a month may be contested: working days of the month after, holidays left out."""

from datetime import date

import pytest

from portal.appraisal.rules.calendar import Skipped, objection_window
from portal.month import Month

OCTOBER = Month(2026, 10)
DAYS = (1, 5, 8)


def n(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("holidays", "days", "work_days", "closed_on", "expected"),
    [
        # 1 November 2026 is a Sunday.
        ((), DAYS, 5, None, (n(2), n(6), n(11))),
        ((), DAYS, 6, None, (n(2), n(6), n(10))),
        ((n(2),), DAYS, 5, None, (n(3), n(9), n(12))),
        ((n(3), n(4)), DAYS, 5, None, (n(2), n(10), n(13))),
        ((n(7),), DAYS, 5, None, (n(2), n(6), n(11))),
        ((n(7),), DAYS, 6, None, (n(2), n(6), n(11))),
        ((), (2, 3, 4), 5, None, (n(3), n(4), n(5))),
        # Closed on the day of the preview or before it: nothing moves.
        ((), DAYS, 5, n(2), (n(2), n(6), n(11))),
        # Closed late: the officer has as many days as everybody else.
        ((), DAYS, 5, n(3), (n(3), n(9), n(12))),
        ((), DAYS, 5, n(7), (n(9), n(13), n(18))),
        ((), DAYS, 5, n(20), (n(20), n(26), date(2026, 12, 1))),
    ],
)
def test_the_window(holidays, days, work_days, closed_on, expected) -> None:  # type: ignore[no-untyped-def]
    found = objection_window(OCTOBER, holidays, days, work_days, closed_on)
    assert (found.opens, found.closes, found.final) == expected


def test_its_ends_belong_to_it() -> None:
    window = objection_window(OCTOBER, ())
    asked = [n(day) for day in range(1, 9)]
    assert [day.day for day in asked if window.is_open(day)] == [2, 3, 4, 5, 6]


def test_it_can_say_why() -> None:
    window = objection_window(OCTOBER, {n(4)})
    assert {(day.on.day, day.why) for day in window.skipped} == {
        (1, Skipped.WEEKEND),
        (4, Skipped.HOLIDAY),
        (7, Skipped.WEEKEND),
        (8, Skipped.WEEKEND),
    }
    assert not window.was_closed_late
    assert objection_window(OCTOBER, (), closed_on=n(20)).was_closed_late


def test_december_goes_into_the_next_year() -> None:
    window = objection_window(Month(2026, 12), {date(2027, 1, 1)})
    assert window.opens == date(2027, 1, 4)
