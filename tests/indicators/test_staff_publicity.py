"""What staff see of a closed month: the single-officer counter too, and nothing isolates 1 to 9."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, combinations
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.authority import operator
from portal.database import db
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.factories import make_counter, make_officer, make_rating, make_unit
from tests.indicators.plain import NINE
from tests.indicators.town import make_ratings, make_town


def close() -> None:
    close_month(
        operator("uji"),
        month=Month(2026, 10),
        today=date(2026, 11, 3),
        weight=Weight.NINTH,
        reviewed="ya",
    )


def rows() -> list[ClosedFigure]:
    query = sa.select(ClosedFigure).where(ClosedFigure.period == "2026-10")
    return list(db.session.execute(query).scalars())


def content(row: ClosedFigure) -> dict[str, Any]:
    return dict(json.loads(row.content))


def answered(stored: dict[str, Any]) -> dict[str, int]:
    elements = {name: e["answers"] for name, e in stored["elements"].items()}
    return {"answers": stored["answers"], **elements}


def subsets(parts: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(combinations(parts, n) for n in range(1, len(parts) + 1))


@pytest.mark.parametrize("seed", range(4))
def test_no_difference_of_what_staff_see_isolates_a_few(sqlite_app: Flask, seed: int) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 150 + 200 * seed, seed)
    close()
    found = [(row, content(row)) for row in rows()]
    units = {r.subject_id: (c, r.public) for r, c in found if r.subject_type == "unit"}
    shown = {i: c for i, (c, public) in units.items() if json.loads(public or "{}").get("index")}
    assert shown
    parents = {u.id: u.parent_id for u in town.units}
    for unit, whole in shown.items():
        below = [c for i, c in shown.items() if parents[i] == unit]
        own = {
            kind: [
                c
                for r, c in found
                if r.subject_type == kind and r.unit_id == unit and c["staff_shown"]
            ]
            for kind in ("counter", "service")
        }
        for parts in ([*below, *own["counter"]], own["service"]):
            for some in subsets(parts):
                for name, total in answered(whole).items():
                    left = total - sum(answered(part)[name] for part in some)
                    assert left == 0 or left >= 10, (unit, [p["subject"] for p in some], name)
        overall = [c["overall"]["answers"] for c in below if c["staff_overall"]]
        for numbers in subsets(overall) if whole["staff_overall"] else ():
            left = whole["overall"]["answers"] - sum(numbers)
            assert left == 0 or left >= 10


def test_a_counter_of_one_officer_is_for_staff_only(sqlite_app: Flask) -> None:
    unit = make_unit("PEMDA")
    officer = make_officer(unit)
    alone, _code = make_counter(unit, number="1")
    shared, _code = make_counter(unit, number="2")
    for day in range(1, 16):
        marks = dict.fromkeys(NINE, 3)
        make_rating(alone, date(2026, 10, day), officer_id=officer.id, **marks)
        make_rating(shared, date(2026, 10, day), **marks)
        make_rating(shared, date(2026, 10, day), **marks)
    close()
    stored = {r.subject_id: (content(r), r.public) for r in rows() if r.subject_type == "counter"}
    assert stored[alone.id][0]["staff_shown"] is True
    assert stored[alone.id][1] is None


def test_profiles_are_frozen_with_the_month(app: Flask) -> None:
    unit = make_unit("PEMDA")
    counter, _code = make_counter(unit)
    for day in range(1, 31):
        part = "pagi" if day % 3 else "siang"
        sex = {0: None, 1: "laki-laki"}.get(day % 4, "perempuan")
        make_rating(
            counter, date(2026, 10, day), part_of_day=part, sex=sex, **dict.fromkeys(NINE, 3)
        )
    close()
    row = next(r for r in rows() if r.subject_type == "unit")
    assert row.schema == 3
    profile = content(row)["profile"]
    assert profile["part_of_day"]["cells"] == {
        "pagi": {"answers": 20, "score": 75.0, "interval": [70.3, 78.5]},
        "siang": {"answers": 10, "score": 75.0, "interval": [65.3, 82.4]},
    }
    assert profile["sex"]["cells"] == {
        "perempuan": {"answers": 15, "score": None, "interval": None}
    }
    assert profile["sex"]["rest"] == 15  # seven who did not say, eight men: never apart
    assert profile["weekday"]["cells"] == {}
    assert profile["weekday"]["rest"] == 30
    assert "profile" not in json.loads(row.public or "{}")
