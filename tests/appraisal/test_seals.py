"""Frozen rows altered behind the triggers' back: the seal in the audit trail tells."""

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.models import Closing
from portal.appraisal.recount import recount
from portal.appraisal.seals import broken_seals, seal_faults, seal_of
from portal.audit.commands import record
from portal.audit.queries import verify_chain
from portal.database import db
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.appraisal.test_revising import ACTOR, DAYS, close, revise, strike
from tests.indicators.town import make_ratings, make_town

SEPTEMBER = Month(2026, 9)
GUARDED = ("closed_figure", "appraisal_record", "closing", "audit_value")


@pytest.fixture
def quarter(app: Flask) -> None:
    """Three closed months, the last one with two revisions."""
    town = make_town()
    for number in (7, 8):
        make_ratings(town, f"2026-0{number}", 60, number)
    july = Month(2026, 7)
    close_month(ACTOR, month=july, today=DAYS[8], weight=Weight.NINTH, reviewed="ya")
    close(8)
    rows = make_ratings(town, "2026-09", 300, 1)
    close(9)
    strike(rows, 40)
    revise(9)


def _run(statement: str) -> None:
    assert db.session.connection().exec_driver_sql(statement).rowcount > 0, statement


def _unguard() -> None:
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        for table in GUARDED:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in connection.exec_driver_sql(query).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    db.session.commit()


ROOT = "SELECT id FROM unit WHERE code = 'PEMDA'"
FIGURE = f"subject_type = 'unit' AND subject_id = ({ROOT})"

TAMPERINGS = [
    (f"UPDATE closed_figure SET public = replace(public, '\"index\":', '\"index\":9') WHERE"
     f" {FIGURE} AND period = '2026-09' AND revision = 2",
     "2026-09 revisi 2: indikator unit 2026-09 revisi 2 tidak sama lagi"),
    (f"UPDATE closed_figure SET content = content || ' ' WHERE {FIGURE} AND period = '2026-09'"
     " AND revision = 1", "2026-09 revisi 1: indikator unit 2026-09 revisi 1 tidak sama lagi"),
    (f"UPDATE closed_figure SET sums = sums || ' ' WHERE {FIGURE} AND period = '2026-TW3'"
     " AND revision = 1", "2026-09 revisi 1: indikator unit 2026-TW3 revisi 1 tidak sama lagi"),
    ("UPDATE closed_figure SET revision = 9 WHERE period = '2026-07' AND subject_type = 'officer'",
     "2026-07 revisi 1: indikator officer 2026-07 revisi 1 hilang"),
    ("UPDATE closed_figure SET public = content WHERE public IS NULL AND period = '2026-08'"
     " AND subject_type = 'officer'",
     "2026-08 revisi 1: indikator officer 2026-08 revisi 1 tidak sama lagi"),
    ("DELETE FROM appraisal_record WHERE month = '2026-08'",
     "2026-08 revisi 1: bukti dukung 2026-08 revisi 1 hilang"),
    ("UPDATE appraisal_record SET content = content || ' ' WHERE month = '2026-09'"
     " AND revision = 1", "2026-09 revisi 1: bukti dukung 2026-09 revisi 1 tidak sama lagi"),
    ("UPDATE closing SET reason = 'lain' WHERE slot = '2026-09/2'",
     "2026-09 revisi 2: penutupan 2026-09 revisi 2 tidak sama lagi"),
    ("UPDATE closing SET content = '{\"received\":{},\"changes\":[]}' WHERE slot = '2026-07/1'",
     "2026-07 revisi 1: penutupan 2026-07 revisi 1 tidak sama lagi"),
    ("UPDATE closing SET closed_on = '2026-01-01' WHERE slot = '2026-07/1'",
     "2026-07 revisi 1: penutupan 2026-07 revisi 1 tidak sama lagi"),
    (f"INSERT INTO closed_figure SELECT 'x', '2026-09/3/unit/1', period, 3, subject_type,"
     f" subject_id, unit_id, schema, content, public, sums FROM closed_figure WHERE {FIGURE}"
     " AND period = '2026-09' AND revision = 2",
     "indikator unit 2026-09 revisi 3 tidak tercatat"),
]  # fmt: skip


def test_every_tampering_is_named_with_its_month_and_revision(quarter: None) -> None:
    assert seal_faults() == ()
    _unguard()
    for statement, words in TAMPERINGS:
        _run(statement)
        found = list(broken_seals(db.session.connection()))
        db.session.rollback()
        assert any(words in fault for fault in found), (statement, found)
    assert seal_faults() == ()


def test_an_entry_added_later_does_not_heal(quarter: None) -> None:
    """The first seal of a part holds: the head that was noted elsewhere covers that one."""
    _unguard()
    _run("UPDATE closing SET reason = 'lain' WHERE slot = '2026-09/2'")
    table = sa.inspect(Closing).local_table
    where = table.c.slot == "2026-09/2"
    forged = dict(db.session.execute(sa.select(table).where(where)).mappings().one())
    after = {"revision": 2, "seal": seal_of({"closing": [forged]})}
    record(ACTOR, action="revise_month", subject="month:2026-09", after=after)
    db.session.commit()
    assert verify_chain().faults == ()
    assert [fault for fault in seal_faults() if "penutupan 2026-09 revisi 2" in fault]


def test_an_erased_seal_is_told(quarter: None) -> None:
    _unguard()
    _run("UPDATE audit_value SET content = NULL, erased_at = '2026-11-01' WHERE sequence = 1")
    db.session.commit()
    assert any("2026-07 revisi 1 tidak tercatat" in fault for fault in seal_faults())


@pytest.mark.parametrize("period", ["2026-09", "2026-TW3"])
def test_a_recount_compares_what_is_public_and_the_periods(quarter: None, period: str) -> None:
    assert recount(SEPTEMBER) is None
    _unguard()
    where = f"{FIGURE} AND period = '{period}' AND revision = 2"
    if period == "2026-09":
        change = "public = replace(public, '\"answers\":', '\"answers\":9')"
    else:
        change = "content = replace(content, '\"answers\":', '\"answers\":9')"
    _run(f"UPDATE closed_figure SET {change} WHERE {where}")
    db.session.commit()
    found = recount(SEPTEMBER)
    assert found is not None
    assert period in found
