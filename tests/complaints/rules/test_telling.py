"""What is told of a case, to whom, and how often."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.complaints.rules.telling import (
    Mark,
    Reader,
    Standing,
    counts,
    digest,
    fresh,
    is_awake,
    marked,
    marks,
    may_tell,
)
from portal.complaints.rules.words import State

TODAY = date(2026, 11, 4)
ME, OTHER, UNIT = 1, 2, 30
AT = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.mark.parametrize(
    ("state", "assignee", "risk", "due", "climbed", "found"),
    [
        (State.RECEIVED, None, day(6), day(9), None, [Mark.NEW]),
        (State.VERIFIED, None, None, None, None, [Mark.NEW]),
        (State.RECEIVED, None, day(4), day(5), None, [Mark.NEW, Mark.SOON]),
        (State.IN_PROGRESS, ME, day(6), day(9), None, [Mark.MINE]),
        (State.IN_PROGRESS, ME, day(3), day(4), None, [Mark.MINE, Mark.SOON]),
        (State.IN_PROGRESS, OTHER, day(3), day(4), None, []),
        (State.IN_PROGRESS, OTHER, day(2), day(3), None, [Mark.LATE]),
        (State.IN_PROGRESS, OTHER, day(2), day(3), UNIT, [Mark.LATE, Mark.CLIMBED]),
        (State.IN_PROGRESS, OTHER, day(2), day(3), 31, [Mark.LATE]),
        (State.WAITING, OTHER, None, None, UNIT, []),
    ],
)
def test_marks(
    state: State,
    assignee: int | None,
    risk: date | None,
    due: date | None,
    climbed: int | None,
    found: list[Mark],
) -> None:
    case = Standing("7K3Q9MXT", state, assignee, due, risk, climbed)
    assert list(marks(case, Reader(ME, frozenset({UNIT})), TODAY)) == found


def test_only_what_is_new_is_news() -> None:
    now = ("late AAAA", "new BBBB", "soon BBBB", "new CCCC")
    assert fresh(now, ()) == ("AAAA", "BBBB", "CCCC")
    assert fresh(now, ("late AAAA", "new BBBB", "new CCCC")) == ("BBBB",)
    assert fresh(now, (*now, "late DDDD")) == ()
    assert counts(now) == {"new": 2, "mine": 0, "soon": 1, "late": 1, "climbed": 0}
    assert digest(now) == digest(now[::-1]) != digest(now[1:])


def test_marks_of_a_desk_keep_its_order() -> None:
    one = Standing("AAAA", State.RECEIVED, None, day(3), day(2), None)
    two = Standing("BBBB", State.RECEIVED, None, day(9), day(8), None)
    assert marked([one, two], Reader(ME), TODAY) == ("new AAAA", "late AAAA", "new BBBB")


@pytest.mark.parametrize(
    ("ago", "is_allowed"), [(None, True), (0, False), (59, False), (60, True), (600, True)]
)
def test_one_letter_an_hour(ago: int | None, is_allowed: bool) -> None:
    told = None if ago is None else AT - timedelta(minutes=ago)
    assert may_tell(told, AT) is is_allowed


@pytest.mark.parametrize(
    ("hour", "minute", "found"),
    [(6, 29, False), (6, 30, True), (20, 59, True), (21, 0, False), (0, 5, False)],
)
def test_no_letter_at_night(hour: int, minute: int, found: bool) -> None:
    assert is_awake(AT.replace(hour=hour, minute=minute)) is found
