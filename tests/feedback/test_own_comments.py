"""What an officer reads of what residents wrote: batches of ten, past weeks, only the own."""

import itertools
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.authority import RESIDENT, Actor, Role
from portal.database import db
from portal.errors import NotAllowed, NotFound
from portal.feedback.models import Comment
from portal.feedback.own_comments import own_comments
from portal.feedback.rules.themes import Theme
from portal.organisation.models import Officer, Unit
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

MONDAY = date(2026, 11, 2)
TODAY = date(2026, 11, 19)
_ids = itertools.count(1)


@pytest.fixture
def officer(app: Flask) -> Officer:
    return make_officer(make_unit())


@pytest.fixture
def actor(officer: Officer) -> Actor:
    unit = db.session.get(Unit, officer.unit_id)
    assert unit is not None
    return actor_of(make_person((Role.OFFICER, unit), officer=officer))


def write(officer: Officer, number: int, week: date = MONDAY, text: str = "Tulisan {n}") -> None:
    for n in range(number):
        facts = {"id": next(_ids), "week": week, "unit_id": officer.unit_id}
        db.session.add(Comment(**facts, officer_id=officer.id, text=text.format(n=n)))
    db.session.commit()


def test_ten_are_read_together_thanks_first(officer: Officer, actor: Actor) -> None:
    write(officer, 7)
    write(officer, 3, text="Terima kasih {n}, hubungi 0812-3456-7890")
    found = own_comments(actor, None, TODAY)
    assert len(found.others) == 7
    assert sorted(found.thanks)[0] == "Terima kasih 0, hubungi [nomor disembunyikan]"
    assert (len(found.thanks), found.waiting, found.themes) == (3, 0, ())
    assert own_comments(actor, MONDAY, TODAY) == found


def test_fewer_are_counted_by_theme_and_not_quoted(officer: Officer, actor: Actor) -> None:
    write(officer, 5, text="Terima kasih {n}")
    write(officer, 2, text="lama")
    found = own_comments(actor, None, TODAY)
    assert (found.shown, found.thanks, found.others) == (None, (), ())
    assert (found.waiting, found.themes) == (7, ((Theme.THANKS, 5),))


def test_this_week_is_not_read_yet(officer: Officer, actor: Actor) -> None:
    write(officer, 12, week=TODAY - timedelta(days=TODAY.weekday()), text="terima kasih")
    found = own_comments(actor, None, TODAY)
    assert (found.shown, found.waiting, found.themes) == (None, 0, ())


def test_what_is_about_others_or_nobody_is_not_there(officer: Officer, actor: Actor) -> None:
    unit = db.session.get(Unit, officer.unit_id)
    assert unit is not None
    write(make_officer(unit), 12)
    found = own_comments(actor, None, TODAY)
    assert (found.batches, found.waiting) == ((), 0)
    nobody = actor_of(make_person((Role.OFFICER, unit)))
    db.session.add(Comment(id=next(_ids), week=MONDAY, unit_id=unit.id, text="tentang siapa"))
    db.session.commit()
    assert own_comments(nobody, None, TODAY).waiting == 0


def test_a_week_without_a_batch_and_a_stranger(officer: Officer, actor: Actor) -> None:
    write(officer, 10)
    with pytest.raises(NotFound):
        own_comments(actor, MONDAY + timedelta(days=7), TODAY)
    with pytest.raises(NotAllowed):
        own_comments(RESIDENT, None, TODAY)
