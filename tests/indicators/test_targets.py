"""Targets: set with a document, never overwritten silently, judged by the interval."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.audit.models import AuditEntry
from portal.authority import Actor, Role, operator
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, Problems, RuleBroken
from portal.indicators.rules.change import Target as Achievement
from portal.indicators.rules.definition import Weight
from portal.indicators.targets import (
    achievement,
    fingerprint_of,
    read_target,
    set_targets,
    target_table,
    unit_targets,
)
from portal.month import Month
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import actor_of, make_person

TODAY = date(2026, 11, 2)
EMPTY = fingerprint_of({})


def evaluator(town: Town, at: int = 0) -> Actor:
    return actor_of(make_person((Role.SURVEY_EVALUATOR, town.units[at])))


def put(actor: Actor, **facts: Any) -> None:
    given: dict[str, Any] = {
        "unit": "DUK",
        "year": 2026,
        "values": {"index": "88,31"},
        "document": "Renja 2026",
        "fingerprint": EMPTY,
        "today": TODAY,
        **facts,
    }
    set_targets(actor, **given)


def entries() -> int:
    return int(db.session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar_one())


@pytest.mark.parametrize(
    ("text", "value"),
    [("25", "25.00"), ("100", "100.00"), (" 88,31 ", "88.31"), ("76.6", "76.60")],
)
def test_read_target(text: str, value: str) -> None:
    assert read_target(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["24,99", "100,01", "88,311", "NaN", "Infinity", "1e2x", "delapan", "-30", "1e999"]
)
def test_what_is_no_target(text: str) -> None:
    with pytest.raises(Problems, match="25 sampai 100"):
        read_target(text)


def test_setting_changing_and_taking_back(app: Flask) -> None:
    actor = evaluator(make_town())
    put(actor)
    stored = unit_targets("DUK", 2026)
    assert (stored["index"].value, stored["index"].document) == (Decimal("88.31"), "Renja 2026")
    put(actor, values={"index": "90", "overall": "85"}, fingerprint=fingerprint_of(stored))
    stored = unit_targets("DUK", 2026)
    assert {name: t.value for name, t in stored.items()} == {
        "index": Decimal("90.00"),
        "overall": Decimal("85.00"),
    }
    put(actor, values={}, document="", fingerprint=fingerprint_of(stored))
    assert unit_targets("DUK", 2026) == {}
    assert entries() == 3


def test_saving_what_stands_writes_nothing(app: Flask) -> None:
    actor = evaluator(make_town())
    put(actor)
    put(actor, fingerprint=fingerprint_of(unit_targets("DUK", 2026)))
    assert entries() == 1


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        ({"fingerprint": "lama"}, Conflict, "diubah orang lain"),
        ({"values": {"index": "101"}}, Problems, "25 sampai 100"),
        ({"document": " "}, Problems, "dokumen"),
        ({"document": "x" * 201}, Problems, "200"),
        ({"year": 1999}, RuleBroken, "2000 sampai 2031"),
        ({"year": 2032}, RuleBroken, "2000 sampai 2031"),
        ({"unit": "TIADA"}, NotFound, "tidak ada"),
    ],
)
def test_a_refusal_leaves_nothing(
    app: Flask, facts: dict[str, Any], error: type[PortalError], words: str
) -> None:
    actor = evaluator(make_town())
    with pytest.raises(error, match=words):
        put(actor, **facts)
    assert unit_targets("DUK", 2026) == {}
    assert entries() == 0


def test_reach(app: Flask) -> None:
    town = make_town()
    stranger, head = evaluator(town, at=2), actor_of(make_person((Role.UNIT_HEAD, town.units[1])))
    with pytest.raises(NotFound):
        put(stranger)
    with pytest.raises(NotAllowed):
        put(head)
    assert [line.code for line in target_table(stranger, 2026)] == ["PUS"]
    assert [(line.code, line.depth) for line in target_table(evaluator(town, at=1), 2026)] == [
        ("DUK", 0),
        ("DESA1", 1),
        ("DESA2", 1),
    ]


def test_the_table_judges_by_the_interval(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 400, 1, status="counts")
    facts: dict[str, Any] = {"month": Month(2026, 10), "weight": Weight.NINTH, "today": TODAY}
    close_month(operator("uji"), reviewed="ya", **facts)
    actor = evaluator(town)
    figure = target_table(actor, 2026)[0].figure
    assert figure is not None
    assert figure.interval is not None
    low, high = figure.interval
    for value, judged in (
        (low, Achievement.REACHED),
        ((low + high) / 2, Achievement.UNCLEAR),
        (high + 1, Achievement.MISSED),
    ):
        now = fingerprint_of(unit_targets("PEMDA", 2026))
        put(actor, unit="PEMDA", values={"index": f"{value:.2f}"}, fingerprint=now)
        line = target_table(actor, 2026)[0]
        assert line.achieved("index") is judged
        assert line.achieved("overall") is None
    assert target_table(actor, 2025)[0].figure is None
    assert achievement(unit_targets("PEMDA", 2026)["index"], None) is None
