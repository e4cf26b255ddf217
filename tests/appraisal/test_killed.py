"""Killed in the middle: a release or a closing is there entirely or not at all."""

import time
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.recount import recount
from portal.appraisal.seals import seal_faults
from portal.audit.queries import verify_chain
from portal.authority import operator
from portal.database import db
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.conftest import make_app
from tests.forked import forked
from tests.indicators.town import make_ratings, make_town

ACTOR, OCTOBER = operator("uji"), Month(2026, 10)


def _close() -> None:
    today = date(2026, 11, 3)
    close_month(ACTOR, month=OCTOBER, today=today, weight=Weight.NINTH, reviewed="ya")


def _release() -> None:
    release_month(ACTOR, month=OCTOBER, today=date(2026, 10, 30), weight=Weight.NINTH)


def _work(told: Connection, work: Callable[[], None], database_url: str, folder: Path) -> None:
    with make_app(database_url, folder).app_context():
        told.send("ready")
        work()
        told.send("done")


TABLES = ("closed_figure", "appraisal_record", "closing", "closed_month", "audit_entry")


RELEASED = ("live_figure", "release_night", "audit_entry")


# The last one is not killed: without it nobody would see that the work never ran.
@pytest.mark.parametrize("after", [0.03, 0.1, 0.2, 0.3, None])
def test_a_killed_closing_leaves_all_or_nothing(
    app: Flask, database_url: str, tmp_path: Path, after: float | None
) -> None:
    make_ratings(make_town(), "2026-10", 200, 3)
    said = _killed(_close, database_url, tmp_path, after)
    assert _all_or_nothing(TABLES, said) or "done" not in said
    if _rows("closing"):
        assert recount(Month(2026, 10)) is None


KILLS = 20


@pytest.mark.drill
@pytest.mark.parametrize("kill", range(KILLS))
def test_twenty_killed_closings(app: Flask, database_url: str, tmp_path: Path, kill: int) -> None:
    """Spread over the whole of a closing, from its first reading to after its commit."""
    make_ratings(make_town(), "2026-10", 400, kill)
    said = _killed(_close, database_url, tmp_path, 0.01 + kill * 0.025)
    assert _all_or_nothing(TABLES, said) or "done" not in said
    assert verify_chain().faults == ()
    assert seal_faults() == ()
    if _rows("closing"):
        assert recount(Month(2026, 10)) is None
    else:
        # What was killed can simply be done again.
        assert "done" in _killed(_close, database_url, tmp_path, None)


@pytest.mark.parametrize("after", [0.02, 0.05, 0.1, 0.2, None])
def test_a_killed_release_leaves_all_or_nothing(
    app: Flask, database_url: str, tmp_path: Path, after: float | None
) -> None:
    make_ratings(make_town(), "2026-10", 800, 2)
    said = _killed(_release, database_url, tmp_path, after)
    assert _all_or_nothing(RELEASED, said) or "done" not in said


def _killed(
    work: Callable[[], None], database_url: str, folder: Path, after: float | None
) -> set[object]:
    """What it has told when it ended, killed that many seconds after its beginning."""
    child = forked(_work, work, database_url, folder)
    assert child.hears() == "ready"
    if after is not None:
        time.sleep(after)
        child.kill()
    said = {child.hears()}
    child.wait()
    assert after is not None or "done" in said
    return said


def _all_or_nothing(tables: tuple[str, ...], said: set[object]) -> bool:
    """Whether the work is stored; a stored half fails."""
    found = {table: _rows(table) for table in tables}
    assert len({bool(number) for number in found.values()}) == 1, found
    return all(found.values())


def _rows(table: str) -> int:
    number = db.session.execute(sa.text(f"SELECT COUNT(*) FROM {table}")).scalar()
    db.session.rollback()
    return int(number or 0)
