"""Everything the demonstration stores, as rows by table; computed before anything is written.

Ids are given here, counted from 1: the database is new, and rows can name one another.
"""

from collections import Counter as Counts
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.database import Base
from portal.demo.chance import chance
from portal.demo.days import HalfYear
from portal.demo.people import staff
from portal.demo.place_rows import (
    COUNTER_IDS,
    LOCATION_IDS,
    SERVICE_IDS,
    UNIT_IDS,
    acting_rows,
    code_rows,
    counter_rows,
    location_rows,
    offer_rows,
    service_rows,
    unit_rows,
)
from portal.demo.remarks import online_since, remarks
from portal.demo.roster import Roster, duties, roster
from portal.demo.visits import Visit, visits
from portal.feedback.models import Comment, Rating
from portal.organisation.models import (
    ActingAppointment,
    Counter,
    CounterCode,
    CounterService,
    Duty,
    Location,
    Officer,
    Served,
    Service,
    Unit,
)

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows of each table, parents first."""

    tables: tuple[tuple[sa.Table, Rows], ...]

    def counts(self) -> dict[str, int]:
        """How many rows of each table, for the audit trail and for the eye."""
        return {str(table): len(rows) for table, rows in self.tables}


def plan(half: HalfYear, questionnaire_id: int) -> Plan:
    """The whole demonstration as told on this day."""
    people = staff()
    rota = roster(half, people.teams)
    answers = visits(half, rota)
    tables: tuple[tuple[type[Base], Rows], ...] = (
        (Unit, list(unit_rows())),
        (Location, list(location_rows(half))),
        (Service, list(service_rows())),
        (Counter, list(counter_rows(half))),
        (CounterCode, list(code_rows())),
        (CounterService, list(offer_rows())),
        (Officer, list(people.rows)),
        (ActingAppointment, list(acting_rows(half))),
        (Duty, duties(rota, half, COUNTER_IDS)),
        (Served, list(_served(answers, rota, half))),
        (Rating, list(_ratings(answers, questionnaire_id))),
        (Comment, list(_comments(answers, half))),
    )
    return Plan(tuple((Base.metadata.tables[model.__tablename__], rows) for model, rows in tables))


def _served(answers: list[Visit], rota: Roster, half: HalfYear) -> Iterator[dict[str, Any]]:
    """Every day's number served, at least as many as answered, but for pressed-in answers."""
    stream = chance("served")
    seen = Counts(
        (setting.counter.key, setting.day) for setting, row in answers if row["status"] == "counts"
    )
    for key, day in rota:
        if day <= half.last_answer_day:
            answered = seen[key, day]
            number = round(answered * stream.uniform(2.2, 4.6)) + stream.randint(1, 6)
            yield {"counter_id": COUNTER_IDS[key], "on_date": day, "number": number}


def _ratings(answers: list[Visit], questionnaire_id: int) -> Iterator[dict[str, Any]]:
    sheets: dict[tuple[str, str], int] = {}
    for setting, answer in answers:
        counter = setting.counter
        row = dict(answer)
        row["service_id"] = SERVICE_IDS[row.pop("service")]
        row["unit_id"] = UNIT_IDS[counter.unit]
        row["counter_id"] = COUNTER_IDS[counter.key]
        row["location_id"] = LOCATION_IDS[counter.location]
        row["questionnaire_id"] = questionnaire_id
        row["sheet_row"] = None
        if row["tier"] == "E":
            sheet = (counter.unit, row["month"])
            sheets[sheet] = sheets.get(sheet, 0) + 1
            row["sheet_row"] = str(sheets[sheet])
        yield row


def _comments(answers: list[Visit], half: HalfYear) -> Iterator[dict[str, Any]]:
    for setting, comment in remarks(answers, online_since(half.months)):
        yield {
            **comment,
            "unit_id": UNIT_IDS[setting.counter.unit],
            "counter_id": COUNTER_IDS[setting.counter.key],
        }
