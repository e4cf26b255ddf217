"""Killed in the middle: a release or a closing is there entirely or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.recount import recount
from portal.appraisal.seals import seal_faults
from portal.audit.queries import verify_chain
from portal.config import ROOT
from portal.database import db
from portal.month import Month
from tests.indicators.town import make_ratings, make_town

OPENED = """
import sys
from datetime import date
from pathlib import Path
from tests.conftest import make_app
from portal.appraisal.commands import close_month
from portal.authority import operator
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
ACTOR, OCTOBER = operator("uji"), Month(2026, 10)
with make_app(sys.argv[1], Path(sys.argv[2])).app_context():
    print("ready", flush=True)
    {work}
    print("done", flush=True)
"""
CLOSING = """close_month(ACTOR, month=OCTOBER, today=date(2026, 11, 3), weight=Weight.NINTH,
        reviewed="ya")"""
RELEASE = "release_month(ACTOR, month=OCTOBER, today=date(2026, 10, 30), weight=Weight.NINTH)"
TABLES = ("closed_figure", "appraisal_record", "closing", "closed_month", "audit_entry")


RELEASED = ("live_figure", "release_night", "audit_entry")


# The last one is not killed: without it nobody would see that the work never ran.
@pytest.mark.parametrize("after", [0.1, 0.2, 0.4, 0.8, None])
def test_a_killed_closing_leaves_all_or_nothing(
    app: Flask, database_url: str, tmp_path: Path, after: float | None
) -> None:
    make_ratings(make_town(), "2026-10", 200, 3)
    said = _killed(CLOSING, database_url, tmp_path, after)
    assert _all_or_nothing(TABLES, said) or b"done" not in said
    if _rows("closing"):
        assert recount(Month(2026, 10)) is None


KILLS = 20


@pytest.mark.drill
@pytest.mark.parametrize("kill", range(KILLS))
def test_twenty_killed_closings(app: Flask, database_url: str, tmp_path: Path, kill: int) -> None:
    """Spread over the whole of a closing, from its first reading to after its commit."""
    make_ratings(make_town(), "2026-10", 400, kill)
    said = _killed(CLOSING, database_url, tmp_path, 0.02 + kill * 0.05)
    assert _all_or_nothing(TABLES, said) or b"done" not in said
    assert verify_chain().faults == ()
    assert seal_faults() == ()
    if _rows("closing"):
        assert recount(Month(2026, 10)) is None
    else:
        # What was killed can simply be done again.
        assert b"done" in _killed(CLOSING, database_url, tmp_path, None)


@pytest.mark.parametrize("after", [0.05, 0.1, 0.2, 0.4, None])
def test_a_killed_release_leaves_all_or_nothing(
    app: Flask, database_url: str, tmp_path: Path, after: float | None
) -> None:
    make_ratings(make_town(), "2026-10", 800, 2)
    said = _killed(RELEASE, database_url, tmp_path, after)
    assert _all_or_nothing(RELEASED, said) or b"done" not in said


def _killed(work: str, database_url: str, folder: Path, after: float | None) -> bytes:
    script = OPENED.format(work=work)
    command = [sys.executable, "-c", script, database_url, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    if after is not None:
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
    said = process.stdout.read()
    process.wait()
    assert after is not None or b"done" in said
    return said


def _all_or_nothing(tables: tuple[str, ...], said: bytes) -> bool:
    """Whether the work is stored; a stored half fails."""
    found = {table: _rows(table) for table in tables}
    assert len({bool(number) for number in found.values()}) == 1, found
    return all(found.values())


def _rows(table: str) -> int:
    number = db.session.execute(sa.text(f"SELECT COUNT(*) FROM {table}")).scalar()
    db.session.rollback()
    return int(number or 0)
