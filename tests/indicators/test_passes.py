"""The set-based pass against an independent computation from plain rows, on both databases."""

from typing import Any

import pytest
from flask import Flask

from portal.indicators.computing import Heading, indicator
from portal.indicators.figures import Subject, as_json
from portal.indicators.officers import officer_month_sums
from portal.indicators.passes import month_sums
from portal.indicators.snapshot import snapshot
from portal.indicators.subjects import SubjectKey, load_places
from portal.indicators.sums import union
from portal.month import Month
from tests.indicators import plain
from tests.indicators.town import Town, make_ratings, make_town

MONTH = Month(2026, 10)


def rows_about(town: Town, rows: list[dict[str, Any]], key: SubjectKey) -> list[dict[str, Any]]:
    if key.kind == "unit":
        below = {key.id}
        for unit in town.units:
            if unit.parent_id in below:
                below.add(unit.id)
        return [row for row in rows if row["unit_id"] in below]
    return [row for row in rows if row[f"{key.kind}_id"] == key.id]


@pytest.mark.parametrize(("number", "seed"), [(40, 1), (300, 2), (1500, 3)])
def test_every_number_equals_the_slow_computation(app: Flask, number: int, seed: int) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-10", number, seed)
    make_ratings(town, "2026-09", 50, seed + 100)
    with snapshot() as connection:
        found = month_sums(connection, MONTH, load_places(connection, MONTH))
    about = {r[f"{k}_id"]: k for r in rows for k in ("counter", "service", "location")}
    assert len(about) > 3
    compared = 0
    for key, sums in found.sums.items():
        expected = plain.unit_figures(rows_about(town, rows, key))
        stored = as_json(indicator(Subject("unit", "", ""), sums, Heading("2026-10", 1, "final")))
        for name in ("answers", "complete", "index", "grade", "interval", "overall"):
            assert stored[name] == expected[name], (key, name)
        for name, element in expected["elements"].items():
            assert stored["elements"][name] == element, (key, name)
        assert stored["flagged"]["answers"] == expected["flagged"]
        compared += stored["index"] is not None
    assert compared >= 2
    whole = [key for key in found.sums if key == SubjectKey("unit", town.units[0].id)]
    assert whole, "the root holds every answer"


def test_the_union_of_two_months_is_what_their_rows_give_together(app: Flask) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-09", 120, 7) + make_ratings(town, "2026-10", 200, 8)
    key = SubjectKey("unit", town.units[0].id)
    with snapshot() as connection:
        parts = [
            month_sums(connection, month, load_places(connection, month)).sums[key]
            for month in (Month(2026, 9), MONTH)
        ]
    shown = as_json(indicator(Subject("unit", "", ""), union(parts), Heading("x", 1, "final")))
    expected = plain.unit_figures(rows)
    assert {name: shown[name] for name in ("index", "interval", "answers", "complete")} == {
        name: expected[name] for name in ("index", "interval", "answers", "complete")
    }


def test_officers_are_counted_from_exact_answers_only(app: Flask) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-10", 600, 11)
    with snapshot() as connection:
        found = officer_month_sums(connection, MONTH)
    exact = plain.personal(rows)
    assert found
    for officer in town.officers:
        own = [row for row in exact if row["officer_id"] == officer.id]
        if not own:
            assert officer.id not in found or not found[officer.id].ratings()
            continue
        sums = found[officer.id]
        assert sums.ratings() == len(own)
        assert sum(sums.tiers.values()) == len(own)
        assert "E" not in sums.tiers
        for name in ("kompetensi", "perilaku", "overall"):
            given = plain.marks(own, name)
            question = sums.question(name)
            assert (question.tally.answers, question.tally.total) == (len(given), sum(given))
            assert question.squares == sum(mark * mark for mark in given)
            days = {row["received_on"] for row in own if plain.marks([row], name)}
            assert len(question.days) == len(days)
