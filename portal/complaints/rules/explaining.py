"""A date's explanation as it is stored with the date: canonical JSON, with the schema's version.

The calendar may change after a case is closed; what is stored then still says why. Weekends and
counted days follow from the week, so only the other days are written out.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from portal.complaints.rules.clock import Day, Deadline, Limit, Why
from portal.errors import RuleBroken

SCHEMA = 1


def as_json(found: Deadline) -> str:
    """The explanation as text: equal explanations give equal text."""
    facts = {
        "schema": SCHEMA,
        "start": found.start.isoformat(),
        "due": found.due.isoformat(),
        "risk": found.risk.isoformat(),
        "days_a_week": found.days_a_week,
        "limit": asdict(found.limit),
        "off": [_written(day) for day in found.days if day.why in (Why.HOLIDAY, Why.PAUSE)],
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Deadline:
    """The explanation of a stored date; its due day is taken as stored, never counted again."""
    facts = json.loads(text)
    if facts["schema"] != SCHEMA:
        raise RuleBroken(f"Penjelasan tanggal versi {facts['schema']} tidak dikenal.")
    start, due = date.fromisoformat(facts["start"]), date.fromisoformat(facts["due"])
    off = {day.on: day for day in map(_read, facts["off"])}
    return Deadline(
        start=start,
        limit=Limit(**facts["limit"]),
        days_a_week=facts["days_a_week"],
        due=due,
        risk=date.fromisoformat(facts["risk"]),
        days=tuple(_days(start, due, facts["days_a_week"], off)),
    )


def _written(day: Day) -> dict[str, str]:
    facts = {
        "on": day.on.isoformat(),
        "why": day.why,
        "name": day.name,
        "decree": day.decree,
        "kind": day.kind,
    }
    return {key: value for key, value in facts.items() if value}


def _read(facts: Mapping[str, Any]) -> Day:
    return Day(
        on=date.fromisoformat(facts["on"]),
        number=None,
        why=Why(facts["why"]),
        name=facts.get("name", ""),
        decree=facts.get("decree", ""),
        kind=facts.get("kind", ""),
    )


def _days(start: date, due: date, days_a_week: int, off: Mapping[date, Day]) -> Iterator[Day]:
    number = 0
    for step in range(1, (due - start).days + 1):
        on = start + timedelta(days=step)
        if on in off:
            yield off[on]
        elif on.weekday() >= days_a_week:
            yield Day(on, None, Why.WEEKEND)
        else:
            number += 1
            yield Day(on, number, Why.COUNTED)
