"""What silence and lateness do, as tables."""

from datetime import date

import pytest

from portal.complaints.rules.clock import Limit, Off, Week, deadline
from portal.complaints.rules.waiting import (
    calendar_changes,
    is_aftermath_due,
    is_withdrawn,
    last_day_of_silence,
    superiors_due,
)

MAY = {date(2026, 5, 14): Off("Kenaikan Yesus Kristus", "SKB 2026")}


@pytest.mark.parametrize(
    ("since", "days_a_week", "last"),
    [
        (date(2026, 5, 4), 5, date(2026, 5, 19)),  # over 14 May
        (date(2026, 5, 4), 6, date(2026, 5, 16)),
        (date(2026, 5, 18), 5, date(2026, 6, 1)),
    ],
)
def test_ten_working_days_of_silence(since: date, days_a_week: int, last: date) -> None:
    assert last_day_of_silence(since, 10, Week(days_a_week, MAY)) == last


@pytest.mark.parametrize(
    ("today", "withdrawn"), [(date(2026, 6, 3), False), (date(2026, 6, 4), True)]
)
def test_thirty_calendar_days_without_an_answer(today: date, withdrawn: bool) -> None:
    assert is_withdrawn(date(2026, 5, 4), 30, today) is withdrawn


@pytest.mark.parametrize(
    ("late", "each", "superiors"),
    [(0, 5, 0), (1, 5, 1), (5, 5, 1), (6, 5, 2), (10, 5, 2), (11, 5, 3), (3, 1, 3), (1, 0, 1)],
)
def test_lateness_climbs_one_superior_each_term(late: int, each: int, superiors: int) -> None:
    assert superiors_due(late, each) == superiors


@pytest.mark.parametrize(
    ("today", "due"),
    [(date(2026, 6, 2), False), (date(2026, 6, 3), True), (date(2027, 1, 1), True)],
)
def test_treatment_is_asked_about_after_thirty_days(today: date, due: bool) -> None:
    assert is_aftermath_due(date(2026, 5, 4), today) is due


def test_which_days_of_the_calendar_changed() -> None:
    limit = Limit(14, "pengaduan", "PermenPANRB 62/2018")
    extra = {
        **MAY,
        date(2026, 5, 18): Off("Libur daerah", "SK 1/2026"),
        date(2026, 5, 23): Off("x"),
    }
    before = deadline(date(2026, 5, 4), limit, [], Week(5, MAY))
    after = deadline(date(2026, 5, 4), limit, [], Week(5, extra))
    added = [(day.on.day, day.name, is_off) for day, is_off in calendar_changes(before, after)]
    taken = [(day.on.day, day.decree, is_off) for day, is_off in calendar_changes(after, before)]
    assert added == [(18, "Libur daerah", True)]
    assert taken == [(18, "SK 1/2026", False)]
    assert calendar_changes(before, before) == ()
