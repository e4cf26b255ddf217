"""What a receipt lets its holder do, by state and day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from portal.complaints.rules.reporting import Say, Standing, possible

FILED = date(2026, 11, 2)
WINDOW = FILED + timedelta(days=20)
TODAY = FILED + timedelta(days=10)
ANSWERED = {"state": "answered", "reopen_until": WINDOW}
CLOSED = {"state": "closed", "reopen_until": WINDOW}
OPEN = {Say.NOTE}
SPOKEN = {Say.NOTE, Say.SOLVED, Say.UNSOLVED, Say.RATE}


def standing(**facts: Any) -> Standing:
    return Standing(**{"kind": "pengaduan", "state": "received", "filed_on": FILED, **facts})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, OPEN),
        ({"state": "verified"}, OPEN),
        ({"state": "in_progress"}, OPEN),
        ({"state": "waiting"}, OPEN),
        (ANSWERED, SPOKEN),
        (CLOSED, SPOKEN - {Say.NOTE}),
        ({**CLOSED, "is_solved": True}, {Say.UNSOLVED, Say.RATE}),
        ({**CLOSED, "reopen_until": TODAY}, SPOKEN - {Say.NOTE}),
        ({**CLOSED, "reopen_until": TODAY - timedelta(days=1)}, {Say.SOLVED, Say.RATE}),
        ({**CLOSED, "rated": 1}, {Say.SOLVED, Say.UNSOLVED, Say.APPEAL}),
        ({**CLOSED, "rated": 2}, {Say.SOLVED, Say.UNSOLVED, Say.APPEAL}),
        ({**CLOSED, "rated": 3}, {Say.SOLVED, Say.UNSOLVED}),
        ({**CLOSED, "rated": 4}, {Say.SOLVED, Say.UNSOLVED}),
        ({**CLOSED, "rated": 1, "is_appeal": True}, {Say.SOLVED, Say.UNSOLVED}),
        ({**CLOSED, "rated": 1, "reopen_until": FILED}, {Say.SOLVED}),
        ({**CLOSED, "is_merged": True}, {*OPEN, Say.UNSOLVED}),
        ({**CLOSED, "is_merged": True, "reopen_until": None}, OPEN),
        ({**CLOSED, "is_merged": True, "reopen_until": FILED}, OPEN),
        ({**CLOSED, "kind": "apresiasi"}, set()),
        ({**ANSWERED, "kind": "apresiasi"}, OPEN),
        ({**ANSWERED, "is_erased": True}, set()),
    ],
)
def test_what_a_reporter_may_do(facts: Mapping[str, Any], expected: set[Say]) -> None:
    assert possible(standing(**facts), TODAY) == expected


@pytest.mark.parametrize(
    ("days", "facts", "asked"),
    [
        (29, {}, False),
        (30, {}, True),
        (400, {}, True),
        (30, {"has_aftermath": True}, False),
        (30, {"is_erased": True}, False),
        (30, {**CLOSED, "is_merged": True}, True),
    ],
)
def test_retaliation_is_asked_about_after_30_days(
    days: int, facts: Mapping[str, Any], asked: bool
) -> None:
    assert (Say.AFTERMATH in possible(standing(**facts), FILED + timedelta(days=days))) == asked
