"""The nightly release through the database: nothing is shown that a few answers moved."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import RESIDENT, operator
from portal.database import db
from portal.errors import NotAllowed, RuleBroken
from portal.feedback.models import ClosedMonth
from portal.indicators.commands import Released, release_month
from portal.indicators.figures import as_json
from portal.indicators.models import LiveFigure
from portal.indicators.queries import live_indicators
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.indicators import plain
from tests.indicators.town import make_ratings, make_town

OCTOBER = Month(2026, 10)
ACTOR = operator("uji")


def release(month: Month = OCTOBER) -> Released:
    return release_month(ACTOR, month=month, today=date(2026, 10, 20), weight=Weight.NINTH)


def shown() -> dict[str, dict[str, object]]:
    return {f.subject.code: as_json(f) for f in live_indicators(OCTOBER)}


def test_a_released_figure_is_what_the_rows_say(app: Flask) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-10", 800, 2)
    assert release().shown > 3
    figure = shown()["PEMDA"]
    expected = plain.unit_figures(rows)
    for name in ("answers", "index", "grade", "interval"):
        assert figure[name] == expected[name]
    assert figure["status"] == "provisional"


def test_few_new_answers_change_nothing_that_is_shown(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 800, 2)
    release()
    before = {kind: live_indicators(OCTOBER, subject=kind) for kind in ("unit", "counter")}
    officers = live_indicators(OCTOBER, subject="officer")
    make_ratings(town, "2026-10", 3, 9, status="counts")
    release()
    for kind, figures in before.items():
        assert live_indicators(OCTOBER, subject=kind) == figures
    changed = [f for f in live_indicators(OCTOBER, subject="officer") if f not in officers]
    assert changed == []
    make_ratings(town, "2026-10", 400, 10, status="counts")
    release()
    assert shown()["PEMDA"]["answers"] > before["unit"][0].answers


def test_a_second_night_without_answers_changes_nothing(app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 300, 2)
    first = release()
    before = shown()
    assert release() == first
    assert shown() == before


def test_below_ten_nothing_is_released(app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 9, 2, status="counts")
    assert release().shown == 0
    assert db.session.execute(sa.select(sa.func.count()).select_from(LiveFigure)).scalar() == 0


def test_a_closed_month_is_not_released(sqlite_app: Flask) -> None:
    db.session.add(ClosedMonth(month="2026-10"))
    db.session.commit()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        release()
    with pytest.raises(NotAllowed):
        release_month(RESIDENT, month=OCTOBER, today=date(2026, 10, 20), weight=Weight.NINTH)


def test_a_month_that_has_not_begun_is_not_released(sqlite_app: Flask) -> None:
    with pytest.raises(RuleBroken, match="Bulan 2026-11 belum mulai"):
        release(OCTOBER.next())
    assert db.session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar() == 0
