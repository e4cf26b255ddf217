"""Praise reaches the officer it is about, after verification, without a day."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints.praising import Praise, own_praise
from portal.errors import NotAllowed
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

TODAY = date(2026, 11, 4)  # a Wednesday
LAST_WEEK = date(2026, 10, 29)
READ = {"kind": "apresiasi", "klass": "apresiasi", "state": "verified", "story": "Ramah sekali."}


def an_officer(*, on: date = LAST_WEEK, **facts: Any) -> Actor:
    unit = make_unit()
    officer = make_officer(unit)
    make_case(unit, on, about_officer=officer, **{**READ, **facts})
    return actor_of(make_person((Role.OFFICER, unit), officer=officer))


def test_the_words_and_the_week(app: Flask) -> None:
    assert own_praise(an_officer(), TODAY) == (Praise(date(2026, 10, 26), "Ramah sekali."),)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "received", "klass": None},
        {"klass": "pengaduan"},
        {"kind": "pengaduan"},
        {"state": "closed", "outcome": "arsip"},
        {"state": "closed", "outcome": "duplikat"},
        {"erased_on": TODAY},
        {"on": date(2026, 11, 2)},
    ],
)
def test_what_is_not_read_yet_or_no_praise_or_of_this_week(
    sqlite_app: Flask, facts: dict[str, Any]
) -> None:
    assert own_praise(an_officer(**facts), TODAY) == ()


def test_masked_parts_and_numbers_stay_hidden(sqlite_app: Flask) -> None:
    facts: dict[str, Any] = {
        "story": "Bu Ani ramah",
        "story_masked": "[disamarkan] ramah, 0812 3456 7890",
    }
    (found,) = own_praise(an_officer(**facts), TODAY)
    assert found.text == "[disamarkan] ramah, [nomor disembunyikan]"


def test_a_closed_one_stays_and_nobody_else_reads_it(sqlite_app: Flask) -> None:
    assert len(own_praise(an_officer(state="closed", outcome="selesai"), TODAY)) == 1
    unit = make_unit()
    other = actor_of(make_person((Role.OFFICER, unit), officer=make_officer(unit)))
    assert own_praise(other, TODAY) == ()
    assert own_praise(actor_of(make_person((Role.OFFICER, unit))), TODAY) == ()
    with pytest.raises(NotAllowed):
        own_praise(actor_of(make_person((Role.HANDLER, unit))), TODAY)
