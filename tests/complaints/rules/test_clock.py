"""By when a case is answered: the picture's calendar, the edges, and a slow obvious count."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.complaints.rules.clock import (
    Day,
    Deadline,
    Limit,
    Off,
    Pause,
    Week,
    Why,
    calendar_days_limit,
    day_number,
    days_late,
    days_paused,
    deadline,
    hours_between,
    risk_number,
)
from portal.complaints.rules.explaining import as_json, from_json
from portal.errors import RuleBroken

DECREE = "SKB 3 Menteri tentang hari libur 2026"
HOLIDAYS = {
    date(2026, 5, 14): Off("Kenaikan Yesus Kristus", DECREE, "libur_nasional"),
    date(2026, 5, 15): Off("Cuti bersama Kenaikan Yesus Kristus", DECREE, "cuti_bersama"),
    date(2026, 5, 27): Off("Iduladha", DECREE, "libur_nasional"),
    date(2026, 5, 28): Off("Cuti bersama Iduladha", DECREE, "cuti_bersama"),
    date(2026, 6, 1): Off("Hari Lahir Pancasila", DECREE, "libur_nasional"),
}
FIVE, SIX = Week(5, HOLIDAYS), Week(6, HOLIDAYS)
JAKARTA = ZoneInfo("Asia/Jakarta")
ASKED = "menunggu foto dari Anda"


def may(day: int) -> date:
    return date(2026, 5, day)


def june(day: int) -> date:
    return date(2026, 6, day)


def limit(days: int, extension: int = 0) -> Limit:
    basis = "PermenPANRB 62/2018"
    return Limit(days, "pengaduan tidak berkadar pengawasan", basis, extension)


def pause(start: date, end: date | None, until: date) -> Pause:
    return Pause(start, end, until, ASKED)


def picture() -> Deadline:
    """The calendar of design/tracker.png."""
    return deadline(may(4), limit(14), [pause(may(11), may(13), may(25))], FIVE)


def test_the_calendar_of_the_picture() -> None:
    found = picture()
    assert found.due == june(2)
    assert found.risk == may(26)
    counted = {day.number: day.on.day for day in found.days if day.number}
    assert list(counted.values()) == [5, 6, 7, 8, 13, 18, 19, 20, 21, 22, 25, 26, 29, 2]
    assert [day.on.day for day in found.days if day.why is Why.PAUSE] == [11, 12]
    assert [day.on.day for day in found.days if day.why is Why.HOLIDAY] == [14, 15, 27, 28, 1]
    assert sum(day.why is Why.WEEKEND for day in found.days) == 8
    assert Day(may(11), None, Why.PAUSE, ASKED) in found.days
    off = Day(may(14), None, Why.HOLIDAY, "Kenaikan Yesus Kristus", DECREE, "libur_nasional")
    assert off in found.days


@pytest.mark.parametrize(
    ("today", "number"),
    [
        (may(1), 0),
        (may(4), 0),
        (may(5), 1),
        (may(10), 4),  # a Sunday
        (may(12), 4),  # the second day of the pause
        (may(13), 5),
        (may(20), 8),
        (june(1), 13),
        (june(2), 14),
        (june(9), 14),
    ],
)
def test_which_working_day_today_is(today: date, number: int) -> None:
    assert day_number(picture(), today) == number


@pytest.mark.parametrize(
    ("why", "start", "days", "pauses", "week", "due"),
    [
        ("filed on a holiday", may(14), 1, [], FIVE, may(18)),
        ("filed on the eve of a holiday", may(13), 1, [], FIVE, may(18)),
        ("filed on a Saturday, six-day week", may(9), 1, [], SIX, may(11)),
        ("filed on a Friday, six-day week", may(8), 1, [], SIX, may(9)),
        ("filed on a Friday, five-day week", may(8), 1, [], FIVE, may(11)),
        ("a Saturday counts in six days", may(4), 6, [], SIX, may(11)),
        ("pause over a holiday", may(12), 3, [pause(may(13), may(18), may(30))], FIVE, may(20)),
        ("pause over a weekend", may(7), 2, [pause(may(8), may(12), may(30))], FIVE, may(13)),
        ("answered on the same day", may(4), 3, [pause(may(5), may(5), may(30))], FIVE, may(7)),
        ("not answered: until its limit", may(4), 3, [pause(may(5), None, may(8))], FIVE, may(12)),
        ("answered late", may(4), 3, [pause(may(5), may(20), may(8))], FIVE, may(12)),
        ("answered on the limit", may(4), 3, [pause(may(5), may(8), may(8))], FIVE, may(12)),
        (
            "two pauses",
            may(4),
            3,
            [pause(may(5), may(6), may(9)), pause(may(7), may(8), may(9))],
            FIVE,
            may(11),
        ),
        (
            "overlapping pauses count once",
            may(4),
            3,
            [pause(may(5), may(8), may(9)), pause(may(6), may(7), may(9))],
            FIVE,
            may(12),
        ),
        (
            "pauses in the wrong order",
            may(4),
            3,
            [pause(may(7), may(8), may(9)), pause(may(5), may(6), may(9))],
            FIVE,
            may(11),
        ),
        ("a pause after the due day", may(4), 3, [pause(may(8), None, may(20))], FIVE, may(7)),
        ("a pause on the due day", may(4), 3, [pause(may(7), None, may(11))], FIVE, may(11)),
        ("a pause before the filing", may(4), 3, [pause(may(1), may(4), may(9))], FIVE, may(7)),
        ("a pause on the day of filing", may(4), 3, [pause(may(4), may(6), may(9))], FIVE, may(8)),
    ],
)
def test_the_due_day(  # the case's name is in the report of a failure
    why: str, start: date, days: int, pauses: list[Pause], week: Week, due: date
) -> None:
    assert deadline(start, limit(days), pauses, week).due == due, why


def test_an_extension_is_added_at_the_end() -> None:
    plain, longer = (deadline(may(4), limit(14, more), [], FIVE) for more in (0, 7))
    assert (plain.due, longer.due) == (may(26), june(9))
    assert longer.days[: len(plain.days)] == plain.days
    assert day_number(longer, june(9)) == 21


@pytest.mark.parametrize(
    ("total", "at_risk"), [(1, 1), (2, 2), (3, 3), (5, 4), (10, 8), (14, 12), (21, 17), (60, 48)]
)
def test_at_risk_from_four_fifths(total: int, at_risk: int) -> None:
    assert risk_number(total) == at_risk


@pytest.mark.parametrize(
    ("today", "late"),
    [(may(12), 0), (may(13), 0), (may(14), 0), (may(17), 0), (may(18), 1), (may(22), 5)],
)
def test_working_days_late(today: date, late: int) -> None:
    assert days_late(may(13), today, FIVE) == late


def test_calendar_days() -> None:
    assert calendar_days_limit(may(4), 30) == june(3)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Pause(may(4), None, may(8), " "),
        lambda: pause(may(4), None, may(4)),
        lambda: pause(may(4), None, may(3)),
        lambda: pause(may(4), may(3), may(8)),
        lambda: pause(may(4), None, date(2027, 5, 6)),
        lambda: limit(0),
        lambda: limit(5, -1),
        lambda: limit(2_000, 1),
        lambda: Week(7, {}),
    ],
)
def test_what_no_clock_has(broken) -> None:  # type: ignore[no-untyped-def]  # a table of lambdas
    with pytest.raises(RuleBroken):
        broken()


# Hours


def local(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("filed_at", "at", "hours"),
    [
        (local(4, 9), local(4, 9), 0),
        (local(4, 9), local(4, 9, 0, 1), 1),
        (local(4, 9), local(5, 9), 24),
        (local(4, 9), local(5, 9, 0, 1), 25),
        (local(4, 9), datetime(2026, 5, 5, 2, tzinfo=UTC), 24),
        # Anonymous: from the first minute of the local day.
        (None, local(4, 9), 9),
        (None, local(5, 0), 24),
        (None, datetime(2026, 5, 3, 17, tzinfo=UTC), 0),
        # A clock that was set back never gives less than nothing.
        (local(4, 9), local(4, 8), 0),
    ],
)
def test_hours(filed_at: datetime | None, at: datetime, hours: int) -> None:
    assert hours_between(may(4), filed_at, at, JAKARTA) == hours


# The explanation


def test_an_explanation_comes_back_as_it_was_stored() -> None:
    text = as_json(picture())
    assert from_json(text) == picture()
    assert as_json(from_json(text)) == text
    assert len(text) < 1_200  # it stands in every row


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(RuleBroken):
        from_json(as_json(picture()).replace('"schema":1', '"schema":2'))


# Against a slow and obvious count

starts = st.dates(date(2025, 1, 1), date(2027, 1, 1))
calendars = st.dictionaries(
    st.dates(date(2025, 1, 1), date(2027, 6, 1)),
    st.builds(Off, st.sampled_from(["Iduladha", ""]), st.just(DECREE)),
    max_size=40,
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[date, Limit, list[Pause], Week]:
    start = draw(starts)
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        begins = start + timedelta(days=draw(st.integers(-5, 90)))
        answered = draw(st.none() | st.integers(0, 40))
        end = None if answered is None else begins + timedelta(days=answered)
        until = begins + timedelta(days=draw(st.integers(1, 40)))
        pauses.append(Pause(begins, end, until, draw(st.sampled_from(["foto", "alamat"]))))
    week = Week(draw(st.sampled_from([5, 6])), draw(calendars))
    return start, limit(draw(st.integers(1, 60)), draw(st.integers(0, 14))), pauses, week


def paused_days(pauses: list[Pause]) -> set[date]:
    days = set()
    for one in pauses:
        day = one.start
        while day < one.until and (one.end is None or day < one.end):
            days.add(day)
            day += timedelta(days=1)
    return days


def counted_by_hand(
    start: date, needed: int, pauses: list[Pause], week: Week
) -> tuple[list[date], list[date]]:
    """Tick off day after day on a paper calendar: the working days, and all days passed."""
    weekend = {"Sunday"} if week.days_a_week == 6 else {"Saturday", "Sunday"}
    without = set(week.holidays) | paused_days(pauses)
    ticked: list[date] = []
    passed: list[date] = []
    day = start
    while len(ticked) < needed:
        day = day + timedelta(days=1)
        passed.append(day)
        if day.strftime("%A") not in weekend and day not in without:
            ticked.append(day)
    return ticked, passed


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_slow_count_agrees(case: tuple[date, Limit, list[Pause], Week]) -> None:
    start, allowed, pauses, week = case
    found = deadline(start, allowed, pauses, week)
    ticked, passed = counted_by_hand(start, allowed.days + allowed.extension, pauses, week)
    assert found.due == ticked[-1]
    assert [day.on for day in found.days] == passed
    assert [day.on for day in found.days if day.number] == ticked
    assert [day.number for day in found.days if day.number] == list(range(1, len(ticked) + 1))
    # At risk: the first working day with at least four fifths used.
    used = [n for n in range(1, len(ticked) + 1) if 5 * n >= 4 * len(ticked)]
    assert found.risk == ticked[used[0] - 1]
    assert from_json(as_json(found)) == found


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(-3, 200))
def test_what_is_used_is_what_was_ticked(
    case: tuple[date, Limit, list[Pause], Week], later: int
) -> None:
    start, allowed, pauses, week = case
    found, today = deadline(*case), start + timedelta(days=later)
    ticked, _passed = counted_by_hand(start, allowed.total, pauses, week)
    assert day_number(found, today) == len([day for day in ticked if day <= today])


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(0, 60))
def test_a_pause_never_shortens_and_an_earlier_answer_never_lengthens(
    case: tuple[date, Limit, list[Pause], Week], earlier: int
) -> None:
    start, allowed, pauses, week = case
    found = deadline(start, allowed, pauses, week)
    assert deadline(start, allowed, pauses[1:], week).due <= found.due
    answered = [
        Pause(one.start, min(one.runs_again, one.start + timedelta(days=earlier)), one.until, "x")
        for one in pauses
    ]
    assert deadline(start, allowed, answered, week).due <= found.due


def test_days_held_are_counted_once_and_only_where_an_office_is_open() -> None:
    week = Week(5, {date(2026, 5, 14): Off("Kenaikan Yesus Kristus")})
    monday, friday, sunday = date(2026, 5, 11), date(2026, 5, 15), date(2026, 5, 17)
    one = Pause(monday, friday, sunday, "foto")
    assert days_paused([one], week) == 3
    assert days_paused([one, Pause(date(2026, 5, 13), None, sunday, "lagi")], week) == 4
    assert days_paused([Pause(monday, monday, friday, "dijawab hari itu")], week) == 0
