"""Who is on duty where: teams rotate by the week, somebody is always ill, today is staffed."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from portal.demo.chance import Chance, chance
from portal.demo.counters import COUNTERS, MOBILE_PAST, MOBILE_TODAY, REPLACED, CounterFact
from portal.demo.days import ROSTER_AHEAD, HalfYear
from portal.demo.places import UNITS

ABSENT = 0.04
OPENS = time(7, 30)
CLOSES = {5: time(16, 0), 6: time(14, 0)}
WORK_DAYS = {unit.code: unit.work_days for unit in UNITS}

Roster = dict[tuple[str, date], tuple[int, ...]]


def duty_days(counter: CounterFact, half: HalfYear) -> list[date]:
    """Days on which a counter is staffed; today always, whatever day of the week it is."""
    if counter.key == MOBILE_PAST:
        return [half.mobile_day]
    if counter.key == MOBILE_TODAY:
        return [half.today]
    if counter.key == REPLACED:
        last = half.months[1].last_day
        return list(half.working_days(WORK_DAYS[counter.unit], half.first_day, last))
    last = half.today + ROSTER_AHEAD
    days = set(half.working_days(WORK_DAYS[counter.unit], half.first_day, last))
    return sorted(days | {half.today})


def roster(half: HalfYear, teams: dict[str, tuple[int, ...]]) -> Roster:
    """Officers on duty by counter key and day, in the order of their desks."""
    return {
        (counter.key, day): officers
        for counter in COUNTERS
        for day, officers in _rota(counter, half, teams[counter.key])
    }


def _rota(
    counter: CounterFact, half: HalfYear, team: tuple[int, ...]
) -> Iterator[tuple[date, tuple[int, ...]]]:
    stream = chance(f"roster/{counter.key}")
    for day in duty_days(counter, half):
        if day == half.today:
            yield day, team[: counter.desks]
            continue
        week = day.toordinal() // 7
        turn = tuple(team[(week + place) % len(team)] for place in range(len(team)))
        yield day, _present(stream, turn, counter.desks)


def _present(stream: Chance, turn: tuple[int, ...], desks: int) -> tuple[int, ...]:
    """The first of the turn that are not ill; a counter is never left alone."""
    well = tuple(officer for officer in turn if stream.random() > ABSENT)
    return (well or turn)[:desks]


def duties(rota: Roster, half: HalfYear, counter_ids: dict[str, int]) -> list[dict[str, Any]]:
    """The rows of the roster. Today's hold at every hour: a demonstration is looked at late."""
    by_key = {counter.key: counter for counter in COUNTERS}
    return [
        {
            "officer_id": officer,
            "counter_id": counter_ids[key],
            "on_date": day,
            "starts_at": time(0, 0) if day == half.today else OPENS,
            "ends_at": time(23, 59) if day == half.today else _closing(by_key[key]),
            "desk": str(place) if by_key[key].desks > 1 else "",
        }
        for (key, day), officers in rota.items()
        for place, officer in enumerate(officers, 1)
    ]


def _closing(counter: CounterFact) -> time:
    return CLOSES[WORK_DAYS[counter.unit]]
