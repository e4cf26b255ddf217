"""Two runs on one day give the same figures; any day gives five whole months and an open one."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.demo.days import HalfYear, six_months
from portal.demo.plan import plan
from portal.month import Month
from tests.demo.conftest import TODAY, Demonstration, make_demonstration

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds it, once

# All of a case but what is random by nature: its number and its id.
CASES = """SELECT filed_on, story, state, desk, klass, outcome, cycle, is_solved, rated,
           answered_on, closed_on, next_due_on, public_text, handling_unit_id FROM complaint"""
TABLES = ("unit", "counter", "counter_code", "officer", "duty", "served", "rating", "comment")


def digests(engine: sa.Engine) -> dict[str, str]:
    """One digest per table over all its rows, in the order of their keys."""
    with engine.connect() as connection:
        return {
            table: hashlib.sha256(
                repr(
                    sorted(map(repr, connection.execute(sa.text(f"SELECT * FROM {table}"))))
                ).encode()
            ).hexdigest()
            for table in TABLES
        }


def cases(engine: sa.Engine) -> list[str]:
    """Every complaint as it stands."""
    with engine.connect() as connection:
        return sorted(map(repr, connection.execute(sa.text(CASES))))


def figures(engine: sa.Engine) -> dict[str, dict[str, Any]]:
    """Every closed figure and appraisal record by its slot, without what is random by nature."""
    live = "SELECT month || '/' || subject_type || '/' || subject_id, content FROM live_figure"
    closed = "SELECT slot, content FROM closed_figure"
    records = "SELECT 'record/' || slot, content FROM appraisal_record"
    with engine.connect() as connection:
        rows = [
            row for query in (live, closed, records) for row in connection.execute(sa.text(query))
        ]
    by_nature = {"audit", "extract_id"}
    return {
        slot: {key: value for key, value in json.loads(content).items() if key not in by_nature}
        for slot, content in rows
    }


def test_two_runs_on_one_day_give_the_same_rows(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    settings, built, _ = make_demonstration(tmp_path, TODAY)
    engine = sa.create_engine(settings.database_url)
    assert digests(engine) == digests(demonstration.engine)
    assert figures(engine) == figures(demonstration.engine)
    assert len(figures(engine)) > 1_000
    assert cases(engine) == cases(demonstration.engine)
    assert built.counts == demonstration.built.counts
    engine.dispose()


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 21), "2026-06", "2026-11"),
        (date(2026, 11, 3), "2026-06", "2026-11"),
        # On the first two days the month before cannot be closed yet: it is the open one.
        (date(2026, 12, 1), "2026-06", "2026-11"),
        (date(2026, 12, 2), "2026-06", "2026-11"),
        (date(2027, 2, 28), "2026-09", "2027-02"),
    ],
)
def test_the_six_months_end_with_the_one_that_is_open(today: date, first: str, last: str) -> None:
    months = six_months(today)
    assert len(months) == 6
    assert (str(months[0]), str(months[-1])) == (first, last)


@pytest.mark.parametrize("today", [date(2027, 1, 1)])
def test_any_day_tells_the_whole_story(today: date) -> None:
    half = HalfYear(today, six_months(today), frozenset({date(2026, 12, 25)}))
    told = plan(half, questionnaire_id=1)
    tables = {table.name: rows for table, rows in told.tables}
    assert told.counts()["officer"] == 120
    assert 29_000 <= len(tables["rating"]) <= 31_000
    days = [row["received_on"] for row in tables["rating"]]
    assert max(days) <= half.last_answer_day
    assert {Month.of(day) for day in days} == set(half.months)
    assert len({row["id"] for row in tables["rating"]}) == len(days)
    assert today in {row["on_date"] for row in tables["duty"]}
