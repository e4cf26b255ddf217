from decimal import Decimal

import pytest

from portal.indicators.rules.change import (
    Change,
    Target,
    break_even,
    change,
    judge_target,
    shifted_channels,
)
from portal.indicators.rules.interval import Interval


def interval(low: str = "80", high: str = "86", error: str = "1.500") -> Interval:
    return Interval(Decimal(low), Decimal(high), Decimal(error))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        # 1.96·√(1.5² + 2²) = 4.9
        ("80.00", "84.90", "belum dapat dibedakan"),
        ("80.00", "84.91", "naik"),
        ("84.91", "80.00", "turun"),
        ("84.90", "80.00", "belum dapat dibedakan"),
        ("80.00", "80.00", "belum dapat dibedakan"),
    ],
)
def test_change_is_said_only_when_it_can_be_told(before: str, now: str, said: str) -> None:
    first, second = interval(error="1.500"), interval(error="2.000")
    assert change(Decimal(before), first, Decimal(now), second) == said


def test_without_an_interval_no_change_can_be_told() -> None:
    assert change(Decimal(50), None, Decimal(90), interval()) is Change.UNCLEAR
    assert change(Decimal(50), interval(), Decimal(90), None) is Change.UNCLEAR


@pytest.mark.parametrize(
    ("target", "said"),
    [("80", "tercapai"), ("80.1", "belum pasti"), ("86", "belum pasti"), ("86.1", "belum")],
)
def test_a_target_is_judged_by_the_interval(target: str, said: str) -> None:
    assert judge_target(Decimal(target), interval("80.0", "86.0")) == said
    assert judge_target(Decimal(target), None) is Target.UNCLEAR


@pytest.mark.parametrize(
    ("index", "answers", "served", "points"),
    [
        # (84.72 − 76.61)/(1 − 312/1120) = 11.24
        ("84.72", 312, 1120, "11.2"),
        ("88.31", 100, 200, "0.0"),
        ("90.00", 50, 100, "3.3"),
        # (90 − 88.31)/0.01 = 169 points: no silent resident can be so far below
        ("90.00", 99, 100, None),
        ("90.00", 100, 100, None),
        ("90.00", 120, 100, None),
        ("50.00", 10, 100, None),
    ],
)
def test_how_much_lower_the_silent_would_have_to_be(
    index: str, answers: int, served: int, points: str | None
) -> None:
    found = break_even(Decimal(index), answers, served)
    assert (found if found is None else str(found)) == points


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        ({"qr": 80, "paper": 20}, {"qr": 60, "paper": 40}, ()),
        ({"qr": 800, "paper": 200}, {"qr": 599, "paper": 401}, ("paper", "qr")),
        ({"qr": 100}, {"qr": 79, "kiosk": 11, "paper": 10}, ("qr",)),
        ({}, {"paper": 10}, ()),
        ({"paper": 10}, {"paper": 0}, ()),
    ],
)
def test_a_share_that_moves_by_more_than_20_points_breaks_the_trend(
    before: dict[str, int], now: dict[str, int], moved: tuple[str, ...]
) -> None:
    assert shifted_channels(before, now) == moved
