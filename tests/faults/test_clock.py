"""T13: the clock jumps by a day while a form is open."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.factories import make_counter, make_unit
from tests.feedback.intake import stored
from tests.visitor import Page, Visitor

NOW = datetime(2026, 11, 19, 3, 5, tzinfo=UTC)
DAY = timedelta(days=1)
WORDS = {"overall": "2", "comment": "Antre dua jam, kipas mati."}


def opened(visitor: Visitor) -> Page:
    _counter, code = make_counter(make_unit())
    return visitor.open(f"/l/{code}")


def test_a_form_of_yesterday_comes_back_filled_in_and_can_be_sent(app: Flask) -> None:
    visitor = Visitor(app)
    with time_machine.travel(NOW, tick=False) as clock:
        page = opened(visitor)
        clock.move_to(NOW + DAY + timedelta(minutes=1))
        again = visitor.send(page, WORDS)
        assert (again.status, stored()) == (422, [])
        kept = again.fields()
        assert {name: kept[name] for name in WORDS} == WORDS
        assert kept["ticket"] != page.fields()["ticket"]
        assert "Terima kasih" in visitor.send(again).h1
    assert [row["overall"] for row in stored()] == [2]


@pytest.mark.parametrize("jump", [-DAY, timedelta(hours=-1), timedelta(hours=23)])
def test_a_clock_that_jumps_within_a_day_turns_nobody_away(app: Flask, jump: timedelta) -> None:
    visitor = Visitor(app)
    with time_machine.travel(NOW, tick=False) as clock:
        page = opened(visitor)
        clock.move_to(NOW + jump)
        assert "Terima kasih" in visitor.send(page, WORDS).h1
        clock.move_to(NOW)
        assert "Terima kasih" in visitor.send(page, WORDS).h1
    assert [row["received_on"] for row in stored()] == [(NOW + jump + timedelta(hours=7)).date()]


@pytest.mark.parametrize("jump", [-DAY, DAY, 30 * DAY])
def test_a_repeat_is_known_whatever_the_clock_says(app: Flask, jump: timedelta) -> None:
    """The nonce is looked up before the age."""
    visitor = Visitor(app)
    with time_machine.travel(NOW, tick=False) as clock:
        page = opened(visitor)
        assert "Terima kasih" in visitor.send(page, WORDS).h1
        clock.move_to(NOW + jump)
        assert "Terima kasih" in visitor.send(page, WORDS).h1
    assert len(stored()) == 1
