"""When a closed case goes, and what keeps it."""

from datetime import date

import pytest

from portal.complaints.rules.retention import Keeps, Standing, is_over, kept_because, months_later
from portal.complaints.rules.words import State

CLOSED = date(2026, 8, 31)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_months_are_of_the_calendar(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def standing(**facts: object) -> Standing:
    known = {
        "kind": "pengaduan",
        "state": State.CLOSED,
        "closed_on": CLOSED,
        "is_held": False,
        "has_unread": False,
        "is_contested": False,
    }
    return Standing(**{**known, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "today", "over"),
    [
        ("pengaduan", date(2027, 2, 27), False),
        ("pengaduan", date(2027, 2, 28), True),
        ("aspirasi", date(2036, 1, 1), False),
    ],
)
def test_its_time_is_over_on_the_day(kind: str, today: date, over: bool) -> None:
    assert is_over(standing(kind=kind), {"pengaduan": 6}, today) == over


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"state": State.IN_PROGRESS}, Keeps.OPEN),
        ({"state": State.ANSWERED}, Keeps.OPEN),
        ({"is_held": True}, Keeps.HELD),
        ({"has_unread": True}, Keeps.UNREAD),
        ({"is_contested": True}, Keeps.CONTESTED),
    ],
)
def test_what_keeps_a_case(facts: dict[str, object], why: Keeps | None) -> None:
    assert kept_because(standing(**facts)) == why
