"""Where a clock stands today: a table."""

from datetime import date

import pytest

from portal.complaints.rules.clock import Limit, Pause, Week, deadline
from portal.complaints.rules.countdown import (
    Countdown,
    Dates,
    Group,
    Phase,
    WorkWeek,
    countdown,
    group_of,
)
from portal.complaints.rules.explaining import as_json
from portal.complaints.rules.words import State

FILED = date(2026, 5, 4)  # a Monday; design/tracker.png
WEEK = WorkWeek(5, frozenset({date(2026, 5, 14)}))


def make_dates(state: State, due: date | None, *, read: bool = True, limit: int = 14) -> Dates:
    pause = Pause(date(2026, 5, 11), None, date(2026, 5, 13), "ditanya")
    found = deadline(FILED, Limit(limit, "pengaduan", "uji"), (pause,), Week(5, {}))
    return Dates(
        state=state,
        next_due_on=due,
        answer_due=found.due,
        ended_on=date(2026, 5, 20),
        verified_on=FILED if read else None,
        verification_days=3,
        explanation=as_json(found),
    )


DUE = date(2026, 5, 26)
READ_BY = date(2026, 5, 7)
TUESDAY = date(2026, 5, 5)


@pytest.mark.parametrize(
    ("state", "due", "is_read", "today", "expected"),
    [
        (State.RECEIVED, READ_BY, False, FILED, Countdown(Phase.RUNNING, READ_BY, 3, 0, 3)),
        (State.RECEIVED, READ_BY, False, TUESDAY, Countdown(Phase.RUNNING, READ_BY, 2, 1, 3)),
        (State.RECEIVED, READ_BY, False, READ_BY, Countdown(Phase.TODAY, READ_BY, 0, 3, 3)),
        (State.RECEIVED, READ_BY, False, date(2026, 5, 8), Countdown(Phase.LATE, READ_BY, 1, 3, 3)),
        (State.RECEIVED, READ_BY, False, date(2026, 5, 9), Countdown(Phase.LATE, READ_BY, 1, 3, 3)),
        (State.VERIFIED, DUE, True, FILED, Countdown(Phase.RUNNING, DUE, 14, 0, 14)),
        (State.IN_PROGRESS, DUE, True, date(2026, 5, 13), Countdown(Phase.RUNNING, DUE, 9, 5, 14)),
        (State.IN_PROGRESS, DUE, True, DUE, Countdown(Phase.TODAY, DUE, 0, 14, 14)),
        (State.IN_PROGRESS, DUE, True, date(2026, 5, 29), Countdown(Phase.LATE, DUE, 3, 14, 14)),
        (State.WAITING, None, True, date(2026, 5, 12), Countdown(Phase.PAUSED, DUE, 0, 4, 14)),
        (State.ANSWERED, None, True, DUE, Countdown(Phase.ENDED, date(2026, 5, 20))),
        (State.CLOSED, None, True, DUE, Countdown(Phase.ENDED, date(2026, 5, 20))),
    ],
)  # fmt: skip
def test_a_clock_as_the_list_shows_it(
    state: State, due: date | None, is_read: bool, today: date, expected: Countdown
) -> None:
    assert countdown(make_dates(state, due, read=is_read), WEEK, today) == expected


def test_a_holiday_makes_nobody_late() -> None:
    found = countdown(
        make_dates(State.RECEIVED, date(2026, 5, 13), read=False), WEEK, date(2026, 5, 15)
    )
    assert (found.phase, found.days) == (Phase.LATE, 1)


def test_praise_has_no_clock() -> None:
    dates = Dates(State.VERIFIED, None, None, None, None, 3, "")
    assert countdown(dates, WEEK, FILED) == Countdown(Phase.NONE, None)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (date(2026, 5, 3), Group.LATE),
        (date(2026, 5, 6), Group.TODAY),
        (date(2026, 5, 7), Group.WEEK),
        (date(2026, 5, 10), Group.WEEK),  # Sunday
        (date(2026, 5, 11), Group.LATER),
        (None, Group.LATER),
    ],
)
def test_a_case_stands_under_the_heading_of_its_day(due: date | None, group: Group) -> None:
    assert group_of(due, date(2026, 5, 6)) is group
