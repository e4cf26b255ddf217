"""The answers of half a year: counter by counter, day by day, each one a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.demo.chance import arrivals, chance, pick
from portal.demo.counters import COUNTERS, CounterFact
from portal.demo.days import HalfYear
from portal.demo.frames import Setting, attributed, frame
from portal.demo.marks import Scene, filled_in, qualities
from portal.demo.roster import Roster, duty_days
from portal.demo.story import BY_CLERK, WAYS, quarantine
from portal.demo.stuffing import stuffing

RATINGS = 30_000
WEEKDAYS = (1.2, 1.05, 1.0, 0.95, 0.8, 0.85, 1.0)
MONTHS = (0.94, 1.08, 0.98, 1.03, 1.0, 1.0)

Visit = tuple[Setting, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Background:
    """What holds for every counter: the half year, who is where, how busy, and how kind."""

    half: HalfYear
    rota: Roster
    scale: float
    manners: Mapping[int, float]


def visits(half: HalfYear, rota: Roster) -> list[Visit]:
    """About 30,000 rows of answers without the ids of places, each with its setting."""
    expected = sum(
        _expected(counter, day, half) for counter in COUNTERS for day in _days(counter, half)
    )
    background = _Background(half, rota, RATINGS / expected, _manners(rota))
    told = [visit for counter in COUNTERS for visit in _of_counter(counter, background)]
    return told + list(stuffing(half, rota))


def _days(counter: CounterFact, half: HalfYear) -> list[date]:
    return [day for day in duty_days(counter, half) if day <= half.last_answer_day]


def _expected(counter: CounterFact, day: date, half: HalfYear) -> float:
    return counter.rate * WEEKDAYS[day.weekday()] * MONTHS[half.position(day)]


def _manners(rota: Roster) -> dict[int, float]:
    """How much better or worse than their counter officers are at *kompetensi*, *perilaku*."""
    stream = chance("manners")
    officers = sorted({officer for on_duty in rota.values() for officer in on_duty})
    return {officer: stream.gauss(0, 0.16) for officer in officers}


def _of_counter(counter: CounterFact, background: _Background) -> Iterator[Visit]:
    stream, half = chance(f"visits/{counter.key}"), background.half
    by_month = [qualities(counter, month) for month in range(len(half.months))]
    for day in _days(counter, half):
        setting = Setting(counter, day, background.rota[counter.key, day], stream)
        for _ in range(arrivals(stream, background.scale * _expected(counter, day, half))):
            yield setting, _visit(setting, by_month[half.position(day)], background.manners)


def _visit(
    setting: Setting, quality: Mapping[str, float], manners: Mapping[int, float]
) -> dict[str, Any]:
    stream = setting.stream
    channel = pick(stream, WAYS[setting.counter.unit])
    server = stream.choice(setting.on_duty)
    service = stream.choice(setting.counter.services)
    status, reason = quarantine(stream)
    scene = Scene(quality, service, manners[server])
    return {
        **frame(setting, channel),
        **attributed(setting, channel, server),
        **filled_in(stream, scene, by_clerk=channel in BY_CLERK),
        "service": service,
        "status": status,
        "status_reason": reason,
    }
