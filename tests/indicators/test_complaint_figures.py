"""Complaints in the month's figures: where they are handled, when they happened, frozen."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.recount import recount
from portal.authority import RESIDENT, operator
from portal.complaints.cases import write_step
from portal.complaints.clocks import current_cycle, open_cycle
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Step
from portal.database import db
from portal.indicators.complaint_figures import complaint_figures
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.indicators.snapshot import snapshot
from portal.indicators.subjects import SubjectKey, load_places
from portal.month import Month
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_counter, make_rating, make_unit

OCTOBER = Month.parse("2026-10")
DAY = date(2026, 10, 5)
OPERATOR = operator("uji")


def answer(case: Complaint, on: date, hours: int = 30) -> None:
    cycle = current_cycle(case)
    cycle.answered_on, cycle.hours = on, hours
    db.session.commit()


def reopen(case: Complaint, on: date, step: Step = Step.REOPENED) -> None:
    case.cycle += 1
    open_cycle(case, on=on)
    write_step(case, step, actor=RESIDENT, on=on)
    db.session.commit()


def figures(unit: Unit, month: Month = OCTOBER) -> Any:
    with snapshot() as connection:
        places = load_places(connection, month)
        return complaint_figures(connection, month, places)[SubjectKey("unit", unit.id)]


@pytest.fixture
def units(app: Flask) -> tuple[Unit, Unit]:
    root = make_unit()
    return root, make_unit(parent_id=root.id)


def test_each_thing_counts_in_the_month_in_which_it_happened(units: tuple[Unit, Unit]) -> None:
    root, unit = units
    in_time, late, next_month, praise = (make_case(unit, DAY) for _ in range(4))
    praise.kind = "apresiasi"
    db.session.commit()
    answer(in_time, DAY + timedelta(days=2), 40)
    answer(late, date(2026, 10, 30), 600)
    answer(next_month, date(2026, 11, 2), 700)
    write_step(in_time, Step.CONFIRMED, actor=RESIDENT, on=date(2026, 10, 9))
    reopen(late, date(2026, 11, 3))
    found = figures(unit)
    assert (found["filed"], found["answered"], found["answered_in_time"]) == (3, 2, 1)
    assert (found["median_hours"], found["within_hours"]["72"], found["praise"]) == (320, 1, 1)
    assert (found["solved"], found["unsolved"], found["reopened"]) == (1, 0, 0)
    assert figures(root) == found
    november = figures(unit, Month.parse("2026-11"))
    assert (november["filed"], november["answered"], november["reopened"]) == (0, 1, 1)


def test_what_went_past_a_unit_counts_at_its_superior_alone(units: tuple[Unit, Unit]) -> None:
    root, unit = units
    counter, _code = make_counter(unit)
    make_case(unit, DAY, counter_id=counter.id)
    make_case(
        unit,
        DAY,
        counter_id=counter.id,
        handling_unit_id=root.id,
        is_bypassed=True,
        about="pimpinan",
    )
    assert figures(unit)["filed"] == 1
    assert figures(root)["filed"] == 2
    with snapshot() as connection:
        places = load_places(connection, OCTOBER)
        found = complaint_figures(connection, OCTOBER, places)
    assert found[SubjectKey("counter", counter.id)]["filed"] == 1


def test_an_appeal_speaks_of_the_unit_that_answered(units: tuple[Unit, Unit]) -> None:
    root, unit = units
    case = make_case(unit, DAY)
    answer(case, DAY)
    case.handling_unit_id = root.id
    reopen(case, date(2026, 10, 12), Step.APPEALED)
    assert (figures(unit)["appeals"], figures(unit)["reopened"]) == (1, 0)


def closed(unit: Unit) -> Any:
    query = (
        sa.select(ClosedFigure.content)
        .where(ClosedFigure.subject_type == "unit", ClosedFigure.subject_id == unit.id)
        .where(ClosedFigure.period == str(OCTOBER))
        .order_by(ClosedFigure.revision.desc())
    )
    return json.loads(db.session.execute(query).scalars().first() or "{}")


def test_a_closed_month_keeps_its_figures_whatever_happens_to_the_cases(
    units: tuple[Unit, Unit],
) -> None:
    root, unit = units
    case = make_case(unit, DAY)
    answer(case, date(2026, 10, 12))
    counter, _code = make_counter(unit)
    make_rating(counter, DAY)
    close_month(OPERATOR, month=OCTOBER, today=date(2026, 11, 2), weight=Weight.NINTH)
    before = closed(unit)
    assert before["complaints"]["filed"] == 1
    reopen(case, date(2026, 11, 4))
    current_cycle(case).unit_id = root.id
    case.filed_on = date(2026, 11, 1)
    make_case(unit, DAY)  # comes in with a date of the past
    assert closed(unit) == before
    revise_month(
        OPERATOR,
        month=OCTOBER,
        today=date(2026, 11, 5),
        reason="Jawaban salah loket.",
        weight=Weight.NINTH,
    )
    after = closed(unit)
    assert (after["revision"], after["complaints"]) == (2, before["complaints"])
    assert recount(OCTOBER) is None
