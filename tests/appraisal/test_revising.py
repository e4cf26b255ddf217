"""A revision: what changed is written down, what stood before stays, and a recount tells."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.queries import appraisal_records, closing_of, closings, revision_changes
from portal.appraisal.recount import recount
from portal.authority import operator
from portal.database import db
from portal.errors import NotFound, RuleBroken
from portal.feedback.models import Rating
from portal.indicators.figures import Indicator
from portal.indicators.queries import closed_indicators
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Unit
from tests.indicators import plain
from tests.indicators.town import make_ratings, make_town

ACTOR = operator("uji")
DAYS = {8: date(2026, 9, 2), 9: date(2026, 10, 2), 10: date(2026, 11, 2)}


def close(*months: int) -> None:
    for number in months:
        month = Month(2026, number)
        close_month(ACTOR, month=month, today=DAYS[number], weight=Weight.NINTH, reviewed="ya")


def revise(number: int, reason: str = "salah ketik di lembar") -> int:
    return revise_month(
        ACTOR,
        month=Month(2026, number),
        today=date(2026, 12, 1),
        reason=reason,
        weight=Weight.NINTH,
    ).changes


def root(period: str, revision: int | None = None) -> Indicator:
    found = closed_indicators(period, subjects=("unit",), revision=revision)
    return next(figure for figure in found if figure.subject.code == "PEMDA")


def strike(rows: list[dict[str, object]], number: int) -> None:
    ids = [row["id"] for row in rows if row["status"] == "counts"][:number]
    db.session.execute(sa.update(Rating).where(Rating.id.in_(ids)).values(status="struck"))
    db.session.commit()


def test_a_revision_keeps_what_stood_before(app: Flask) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-09", 300, 1)
    close(9)
    before = root("2026-09")
    assert recount(Month(2026, 9)) is None
    strike(rows, 40)
    found = recount(Month(2026, 9))
    assert found is not None
    assert "dibekukan" in found
    changes = revise(9)
    after = root("2026-09")
    assert root("2026-09", revision=1) == before
    assert (before.revision, after.revision) == (1, 2)
    assert before.answers - after.answers == pytest.approx(40, abs=2)
    assert recount(Month(2026, 9)) is None
    stored = revision_changes("2026-09", 2)
    assert len(stored) == changes
    index = next(c for c in stored if c["subject"] == "unit:PEMDA" and c["name"] == "index")
    assert (index["old"], index["new"]) == (before.index, after.index)
    assert [closing.revision for closing in closings("2026-09")] == [1, 2]
    newest = closing_of("2026-09")
    assert newest is not None
    assert newest.reason == "salah ketik di lembar"
    assert appraisal_records("2026-09", revision=1) != appraisal_records("2026-09")


def test_a_revision_draws_later_blocks_after_it(app: Flask) -> None:
    town = make_town()
    rows = {n: make_ratings(town, f"2026-{n:02}", 14, n, status="counts") for n in (8, 9, 10)}
    close(8, 9, 10)
    block = next(f for n in (9, 10) if (f := root(f"2026-{n:02}")).block)
    strike(rows[8], 2)
    revise(8)
    later = root(block.month)
    assert later.revision == 2
    assert later.answers == block.answers - 2
    kept = [r for n in (8, 9, 10) if f"2026-{n:02}" in later.block for r in rows[n]]
    expected = plain.unit_figures([row for row in kept if row not in rows[8][:2]])
    assert float(later.index or 0) == expected["index"]


def test_a_revision_draws_the_quarter_after_it(app: Flask) -> None:
    town = make_town()
    rows = {n: make_ratings(town, f"2026-{n:02}", 80, n, status="counts") for n in (7, 8, 9)}
    for number, today in ((7, date(2026, 8, 2)), (8, DAYS[8]), (9, DAYS[9])):
        close_month(ACTOR, month=Month(2026, number), today=today, weight=Weight.NINTH)
    strike(rows[7], 10)
    revise(7)
    left = [*rows[7][10:], *rows[8], *rows[9]]
    quarter = root("2026-TW3")
    assert quarter.revision == 2
    assert float(quarter.index or 0) == plain.unit_figures(left)["index"]
    assert root("2026-TW3", revision=1).answers == quarter.answers + 10
    revise(7, "lagi")
    assert root("2026-TW3").index == quarter.index


def test_refusals_in_words(sqlite_app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 20, 1)
    with pytest.raises(NotFound, match="belum ditutup"):
        revise(10)
    with pytest.raises(RuleBroken, match="perlu alasan"):
        revise(10, " ")
    with pytest.raises(NotFound, match="belum ditutup"):
        recount(Month(2026, 10))


def test_a_new_name_is_no_changed_number_and_the_review_stays_said(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-09", 300, 1)
    close(9)
    unit = db.session.execute(sa.select(Unit).where(Unit.code == "PEMDA")).scalar_one()
    unit.name = "Nama baru"
    db.session.commit()
    assert revise(9, "periksa ulang") == 0
    assert [brief.reviewed for brief in closings("2026-09")] == ["ya", "ya"]
