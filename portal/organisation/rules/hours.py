"""Times of day as offices write them, and shifts of a roster that clash."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from portal.errors import RuleBroken

_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2})(?:[.:]00)?)?(?:wib|wita|wit)?")


def parse_time(text: str) -> time:
    """Read `08.00`, `8:00`, `08:00:00`, `8`, with or without WIB."""
    found = _TIME.fullmatch(re.sub(r"\s+|^pukul|^jam|'", "", text.strip().casefold()))
    if not found or not found[1].isascii():
        raise RuleBroken(f"“{text.strip()[:20]}” bukan jam. Tulis 08.00.")
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour == 24 and minute == 0:
        raise RuleBroken("24.00 milik hari berikutnya. Tulis 23.59.")
    if hour > 23 or minute > 59:
        raise RuleBroken(f"jam {text.strip()[:20]} tidak ada. Tulis 00.00 sampai 23.59.")
    return time(hour, minute)


@dataclass(frozen=True, slots=True)
class Shift:
    """One officer at one counter on one day; `label` says where it is written."""

    officer: str
    day: date
    start: time
    end: time
    label: int | None


def clashes(shifts: Iterable[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """Pairs in which an officer would be on duty twice at the same time, earlier one first.

    A shift that begins when another ends does not clash. Each shift is named at most once
    as the second of a pair.
    """
    ordered = sorted(shifts, key=lambda shift: (shift.officer, shift.day, shift.start, shift.end))
    for _, same_day in groupby(ordered, key=lambda shift: (shift.officer, shift.day)):
        latest: Shift | None = None
        for shift in same_day:
            if latest is not None and shift.start < latest.end:
                yield latest, shift
            if latest is None or shift.end > latest.end:
                latest = shift
