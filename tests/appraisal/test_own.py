"""An officer's own results: as closed or released, only the own, with what is withheld and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from portal.appraisal.calendar import Terms
from portal.appraisal.commands import close_month
from portal.appraisal.looks import note_look, own_looks
from portal.appraisal.objection_offers import own_counters
from portal.appraisal.own import own_results, own_windows
from portal.authority import RESIDENT, Actor, Permission, Role, operator
from portal.errors import NotAllowed, NotFound
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Counter, Officer
from tests.factories import make_counter, make_duty, make_officer, make_rating, make_unit
from tests.staff import actor_of, make_person

OPERATOR = operator("uji")
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
TODAY = date(2026, 11, 20)
NO_TRIAL = Terms(trial_months=0)


@dataclass
class Scene:
    """October closed with twelve answers for one officer and four for the other."""

    officer: Officer
    actor: Actor
    other: Actor
    counter: Counter
    head: Actor


@pytest.fixture
def scene(app: Flask) -> Scene:
    unit = make_unit("DUK")
    counter, _code = make_counter(unit, number="1")
    officer, other = make_officer(unit, name="Ani"), make_officer(unit, name="Budi")
    rate(counter, officer, OCTOBER, 12)
    rate(counter, other, OCTOBER, 4)
    close_month(
        OPERATOR, month=OCTOBER, today=date(2026, 11, 2), weight=Weight.NINTH, reviewed="ya"
    )
    ani, budi = (make_person((Role.OFFICER, unit), officer=o) for o in (officer, other))
    head = actor_of(make_person((Role.UNIT_HEAD, unit)))
    return Scene(officer, actor_of(ani), actor_of(budi), counter, head)


def rate(counter: Counter, officer: Officer, month: Month, number: int) -> None:
    exact: dict[str, Any] = {"attribution_certainty": "exact", "attribution_source": "choice"}
    for n in range(number):
        day = month.first_day.replace(day=1 + n % 6)
        marks = {"kompetensi": 4, "perilaku": 3 + n % 2}
        make_rating(counter, day, officer_id=officer.id, **exact, **marks)


def test_the_closed_month_with_its_company(scene: Scene) -> None:
    found = own_results(scene.actor, None, TODAY, NO_TRIAL)
    shown = found.shown
    assert (found.month, found.name, found.trial_until) == (OCTOBER, "Ani", None)
    assert shown is not None
    assert (shown.answers, shown.revision, shown.released_on) == (12, 1, None)
    figure = shown.perilaku.figure
    assert (figure.answers, figure.days, figure.index) == (12, 6, Decimal("87.5"))
    assert figure.interval is not None
    assert shown.kompetensi.figure.index == 100


def test_below_the_minimum_the_reason_and_no_number(scene: Scene) -> None:
    shown = own_results(scene.other, None, TODAY, NO_TRIAL).shown
    assert shown is not None
    assert shown.perilaku.figure.index is None
    assert shown.perilaku.withheld is not None
    assert (shown.perilaku.withheld.have, shown.perilaku.withheld.need) == (4, 10)
    assert shown.overall.score is None


def test_an_open_month_is_what_the_night_released(scene: Scene) -> None:
    rate(scene.counter, scene.officer, NOVEMBER, 11)
    assert own_results(scene.actor, NOVEMBER, TODAY, NO_TRIAL).shown is None
    release_month(OPERATOR, month=NOVEMBER, today=TODAY, weight=Weight.NINTH)
    rate(scene.counter, scene.officer, NOVEMBER, 1)
    shown = own_results(scene.actor, None, TODAY, NO_TRIAL).shown
    assert shown is not None
    assert (shown.month, shown.answers, shown.released_on) == (NOVEMBER, 11, TODAY)


def test_months_that_are_not_there(scene: Scene) -> None:
    with pytest.raises(NotFound):
        own_results(scene.actor, Month(2026, 9), TODAY, NO_TRIAL)
    assert own_results(scene.actor, NOVEMBER, TODAY, NO_TRIAL).shown is None


def test_the_trial_keeps_nothing_from_the_officer(scene: Scene) -> None:
    found = own_results(scene.actor, None, TODAY, Terms(trial_months=3))
    assert found.shown is not None
    assert found.trial_until == Month(2026, 12)
    first_after = own_results(scene.actor, None, TODAY, Terms(trial_months=0))
    assert first_after.trial_until is None


@pytest.mark.parametrize("role", [None, Role.UNIT_HEAD])
def test_nobody_else_asks_for_own_results(scene: Scene, role: Role | None) -> None:
    actor = RESIDENT if role is None else scene.head
    with pytest.raises(NotAllowed):
        own_results(actor, None, TODAY, NO_TRIAL)
    with pytest.raises(NotAllowed):
        own_looks(actor)


def test_who_looked_role_and_day_the_newest_first(scene: Scene) -> None:
    for day in (3, 5):
        note_look(
            scene.head,
            officers=[scene.officer.id],
            permission=Permission.READ_OFFICER_FIGURES,
            subject="officers:DUK/2026-10",
            today=date(2026, 11, day),
        )
    found = [(look.on_date.day, look.role) for look in own_looks(scene.actor)]
    assert found == [(5, Role.UNIT_HEAD), (3, Role.UNIT_HEAD)]
    assert own_looks(scene.other) == ()


def test_the_window_that_is_open_and_the_next(scene: Scene) -> None:
    inside = own_windows(scene.actor, date(2026, 11, 4), NO_TRIAL)
    assert [window.month for window in inside.open] == [OCTOBER]
    assert inside.following.month == NOVEMBER
    after = own_windows(scene.actor, TODAY, NO_TRIAL)
    assert (after.open, after.following.month) == ((), NOVEMBER)
    early = own_windows(scene.actor, date(2026, 11, 1), NO_TRIAL)  # a Sunday
    assert (early.open, early.following.month) == ((), OCTOBER)


def test_counters_to_contest_are_the_units_and_those_of_the_roster(scene: Scene) -> None:
    foreign, _code = make_counter(make_unit(name="MPP"), number="7")
    assert [id_ for id_, _name in own_counters(scene.actor, OCTOBER)] == [scene.counter.id]
    make_duty(scene.officer, foreign, date(2026, 10, 14))
    found = {id_ for id_, _name in own_counters(scene.actor, OCTOBER)}
    assert found == {scene.counter.id, foreign.id}
    assert own_counters(scene.actor, NOVEMBER) != own_counters(scene.actor, OCTOBER)
