"""A bar from 25 to 100 with its interval, for paper without colour (design.md §9, §10)."""

from collections.abc import Iterator
from decimal import Decimal

from fpdf import FPDF

from portal.documents import drawing
from portal.documents.drawing import Point

LOWEST, SPAN = 25.0, 75.0
STEP = 1.3  # between two strokes of the hatching
CAP = 1.1
GREY = (0x99, 0x99, 0x99)


def draw_bar(
    pdf: FPDF,
    place: tuple[float, float, float, float],
    value: Decimal,
    interval: tuple[Decimal, Decimal] | None,
) -> None:
    """A hatched bar on a track that runs from 25 to 100, and the whisker of its interval."""
    x, y, width, height = place
    drawing.rule(pdf, (x, y + height), (x + width, y + height), GREY, 0.15)
    for end in (x, x + width):
        drawing.rule(pdf, (end, y - 0.6), (end, y + height + 0.6), GREY, 0.15)
    length = _along(value, width)
    for start, stop in _strokes(length, height):
        shifted = [(x + px, y + py) for px, py in (start, stop)]
        drawing.rule(pdf, shifted[0], shifted[1], GREY, 0.2)
    drawing.box(pdf, (x, y, length, height), border=drawing.BLACK, width=0.3)
    if interval is not None:
        _whisker(pdf, x + _along(interval[0], width), x + _along(interval[1], width), y, height)


def _along(value: Decimal, width: float) -> float:
    return (float(value) - LOWEST) / SPAN * width


def _strokes(length: float, height: float) -> Iterator[tuple[Point, Point]]:
    """Lines at 45 degrees inside a rectangle, from its lower left to its upper right."""
    at = STEP
    while at < length + height:
        start = (max(0.0, at - height), min(height, at))
        stop = (min(length, at), max(0.0, at - length))
        yield start, stop
        at += STEP


def _whisker(pdf: FPDF, low: float, high: float, y: float, height: float) -> None:
    middle = y + height / 2
    lines = [
        ((low, middle), (high, middle)),
        ((low, middle - CAP), (low, middle + CAP)),
        ((high, middle - CAP), (high, middle + CAP)),
    ]
    for colour, line_width in ((drawing.WHITE, 1.1), (drawing.BLACK, 0.45)):
        for start, stop in lines:
            drawing.rule(pdf, start, stop, colour, line_width)
