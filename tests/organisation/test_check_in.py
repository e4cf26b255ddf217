"""Check-in: who is at the counter from when to when, what is recorded, what is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import RESIDENT, Actor, Role
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.organisation.check_in import check_in, check_in_counters, check_out, own_check_in
from portal.organisation.models import CheckIn, Counter, Leave, Officer, Unit
from portal.organisation.queries import officers_on_duty
from tests.factories import make_counter, make_duty, make_officer, make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 19)
EIGHT = datetime.combine(DAY, time(8))


@dataclass
class Scene:
    """Two officers of one unit with two counters; a counter of another unit."""

    unit: Unit
    one: Officer
    two: Officer
    first: Counter
    second: Counter
    foreign: Counter
    actor: Actor
    other: Actor


@pytest.fixture
def scene(app: Flask) -> Scene:
    unit, elsewhere = make_unit(), make_unit()
    one, two = make_officer(unit, name="Ani"), make_officer(unit, name="Budi")
    first, second, foreign = (make_counter(at)[0] for at in (unit, unit, elsewhere))
    ani, budi = (actor_of(make_person((Role.OFFICER, unit), officer=o)) for o in (one, two))
    return Scene(unit, one, two, first, second, foreign, ani, budi)


def at(hour: int, minute: int = 0) -> datetime:
    return EIGHT.replace(hour=hour, minute=minute)


def here(counter: Counter, moment: datetime) -> list[tuple[str | None, bool]]:
    return [(o.name, o.is_checked_in) for o in officers_on_duty(counter.id, moment)]


def test_a_check_in_comes_before_the_roster(scene: Scene) -> None:
    make_duty(scene.two, scene.first, DAY)
    assert here(scene.first, at(9)) == [("Budi", False)]
    check_in(scene.actor, counter_id=scene.first.id, desk="1", at=at(9))
    assert here(scene.first, at(9, 1)) == [("Ani", True)]
    assert here(scene.first, at(9)) == [("Budi", False)]  # what was true then stays true


def test_it_lasts_until_the_end_of_the_day(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="", at=at(9))
    assert here(scene.first, at(23, 59)) == [("Ani", True)]
    assert here(scene.first, at(9) + timedelta(days=1)) == []
    assert own_check_in(scene.actor, DAY + timedelta(days=1)) is None


def test_checking_in_elsewhere_ends_it(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="", at=at(9))
    check_in(scene.actor, counter_id=scene.second.id, desk="", at=at(11))
    assert (here(scene.first, at(11)), here(scene.second, at(11))) == ([("Ani", True)], [])
    assert (here(scene.first, at(11, 1)), here(scene.second, at(11, 1))) == ([], [("Ani", True)])


def test_another_at_the_same_desk_takes_over(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="1", at=at(9))
    check_in(scene.other, counter_id=scene.first.id, desk=" 1", at=at(12))
    assert here(scene.first, at(12)) == [("Ani", True)]
    assert here(scene.first, at(12, 1)) == [("Budi", True)]
    assert own_check_in(scene.actor, DAY) is None


def test_two_desks_of_one_counter_stand_beside_each_other(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="1", at=at(9))
    check_in(scene.other, counter_id=scene.first.id, desk="2", at=at(9))
    assert here(scene.first, at(10)) == [("Ani", True), ("Budi", True)]


def test_checking_out(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="", at=at(9))
    check_out(scene.actor, at=at(12))
    assert here(scene.first, at(12)) == [("Ani", True)]
    assert here(scene.first, at(12, 1)) == []


def test_whoever_left_the_service_is_not_offered(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="", at=at(9))
    scene.one.left_on = DAY
    db.session.commit()
    assert here(scene.first, at(10)) == []


def test_each_change_is_one_entry_and_the_same_again_none(scene: Scene) -> None:
    check_in(scene.actor, counter_id=scene.first.id, desk="1", at=at(9))
    check_in(scene.actor, counter_id=scene.first.id, desk="1", at=at(9, 5))
    check_out(scene.actor, at=at(10))
    entries = db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.actor, AuditEntry.subject).where(
            AuditEntry.subject == f"officer:{scene.one.handle}"
        )
    ).all()
    assert [entry.action for entry in entries] == ["check_in", "check_out"]
    assert {entry.actor for entry in entries} == {scene.actor.name}


def test_the_roster_of_today_is_offered_first_also_in_another_unit(scene: Scene) -> None:
    make_duty(scene.one, scene.foreign, DAY, desk="4")
    offered = check_in_counters(scene.actor, DAY)
    assert [counter.id for counter in offered[:1]] == [scene.foreign.id]
    assert (offered[0].desk, offered[0].is_planned) == ("4", True)
    assert {c.id for c in offered} == {scene.foreign.id, scene.first.id, scene.second.id}
    check_in(scene.actor, counter_id=scene.foreign.id, desk="4", at=at(9))
    assert here(scene.foreign, at(9, 1)) == [("Ani", True)]


REFUSED: dict[str, tuple[Callable[[Scene], object], type[PortalError]]] = {
    "a counter of another unit": (
        lambda s: check_in(s.actor, counter_id=s.foreign.id, desk="", at=EIGHT),
        NotFound,
    ),
    "no counter": (lambda s: check_in(s.actor, counter_id=10**6, desk="", at=EIGHT), NotFound),
    "nobody": (lambda s: check_in(RESIDENT, counter_id=s.first.id, desk="", at=EIGHT), NotAllowed),
    "a head": (
        lambda s: check_in(
            actor_of(make_person((Role.UNIT_HEAD, s.unit))),
            counter_id=s.first.id,
            desk="",
            at=EIGHT,
        ),
        NotAllowed,
    ),
    "an account without an officer": (
        lambda s: check_in(
            actor_of(make_person((Role.OFFICER, s.unit))), counter_id=s.first.id, desk="", at=EIGHT
        ),
        NotAllowed,
    ),
    "leaving without being there": (lambda s: check_out(s.actor, at=EIGHT), Conflict),
}


@pytest.mark.parametrize(("act", "error"), REFUSED.values(), ids=list(REFUSED))
def test_a_refusal_leaves_nothing(
    scene: Scene, act: Callable[[Scene], object], error: type[PortalError]
) -> None:
    with pytest.raises(error):
        act(scene)
    counts = (sa.select(sa.func.count()).select_from(t) for t in (CheckIn, AuditEntry))
    assert [db.session.execute(query).scalar_one() for query in counts] == [0, 0]


def test_a_closed_counter_takes_nobody(scene: Scene) -> None:
    scene.first.closed_on = DAY
    db.session.commit()
    with pytest.raises(NotFound):
        check_in(scene.actor, counter_id=scene.first.id, desk="", at=EIGHT)


def test_whoever_is_on_leave_is_told_and_not_checked_in(scene: Scene) -> None:
    db.session.add(Leave(officer_id=scene.one.id, starts_on=DAY, ends_on=DAY))
    db.session.commit()
    with pytest.raises(RuleBroken, match="cuti"):
        check_in(scene.actor, counter_id=scene.first.id, desk="", at=EIGHT)
    check_in(scene.actor, counter_id=scene.first.id, desk="", at=EIGHT + timedelta(days=1))
