"""Roles in time: from which day to which, acting only with a decree, never two that are apart."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
DEFINITIVE = "definitif"


class Fault(StrEnum):
    """Why a role cannot be held like this."""

    ORDER = "order"
    RANGE = "range"
    NO_END = "no_end"
    NO_DECREE = "no_decree"


@dataclass(frozen=True, slots=True)
class Holding:
    """One role in one unit from a day to a day, both included; no end: until it is ended."""

    role: str
    unit: str
    starts_on: date
    ends_on: date | None = None
    held: str = DEFINITIVE
    decree: str = ""


def fault(holding: Holding) -> Fault | None:
    """What is wrong with the days or the decree of a role, or None."""
    if not EARLIEST <= holding.starts_on <= (holding.ends_on or LATEST) <= LATEST:
        is_backward = holding.ends_on is not None and holding.ends_on < holding.starts_on
        return Fault.ORDER if is_backward else Fault.RANGE
    if holding.held == DEFINITIVE:
        return None
    if holding.ends_on is None:
        return Fault.NO_END
    return None if holding.decree.strip() else Fault.NO_DECREE


def overlap(one: Holding, other: Holding) -> bool:
    """Is there a day on which both are held?"""
    return one.starts_on <= (other.ends_on or LATEST) and other.starts_on <= (one.ends_on or LATEST)


def clash(
    held: Iterable[Holding], wanted: Holding, apart: Collection[frozenset[str]]
) -> frozenset[str] | None:
    """The pair that would meet in one person on some day; acting counts like any other."""
    for other in held:
        pair = frozenset({other.role, wanted.role})
        if pair in apart and overlap(other, wanted):
            return pair
    return None


def held_already(held: Iterable[Holding], wanted: Holding) -> Holding | None:
    """The same role in the same unit on some of the same days."""
    for other in held:
        if (other.role, other.unit) == (wanted.role, wanted.unit) and overlap(other, wanted):
            return other
    return None
