"""What two figures say together: change, target, break-even with the silent, broken trends."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.indicators.rules.index import LOWEST_MARK, POINTS_PER_MARK, Grade, grade_of
from portal.indicators.rules.interval import NORMAL_95, Interval

LARGEST_SHIFT = Fraction(20, 100)


class Change(StrEnum):
    """From one period to the next; the value is what the page says."""

    UP = "naik"
    DOWN = "turun"
    UNCLEAR = "belum dapat dibedakan"


class Target(StrEnum):
    """A target judged by the interval, never by the number alone."""

    REACHED = "tercapai"
    UNCLEAR = "belum pasti"
    MISSED = "belum"


def change(
    before: Decimal, before_interval: Interval | None, now: Decimal, now_interval: Interval | None
) -> Change:
    """Up or down only if |Δ| > 1.96·√(SE₁² + SE₂²); without an interval nothing can be told."""
    if before_interval is None or now_interval is None:
        return Change.UNCLEAR
    variance = before_interval.standard_error**2 + now_interval.standard_error**2
    if abs(now - before) <= Decimal(str(NORMAL_95)) * variance.sqrt():
        return Change.UNCLEAR
    return Change.UP if now > before else Change.DOWN


def judge_target(target: Decimal, interval: Interval | None) -> Target:
    """Reached when the whole interval is, missed when none of it is."""
    if interval is None or interval.low < target <= interval.high:
        return Target.UNCLEAR
    return Target.REACHED if interval.low >= target else Target.MISSED


def break_even(index: Decimal, answers: int, served: int) -> Decimal | None:
    """How many points lower the silent would have to be for the grade to fall.

    δ* = (I − lower border)/(1 − answers/served), rounded down to one decimal. None where no
    silence could change the grade: everybody answered, the grade is the lowest, or the silent
    would have to be below the bottom of the scale.
    """
    grade = grade_of(index)
    if answers >= served or grade is Grade.D:
        return None
    silent_share = 1 - Fraction(answers, served)
    points = (Fraction(index) - Fraction(grade.lower_border)) / silent_share
    if points > Fraction(index) - LOWEST_MARK * POINTS_PER_MARK:
        return None
    return Decimal(int(points * 10)).scaleb(-1)


def shifted_channels(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[str, ...]:
    """Channels whose share of the answers moved by more than 20 points: they break the trend.

    Paper and phone are answered differently, so a trend across such a move would show the paper.
    """
    answered_before, answered_now = sum(before.values()), sum(now.values())
    if not answered_before or not answered_now:
        return ()
    return tuple(
        channel
        for channel in sorted({*before, *now})
        if abs(
            Fraction(now.get(channel, 0), answered_now)
            - Fraction(before.get(channel, 0), answered_before)
        )
        > LARGEST_SHIFT
    )
