"""Patterns of marks, and what each adds to the sums.

A pattern is a rating as a text of digits: its channel (from 1), the overall mark (5 where there is
none), the nine marks in the order of the form (0 where there is none). What ratings add up to is
one whole number of 182 fields of 32 bits: a vector and the moments (portal.indicators.sums), then
the ratings by channel. Adding two such numbers adds all fields at once, exactly, while a month has
fewer than 2^28 ratings.
"""

import struct
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.feedback.models import Channel, Rating
from portal.indicators.rules.elements import FORM_ORDER
from portal.indicators.sums import (
    ANSWERS,
    FIRST_ELEMENT,
    MOMENTS,
    OVERALL,
    PAIRS,
    RATINGS,
    WIDTH,
    Vector,
)

MARKS = tuple(getattr(Rating, element.value) for element in FORM_ORDER)
SEPARATOR = ","
BITS = 32
CHANNELS = tuple(channel.value for channel in Channel)
FIELDS = WIDTH + MOMENTS
LAYOUT, VECTOR_LAYOUT = struct.Struct(f"<{FIELDS + len(CHANNELS)}I"), struct.Struct(f"<{WIDTH}I")
VECTOR_ONLY = (1 << BITS * WIDTH) - 1
# The nine marks in three parts of three: any two parts stand in one of three tables, so that a
# table has 5^6 entries at most and no mark is multiplied while ratings are added.
PART = 3
NINE = len(FORM_ORDER)
NO_OVERALL = "5"
TEN: sa.ColumnElement[int] = sa.literal_column("10")
NONE: sa.ColumnElement[int] = sa.literal_column("0")
MOST_REMEMBERED = 1 << 14

PAIR_AT = {pair: WIDTH + NINE + 4 * at for at, pair in enumerate(PAIRS)}


class Added(NamedTuple):
    """Packed sums of some ratings, and of those among them with all nine marks."""

    everything: int
    complete: int


def patterns_column() -> sa.ColumnElement[str]:
    """All patterns of a group, in no order."""
    numbered = {channel: number for number, channel in enumerate(CHANNELS, start=1)}
    digits: Any = sa.cast(sa.case(numbered, value=Rating.channel), sa.BigInteger)
    digits = digits * TEN + sa.func.coalesce(Rating.overall, sa.literal_column(NO_OVERALL))
    for mark in MARKS:
        digits = digits * TEN + sa.case((mark > 0, mark), else_=NONE)
    return sa.func.aggregate_strings(sa.cast(digits, sa.String), SEPARATOR)


def added(patterns: str) -> Added:
    """What the ratings of a group add up to."""
    everything = complete = 0
    for pattern in patterns.split(SEPARATOR):
        row = _of_rating(pattern)
        everything += row
        if "0" not in pattern:
            complete += row
    return Added(everything, complete)


@lru_cache(MOST_REMEMBERED)
def _of_rating(pattern: str) -> int:
    first, second, third = pattern[2:5], pattern[5:8], pattern[8:]
    row = _FIRST(first + second) + _SECOND(second + third) + _THIRD(third + first)
    return (row + _ANSWER if row else 0) + _head(pattern[:2])


@cache
def _head(digits: str) -> int:
    channel, overall = digits[0], digits[1]
    row = (1 << BITS * RATINGS) + (1 << BITS * (FIELDS + int(channel) - 1))
    return row if overall == NO_OVERALL else row + _mark(OVERALL, int(overall))


def _mark(at: int, mark: int) -> int:
    """A number and a sum of marks, side by side."""
    return (1 << BITS * at) + (mark << BITS * (at + 1))


def _part(start: int, digits: str) -> int:
    """The marks of one part, their pairs, and their pairs with the marks of the next part."""
    marks = [((start + i) % NINE, int(digit)) for i, digit in enumerate(digits)]
    row = 0
    for i, (element, mark) in enumerate(marks[:PART]):
        if mark:
            row += _mark(FIRST_ELEMENT + 2 * element, mark)
            row += mark * mark << BITS * (WIDTH + element)
            row += sum(_pair((element, mark), other) for other in marks[i + 1 :] if other[1])
    return row


def _pair(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Σ u_a·u_b, Σu_b, Σu_a and the number, of one rating that gave both marks."""
    (a, mark_a), (b, mark_b) = sorted((one, other))
    row = mark_a * mark_b + (mark_b << BITS) + (mark_a << 2 * BITS) + (1 << 3 * BITS)
    return row << BITS * PAIR_AT[a, b]


_ANSWER = 1 << BITS * ANSWERS
_FIRST, _SECOND, _THIRD = (cache(partial(_part, start)) for start in range(0, NINE, PART))


def vector(packed: int) -> Vector:
    """The vector in packed sums."""
    return list(VECTOR_LAYOUT.unpack((packed & VECTOR_ONLY).to_bytes(VECTOR_LAYOUT.size, "little")))


def moments(packed: int) -> list[int]:
    """The moments in packed sums."""
    return list(LAYOUT.unpack(packed.to_bytes(LAYOUT.size, "little"))[WIDTH:FIELDS])


def channels(packed: int) -> dict[str, int]:
    """Ratings by channel in packed sums."""
    counts = LAYOUT.unpack(packed.to_bytes(LAYOUT.size, "little"))[FIELDS:]
    return {name: number for name, number in zip(CHANNELS, counts, strict=True) if number}


def complete_vector(packed: int) -> Vector:
    """The vector of complete questionnaires, which say nothing of the overall mark."""
    found = vector(packed)
    found[OVERALL : OVERALL + 2] = [0, 0]
    return found
