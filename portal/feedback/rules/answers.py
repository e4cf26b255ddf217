"""What a resident answered, as values; and the id and the month such an answer gets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from portal.feedback.rules.attribution import Saying

# A rating's id: the month in the high bits, 51 random bits below. One month is one range of
# keys (a release reads it in order), and inside it no order of arrival can be read off.
RANDOM_BITS = 51
FIRST_YEAR = 2000

NOON = time(12, 30)  # the official form knows 08–12 and 13–17


@dataclass(frozen=True, slots=True)
class Answers:
    """One filled-in form. `elements` maps key to 1–4, -1 (unknown) or -2 (too early).

    `officer` is the handle of an officer, a Saying, or None where the question was skipped.
    `service` is a service's id. An absent element was skipped.
    """

    overall: int
    elements: Mapping[str, int] = field(default_factory=dict)
    outcome: str | None = None
    reason_explained: bool | None = None
    asked_to_pay: str | None = None
    officer: str | Saying | None = None
    service: int | None = None
    sex: str | None = None
    age_band: str | None = None
    education: str | None = None
    occupation: str | None = None
    comment: str = ""

    def canonical(self) -> str:
        """One text for one content, to tell a repeat from another answer."""
        facts = {name: getattr(self, name) for name in self.__slots__}
        facts["elements"] = dict(self.elements)
        return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def rating_id(month: str, randomness: int) -> int:
    """The id of a rating of month "YYYY-MM", from 51 random bits."""
    year, number = month.split("-")
    prefix = (int(year) - FIRST_YEAR) * 12 + int(number)
    return prefix << RANDOM_BITS | randomness


def part_of_day(moment: datetime) -> str:
    """`pagi` or `siang`: as fine as a rating's time is ever kept (product.md §4)."""
    return part_of_day_at(moment.time())


def part_of_day_at(clock: time) -> str:
    """The same of a time of day alone."""
    return "pagi" if clock < NOON else "siang"


def month_of(day: date, last_closed: str | None) -> str:
    """The month "YYYY-MM" an answer belongs to: that of its receipt.

    A closed month does not move: what comes late (or under a clock set back) belongs to
    the first open month.
    """
    month = f"{day:%Y-%m}"
    if last_closed is None or month > last_closed:
        return month
    year, number = map(int, last_closed.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
