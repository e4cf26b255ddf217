"""Five months closed by the real closing, and what can be read in them."""

import json
from typing import Any

import pytest

from portal.demo.counters import SLOW, STUFFED
from portal.demo.story import review
from tests.demo.conftest import TODAY, Demonstration

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds it, once

CLOSED = [f"2026-{number:02}" for number in range(6, 11)]


def contents(demonstration: Demonstration, table: str, code: str) -> list[dict[str, Any]]:
    """The closed figures of a unit or counter (unit code, slash, number), by month."""
    name = (
        "code"
        if table == "unit"
        else "(SELECT code FROM unit WHERE id = t.unit_id) || '/' || number"
    )
    rows = demonstration.rows(
        f"""SELECT content FROM closed_figure JOIN {table} t ON t.id = subject_id
            WHERE subject_type = '{table}' AND {name} = :code AND length(period) = 7
            AND period LIKE '2026-__' ORDER BY period, revision""",
        code=code,
    )
    newest = {figure["month"]: figure for row in rows if (figure := json.loads(row[0]))}
    return [newest[month] for month in CLOSED]


def test_five_months_are_closed_and_the_last_is_open(demonstration: Demonstration) -> None:
    closings = demonstration.rows(
        "SELECT month, closed_on FROM closing WHERE revision = 1 ORDER BY month"
    )
    assert [row[0] for row in closings] == CLOSED
    assert [str(row[1]) for row in closings] == [f"2026-{number:02}-05" for number in range(7, 12)]
    assert [
        row[0] for row in demonstration.rows("SELECT month FROM closed_month ORDER BY 1")
    ] == CLOSED


def test_what_came_in_is_counted_held_or_struck(demonstration: Demonstration) -> None:
    for month, content in demonstration.rows("SELECT month, content FROM closing"):
        received = json.loads(content)["received"]
        stored = demonstration.value("SELECT count(*) FROM rating WHERE month = :m", m=month)
        assert sum(received.values()) == stored


def test_the_stuffed_month_was_reviewed_before_it_closed(demonstration: Demonstration) -> None:
    reviewed, content = demonstration.rows(
        "SELECT reviewed, content FROM closing WHERE month = '2026-08'"
    )[0]
    assert reviewed == review(2)
    assert any(line.startswith("BPHTB:") for line in json.loads(content)["needs_review"])
    flagged = contents(demonstration, "counter", STUFFED)[2]["flagged"]
    assert flagged["answers"] >= 36
    assert flagged["index_with"] - flagged["index_without"] > 1


def test_an_upheld_objection_made_a_revision(demonstration: Demonstration) -> None:
    revisions = demonstration.rows("SELECT month, reason, content FROM closing WHERE revision > 1")
    assert [row[0] for row in revisions] == ["2026-09"]
    assert "sanggahan data dikabulkan" in revisions[0][1]
    changed = json.loads(revisions[0][2])["changes"]
    assert "unit:RSUD" in {one["subject"] for one in changed}


def test_the_slow_counter_rises_in_the_closed_figures(demonstration: Demonstration) -> None:
    figures = contents(demonstration, "counter", SLOW)
    assert [figure["grade"] for figure in figures] == ["C", "C", "C", "B", "B"]
    before, after = figures[2], figures[4]
    assert after["interval"][0] > before["interval"][1]
    waiting = [figure["elements"]["waktu"]["index"] for figure in figures]
    assert min(waiting[3:]) - max(waiting[:3]) > 10


def test_a_village_never_has_a_number_of_its_own_month(demonstration: Demonstration) -> None:
    figures = contents(demonstration, "unit", "KEL-MEKAR")
    assert len(figures) == len(CLOSED)
    assert all(figure["index"] is None and figure["withheld"] for figure in figures)


def test_some_officers_have_enough_answers_and_some_have_not(demonstration: Demonstration) -> None:
    statuses = demonstration.rows(
        """SELECT json_extract(content, '$.status'), count(*) FROM appraisal_record
           WHERE month = '2026-09' GROUP BY 1"""
    )
    found = dict(tuple(row) for row in statuses)
    assert found["provisional"] >= 20
    assert found["insufficient"] >= 10


def test_people_without_nip_have_no_appraisal_record(demonstration: Demonstration) -> None:
    without = """SELECT count(*) FROM appraisal_record JOIN officer ON officer.id = officer_id
                 WHERE nip IS NULL"""
    assert demonstration.value(without) == 0


def test_the_open_month_was_released_last_night(demonstration: Demonstration) -> None:
    nights = demonstration.rows("SELECT month, number, released_on FROM release_night")
    assert [(row[0], str(row[2])) for row in nights] == [("2026-11", str(TODAY))]
    shown = """SELECT count(*) FROM live_figure JOIN unit ON unit.id = subject_id
               WHERE subject_type = 'unit' AND json_extract(content, '$.index') > 65"""
    assert demonstration.value(shown) >= 5
