"""The half year of complaints, lived through day by day with the real commands."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from portal.authority import Actor, Grant, Role
from portal.complaints.models import Complaint
from portal.complaints.passing import (
    escalate_cases,
    late,
    release_cases,
    resume_clocks,
    unreleased,
    waited_out,
)
from portal.complaints.silence import (
    answered_before,
    asked_in_vain,
    close_incomplete_cases,
    close_silent_cases,
)
from portal.complaints.turns import cases_where
from portal.config import Settings
from portal.database import db
from portal.demo.cases.beginning import file_case
from portal.demo.cases.filing import Coming, comings
from portal.demo.cases.office import prepare_office
from portal.demo.cases.resident_acts import BY_RESIDENT
from portal.demo.cases.special import special_comings
from portal.demo.cases.special_acts import SPECIAL_ACTS, by_staff_specially
from portal.demo.cases.staff_acts import by_staff
from portal.demo.cases.years import DONE_AT, FILED_AT, Years, first_of_the_years
from portal.demo.commands import in_a_hurry
from portal.demo.days import HalfYear

WORKER = Actor("worker", (Grant(Role.OPERATOR),))
MONDAY = 0
SILENCE = timedelta(days=11)  # ten working days are more
RECEIPTS = ("received", "waiting", "answered", "closed")

Agenda = dict[date, list[tuple[Coming, str]]]


@in_a_hurry()
def live_through_cases(half: HalfYear, settings: Settings) -> tuple[tuple[str, str], ...]:
    """File and handle them all; some receipts to try at /lacak, each with the state it shows."""
    years = first_of_the_years(half, settings)
    prepare_office(years)
    agenda = _agenda(half)
    for day in _days(half):
        _morning(day, half.today)
        for coming, act in agenda.get(day, ()):
            _do(years, coming, act, day)
    return _receipts(years)


def _days(half: HalfYear) -> Iterator[date]:
    for step in range((half.today - half.first_day).days + 1):
        yield half.first_day + timedelta(days=step)


def _agenda(half: HalfYear) -> Agenda:
    """What happens on which day: staff act on working days, residents on any."""
    agenda: Agenda = {}
    open_days = list(half.working_days(5, half.first_day, half.today))
    for coming in (*comings(half), *special_comings(half)):
        agenda.setdefault(coming.filed_on, []).append((coming, "file"))
        before = coming.filed_on
        for days, act in coming.life.acts:
            meant = max(before, coming.filed_on + timedelta(days=days))
            on = meant if act in BY_RESIDENT else _next(open_days, meant)
            if on is None or on > half.today:
                break
            agenda.setdefault(on, []).append((coming, act))
            before = on
    return agenda


def _next(days: list[date], meant: date) -> date | None:
    at = bisect_left(days, meant)
    return days[at] if at < len(days) else None


def _morning(day: date, today: date) -> None:
    """What the worker does at dawn, where there is something to do.

    Late cases climb once a week here, which shows the same.
    """
    duties = [
        (waited_out(day), resume_clocks),
        (answered_before(day - SILENCE), close_silent_cases),
        (asked_in_vain(), close_incomplete_cases),
        (unreleased(day), release_cases),
    ]
    if day.weekday() == MONDAY or day == today:
        duties.append((late(day), escalate_cases))
    for which, act in duties:
        cases = cases_where(which)
        if cases:
            act(WORKER, cases=cases, today=day)


def _do(years: Years, coming: Coming, act: str, day: date) -> None:
    if act == "file":
        file_case(years, coming, day)
    elif act in BY_RESIDENT:
        BY_RESIDENT[act](years, years.running[coming.place], years.at(day, FILED_AT))
    elif act in SPECIAL_ACTS:
        by_staff_specially(years, years.running[coming.place], act, years.at(day, DONE_AT))
    else:
        by_staff(years, years.running[coming.place], act, years.at(day, DONE_AT))


def _receipts(years: Years) -> tuple[tuple[str, str], ...]:
    """The latest of each state that a resident may find at /lacak."""
    query = sa.select(Complaint.number, Complaint.state)
    states = {row.number: row.state for row in db.session.execute(query)}
    latest = sorted(years.running.values(), key=lambda one: one.coming.filed_on, reverse=True)
    found = []
    for state in RECEIPTS:
        one = next((case for case in latest if states[case.number] == state), None)
        found += [] if one is None else [(state, one.code)]
    return tuple(found)
