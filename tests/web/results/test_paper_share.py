"""How much of a month came on paper: from released figures, beside what broke the trend."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from portal.authority import Role
from portal.indicators.staff_queries import StaffFigure, unit_lines
from portal.web.results.paper_share import paper_share, share_of
from tests.staff import actor_of, make_person
from tests.web.results.office import OCTOBER, SEPTEMBER, make_office


@pytest.fixture
def evaluator(sqlite_app: Flask) -> Any:
    office = make_office()
    root = next(unit for unit in office.town.units if unit.parent_id is None)
    return actor_of(make_person((Role.SURVEY_EVALUATOR, root)))


def _figures(actor: Any, month: Any) -> list[StaffFigure]:
    lines = unit_lines(actor, month)
    return [line.shown for line in lines if line.depth == 0 and line.shown]


def test_the_share_is_that_of_the_released_channels(evaluator: Any) -> None:
    (shown,) = _figures(evaluator, OCTOBER)
    channels = shown.figure.channels
    share = paper_share(evaluator, OCTOBER)
    typed = sum(channels.get(one, 0) for one in ("paper", "interview", "telephone"))
    assert share.answers == sum(channels.values()) > 0
    assert share.share is not None
    assert abs(Fraction(share.share) - Fraction(typed, share.answers)) < Fraction(1, 10**9)
    assert not share.breaks


def test_a_month_without_figures_has_no_share(evaluator: Any) -> None:
    share = paper_share(evaluator, SEPTEMBER.plus(-24))
    assert (share.share, share.answers, share.breaks) == (None, 0, False)


@pytest.mark.parametrize(
    ("before", "now", "share", "breaks"),
    [
        ({}, {}, None, False),
        ({}, {"qr": 5}, "0", False),
        ({"qr": 9}, {}, None, False),
        ({"qr": 900, "paper": 100}, {"qr": 600, "paper": 400}, "0.4", True),
        ({"qr": 80, "paper": 20}, {"qr": 60, "paper": 40}, "0.4", False),
        ({"qr": 50, "paper": 50}, {"qr": 50, "interview": 30, "telephone": 20}, "0.5", True),
    ],
)
def test_a_shift_of_more_than_twenty_points_breaks_the_trend(
    before: dict[str, int], now: dict[str, int], share: str | None, breaks: bool
) -> None:
    found = share_of(before, now)
    assert found.share == (None if share is None else Decimal(share))
    assert found.breaks is breaks
