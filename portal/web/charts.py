"""Charts as numbers: where bars, whiskers and points stand. Templates draw them as SVG.

Server-drawn, because they must print, work without script and weigh nothing. Places along
a line are percentages of its width, so that text keeps 12 px at any width (design.md §9);
heights are pixels.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LOWEST, HIGHEST = Decimal(25), Decimal(100)
GRADE_LIMITS = (
    ("D", Decimal(25)),
    ("C", Decimal(65)),
    ("B", Decimal("76.61")),
    ("A", Decimal("88.31")),
)
TREND_HEIGHT = 240
TREND_FLOORS = (Decimal(65), Decimal(50), LOWEST)
ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from 25 to its value with a whisker; places in percent of the axis 25–100."""

    end: Decimal
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One month of a trend as it comes in; `value` None where nothing may be said.

    `is_break`: it cannot be compared with the month before it, so no line joins them.
    """

    label: str
    year: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A month on the chart: x in percent, y in pixels from the top."""

    label: str
    year: str
    x: Decimal
    y: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_wide_only: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart with its label."""

    label: str
    y: Decimal


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything the trend's template draws; `lines` join neighbours that both have a value."""

    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    ticks: tuple[Tick, ...]
    limits: tuple[Tick, ...]
    letters: tuple[Tick, ...]
    band_top: Decimal
    band_height: Decimal
    height: int = TREND_HEIGHT


def bar(value: Decimal, low: Decimal | None = None, high: Decimal | None = None) -> Bar:
    """Place a value of 25–100 and its interval on the axis of a bar chart."""
    return Bar(_along(value), _along_or_none(low), _along_or_none(high))


def limits() -> tuple[tuple[str, Decimal], ...]:
    """The grade letters and where their ranges begin on the axis of a bar chart."""
    return tuple((letter, _along(start)) for letter, start in GRADE_LIMITS)


def trend(readings: Sequence[Reading]) -> Trend:
    """Place up to twelve months, oldest first; a month without a number leaves a gap."""
    floor = _floor(readings)
    points = _points(readings, floor)
    lines = tuple(
        (a, b)
        for (a, b), reading in zip(itertools.pairwise(points), readings[1:], strict=True)
        if a.y is not None and b.y is not None and not reading.is_break
    )
    b_limit, a_limit = GRADE_LIMITS[2][1], GRADE_LIMITS[3][1]
    return Trend(
        points=points,
        lines=lines,
        ticks=tuple(Tick(f"{tick:f}", _down(tick, floor)) for tick in _ticks(floor)),
        limits=tuple(
            Tick("", _down(start, floor)) for _letter, start in GRADE_LIMITS if start > floor
        ),
        letters=_letters(floor),
        band_top=_down(a_limit, floor),
        band_height=_down(b_limit, floor) - _down(a_limit, floor),
    )


def _along(value: Decimal) -> Decimal:
    return ((value - LOWEST) / (HIGHEST - LOWEST) * 100).quantize(ONE_PLACE)


def _along_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else _along(value)


def _down(value: Decimal, floor: Decimal) -> Decimal:
    inside = min(max(value, floor), HIGHEST)
    return ((HIGHEST - inside) / (HIGHEST - floor) * TREND_HEIGHT).quantize(ONE_PLACE)


def _down_or_none(value: Decimal | None, floor: Decimal) -> Decimal | None:
    return None if value is None else _down(value, floor)


def _floor(readings: Sequence[Reading]) -> Decimal:
    """Trends may begin at 65; lower where a value or its interval needs it."""
    said = (reading.low if reading.low is not None else reading.value for reading in readings)
    lowest = min((value for value in said if value is not None), default=TREND_FLOORS[0])
    return next((floor for floor in TREND_FLOORS if floor <= lowest), LOWEST)


def _ticks(floor: Decimal) -> list[Decimal]:
    """The floor and every ten (every 25 from the bottom of the scale) up to 100."""
    step = 25 if floor == LOWEST else 10
    first = floor if floor % step == 0 or floor == LOWEST else floor + step - floor % step
    marks = [Decimal(value) for value in range(int(first), 101, step)]
    return marks if marks[0] == floor else [floor, *marks]


def _letters(floor: Decimal) -> tuple[Tick, ...]:
    ends = [start for _letter, start in GRADE_LIMITS[1:]] + [HIGHEST]
    spans = [
        (letter, max(start, floor), end)
        for (letter, start), end in zip(GRADE_LIMITS, ends, strict=True)
        if end > floor
    ]
    return tuple(Tick(letter, _down((start + end) / 2, floor)) for letter, start, end in spans)


def _points(readings: Sequence[Reading], floor: Decimal) -> tuple[Point, ...]:
    steps = max(len(readings) - 1, 1)
    last = len(readings) - 1
    return tuple(
        Point(
            label=reading.label,
            year=reading.year if _names_year(readings, index) else "",
            x=(Decimal(100 * index) / steps if last else Decimal(50)).quantize(ONE_PLACE),
            y=_down_or_none(reading.value, floor),
            low=_down_or_none(reading.low, floor),
            high=_down_or_none(reading.high, floor),
            is_wide_only=last > 6 and (last - index) % 2 == 1,
        )
        for index, reading in enumerate(readings)
    )


def _names_year(readings: Sequence[Reading], index: int) -> bool:
    return index == 0 or readings[index].year != readings[index - 1].year
