"""Held answers: released or struck in groups, from outside the unit, and the sum stays."""

from collections import Counter as Tally
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.review import review_of
from portal.audit.models import AuditEntry
from portal.authority import Actor, Role, operator
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, Problems, RuleBroken
from portal.feedback.models import Rating
from portal.feedback.reviewing import HeldGroup, held_groups, received_counts, review_held
from portal.feedback.rules.review import Decision
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.factories import make_rating
from tests.indicators import plain
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import actor_of, make_person

OCTOBER = Month(2026, 10)
BURST = "lonjakan dua hari terakhir"
REASON = "Diperiksa bersama Inspektorat, pola titip nilai."


@pytest.fixture
def town(app: Flask) -> Town:
    town = make_town()
    make_ratings(town, "2026-10", 120, 1, status="counts")
    marks: dict[str, Any] = dict.fromkeys(plain.NINE, 4)
    held = {"status": "quarantined", "status_reason": BURST, **marks}
    for day in (30, 31):
        for _ in range(8):
            make_rating(town.counters[0], date(2026, 10, day), **held)
    make_rating(town.counters[1], date(2026, 10, 5), status="quarantined", status_reason="kiriman")
    make_ratings(town, "2026-10", 4, 2, status="struck")
    return town


def evaluator(town: Town, at: int = 0) -> Actor:
    return actor_of(make_person((Role.SURVEY_EVALUATOR, town.units[at])))


def burst(actor: Actor) -> HeldGroup:
    return next(g for g in held_groups(actor, OCTOBER) if g.signal == BURST)


def review(actor: Actor, held: HeldGroup, decision: Decision, **facts: Any) -> Any:
    seen = {"group": held.name, "expected": held.answers}
    given = {"month": OCTOBER, "reason": REASON, **seen, **facts}
    return review_held(actor, decision=decision, **given)


def entries() -> Tally[str]:
    return Tally(db.session.execute(sa.select(AuditEntry.action)).scalars())


def test_groups_tell_place_days_and_signal_only(town: Town) -> None:
    group = burst(evaluator(town))
    assert (group.unit_code, group.counter.split()[0], group.answers) == ("DUK", "1", 16)
    assert (group.first, group.last) == (date(2026, 10, 30), date(2026, 10, 31))
    assert not {"overall", "marks", "part_of_day", *plain.NINE} & set(HeldGroup.__slots__)


@pytest.mark.parametrize(
    ("decision", "counts", "struck"), [(Decision.RELEASE, 136, 4), (Decision.STRIKE, 120, 20)]
)
def test_a_decision_moves_the_group_and_the_sum_stays(
    town: Town, decision: Decision, counts: int, struck: int
) -> None:
    actor = evaluator(town)
    assert received_counts(OCTOBER) == {"counts": 120, "quarantined": 17, "struck": 4}
    assert review(actor, burst(actor), decision).answers == 16
    assert received_counts(OCTOBER) == {"counts": counts, "quarantined": 1, "struck": struck}
    assert entries() == {f"{decision}_held_ratings": 1}
    reasons = set(
        db.session.execute(
            sa.select(Rating.status_reason).where(Rating.counter_id == town.counters[0].id)
        ).scalars()
    )
    assert (REASON in reasons) == (decision is Decision.STRIKE)


def test_a_group_under_ten_does_not_say_what_it_moves(town: Town) -> None:
    lines = {
        line.group.signal: line for line in review_of(evaluator(town), OCTOBER, Weight.NINTH).lines
    }
    assert lines["kiriman"].movement is None
    moved = lines[BURST].movement
    assert moved is not None
    assert moved.points is not None
    assert moved.points > 0


def test_what_a_group_moves_is_what_releasing_it_moves(town: Town) -> None:
    actor = evaluator(town)
    movement = {g.group.signal: g for g in review_of(actor, OCTOBER, Weight.NINTH).lines}[BURST]
    review(actor, movement.group, Decision.RELEASE)
    unit = town.units[1]
    below = [u.id for u in town.units if u.id == unit.id or u.parent_id == unit.id]
    query = sa.select(*(getattr(Rating, name) for name in plain.NINE)).where(
        Rating.unit_id.in_(below), Rating.status == "counts"
    )
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    total = sum(
        sum(given) / len(given) for name in plain.NINE if (given := plain.marks(rows, name))
    )
    assert movement.movement is not None
    assert float(movement.movement.with_held or 0) == pytest.approx(total / 9 * 25, abs=0.006)


REFUSALS: list[tuple[dict[str, Any], type[PortalError], str]] = [
    ({"reason": "ya"}, Problems, "alasan putusan"),
    ({"reason": "x" * 2001}, Problems, "2000"),
    ({"expected": 3}, Conflict, "berubah"),
    ({"group": "tiada"}, Conflict, "sudah diputus"),
    ({"month": Month(2026, 9)}, NotFound, "tidak ada"),
]


@pytest.mark.parametrize(("facts", "error", "words"), REFUSALS)
def test_a_refusal_leaves_everything(
    town: Town, facts: dict[str, Any], error: type[PortalError], words: str
) -> None:
    actor, before = evaluator(town), received_counts(OCTOBER)
    with pytest.raises(error, match=words):
        review(actor, burst(actor), Decision.RELEASE, **facts)
    assert received_counts(OCTOBER) == before
    assert not entries()


def test_nobody_decides_about_the_own_unit(town: Town) -> None:
    actor = evaluator(town)
    group = burst(actor)
    head = actor_of(
        make_person((Role.SURVEY_EVALUATOR, town.units[0]), (Role.UNIT_HEAD, town.units[1]))
    )
    officer = next(o for o in town.officers if o.unit_id == group.unit_id)
    for insider in (head, replace(actor, officer_id=officer.id)):
        with pytest.raises(NotAllowed, match="unit Anda sendiri"):
            review(insider, group, Decision.RELEASE)
        lines = review_of(insider, OCTOBER, Weight.NINTH).lines
        assert not any(line.may_decide for line in lines)
    assert all(line.may_decide for line in review_of(actor, OCTOBER, Weight.NINTH).lines)


def test_another_unit_does_not_know_of_it(town: Town) -> None:
    stranger = evaluator(town, at=2)
    assert held_groups(stranger, OCTOBER) == ()
    with pytest.raises(Conflict):
        review(stranger, burst(evaluator(town)), Decision.RELEASE)


def test_a_closed_month_does_not_move(town: Town) -> None:
    actor = evaluator(town)
    group = burst(actor)
    close_month(
        operator("uji"),
        month=OCTOBER,
        today=date(2026, 11, 2),
        weight=Weight.NINTH,
        reviewed="diperiksa",
    )
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        review(actor, group, Decision.RELEASE)
