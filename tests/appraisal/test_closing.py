"""Closing a month: all of it or nothing, once, in order; frozen against SQL itself."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.appraisal.models import AppraisalRecord, Closing
from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.authority import RESIDENT, operator
from portal.database import db
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.feedback.queries import last_closed_month
from portal.indicators.figures import as_json, read_content
from portal.indicators.models import ClosedFigure
from portal.indicators.queries import closed_indicators, published_indicators, unit_page
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.indicators import plain
from tests.indicators.test_passes import rows_about
from tests.indicators.town import make_ratings, make_town

ACTOR = operator("uji")
OCTOBER = Month(2026, 10)
LATER = date(2026, 11, 2)


def close(month: Month = OCTOBER, today: date = LATER, reviewed: str = "diperiksa") -> None:
    close_month(ACTOR, month=month, today=today, weight=Weight.NINTH, reviewed=reviewed)


def test_a_closing_freezes_what_the_rows_say(app: Flask) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-10", 700, 3)
    close()
    by_code = {unit.code: unit for unit in town.units}
    seen = 0
    for figure in closed_indicators("2026-10", subjects=("unit",)):
        from_rows = rows_about(
            town, rows, type("K", (), {"kind": "unit", "id": by_code[figure.subject.code].id})()
        )
        expected = plain.unit_figures(from_rows)
        stored = as_json(figure)
        if expected["answers"] >= 10:
            seen += 1
            for name in ("answers", "complete", "index", "grade", "interval", "overall"):
                assert stored[name] == expected[name], (figure.subject.code, name)
    assert seen >= 2
    assert last_closed_month() == "2026-10"


def test_it_leaves_one_audit_entry_and_names_the_chain_head(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 60, 1)
    close()
    assert db.session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar() == 1
    assert verify_chain().faults == ()
    closing = db.session.execute(sa.select(Closing)).scalar_one()
    assert (closing.audit_sequence, closing.audit_hash) == (0, "0" * 64)
    texts = db.session.execute(sa.select(ClosedFigure.content)).scalars().all()
    assert {read_content(text)["audit"]["hash"] for text in texts} == {"0" * 64}
    assert len({read_content(text)["extract_id"] for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("month", "today", "words"),
    [
        (OCTOBER, date(2026, 11, 1), "baru dapat ditutup mulai 02/11/2026"),
        (OCTOBER, date(2026, 10, 20), "baru dapat ditutup"),
        (Month(2026, 9), LATER, "Tidak ada jawaban dalam bulan 2026-09"),
    ],
)
def test_refusals_in_words_change_nothing(
    sqlite_app: Flask, month: Month, today: date, words: str
) -> None:
    make_ratings(make_town(), "2026-10", 20, 1)
    with pytest.raises((RuleBroken, NotFound), match=words):
        close(month, today)
    assert db.session.execute(sa.select(sa.func.count()).select_from(ClosedFigure)).scalar() == 0
    assert last_closed_month() is None


def test_months_close_in_order_and_once(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-08", 20, 1)
    make_ratings(town, "2026-10", 20, 2)
    with pytest.raises(RuleBroken, match="Tutup 2026-08 dahulu"):
        close()
    close(Month(2026, 8))
    with pytest.raises(RuleBroken, match="Tutup 2026-09 dahulu"):
        close()
    close(Month(2026, 9))
    close()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        close()


def test_only_who_may_close_may_close(sqlite_app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 20, 1)
    with pytest.raises(NotAllowed):
        close_month(RESIDENT, month=OCTOBER, today=LATER, weight=Weight.NINTH)


FROZEN = ("closed_figure", "closing", "appraisal_record", "closed_month")


@pytest.mark.parametrize("table", FROZEN)
def test_closed_rows_cannot_be_changed_by_sql(app: Flask, table: str) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 60, 1)
    close()
    before = _content(table)
    assert before
    column = "month" if table == "closed_month" else "content"
    attempts = [f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"]
    columns = ", ".join(
        sa.inspect(db.engine).get_columns(table)[i]["name"]
        for i in range(len(sa.inspect(db.engine).get_columns(table)))
    )
    if db.engine.dialect.name == "sqlite":
        attempts.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        attempts.append(f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1")
    else:
        attempts += [f"TRUNCATE {table} CASCADE", f"INSERT INTO {table} SELECT * FROM {table}"]
    for attempt in attempts:
        with pytest.raises(sa.exc.DBAPIError):
            db.session.execute(sa.text(attempt))
        db.session.rollback()
    assert _content(table) == before


def _content(table: str) -> list[tuple[object, ...]]:
    rows = db.session.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1")).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


def test_quarantine_that_moves_an_index_waits_for_a_review(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 60, 1, status="counts")
    bad = dict.fromkeys(plain.NINE, 1)
    make_ratings(town, "2026-10", 20, 2, status="quarantined", **bad)
    with pytest.raises(RuleBroken, match="mengubah indeks lebih dari 1 poin") as refusal:
        close(reviewed="")
    assert "Kabupaten Uji" in refusal.value.message
    close(reviewed="dicek 3 November, pola titip nilai")
    closing = db.session.execute(sa.select(Closing)).scalar_one()
    assert closing.reviewed == "dicek 3 November, pola titip nilai"
    assert read_content(closing.content)["received"] == {"counts": 60, "quarantined": 20}


def test_small_months_are_joined_into_disjoint_blocks(app: Flask) -> None:
    town = make_town()
    rows = []
    for month, today in ((8, date(2026, 9, 2)), (9, date(2026, 10, 2)), (10, LATER)):
        rows += make_ratings(town, f"2026-{month:02}", 12, month, status="counts")
        close(Month(2026, month), today)
    root = [_root(f"2026-{month:02}") for month in (8, 9, 10)]
    counted = plain.unit_figures(rows)
    assert [figure.block for figure in root] == [(), (), ("2026-08", "2026-09", "2026-10")]
    assert as_json(root[2])["index"] == counted["index"]
    assert as_json(root[2])["interval"] == counted["interval"]
    assert root[2].grade is not None
    assert root[0].grade is None


def _root(period: str):  # type: ignore[no-untyped-def]
    return next(
        f for f in closed_indicators(period, subjects=("unit",)) if f.subject.code == "PEMDA"
    )


def test_a_quarter_is_the_union_of_its_months(app: Flask) -> None:
    town = make_town()
    rows = []
    for month, today in ((10, LATER), (11, date(2026, 12, 2)), (12, date(2027, 1, 2))):
        rows += make_ratings(town, f"2026-{month}", 150, month)
        close(Month(2026, month), today)
    expected = plain.unit_figures(rows)
    for period, block in (("2026-TW4", ()), ("2026-S2", ("2026-10", "2026-11", "2026-12"))):
        figure = as_json(_root(period))
        assert figure["index"] == expected["index"]
        assert figure["interval"] == expected["interval"]
        assert figure["answers"] == expected["answers"]
        assert tuple(figure["block"]) == block
    page = unit_page("PEMDA")
    assert page is not None
    assert [f.month for f in page.trend] == ["2026-10", "2026-11", "2026-12"]
    assert page.periods[:4] == ("2026", "2026-S2", "2026-TW4", "2026-12")


def test_records_are_evidence_and_never_below_the_minimum(app: Flask) -> None:
    town = make_town()
    rows = make_ratings(town, "2026-10", 1500, 4)
    someone = town.officers[0]
    someone_without_nip = db.session.execute(
        sa.text("SELECT COUNT(*) FROM officer WHERE nip IS NULL")
    )
    assert someone_without_nip.scalar() == 0
    close()
    records = db.session.execute(sa.select(AppraisalRecord)).scalars().all()
    assert len(records) == len(town.officers)
    exact = plain.personal(rows)
    said = 0
    for record in records:
        content = read_content(record.content)
        own = [row for row in exact if row["officer_id"] == record.officer_id]
        for name in ("kompetensi", "perilaku"):
            given = plain.marks(own, name)
            days = {row["received_on"] for row in own if plain.marks([row], name)}
            figure = content[name]
            assert (figure["answers"], figure["days"]) == (len(given), len(days))
            if len(given) >= 30 and len(days) >= 10:
                said += 1
                assert float(figure["mean"]) == plain.element(given)["mean"]
                assert figure["interval"][0] <= figure["score"] <= figure["interval"][1]
                assert figure["withheld"] is None
            else:
                assert figure["mean"] is figure["interval"] is figure["compared"] is None
                assert figure["withheld"]["reason"] in ("too_few", "too_few_days")
        assert content["status"] in ("provisional", "insufficient")
        assert content["praise"] == 0
        assert not {"predikat", "rank", "grade"} & set(content)
    assert said >= 2
    assert someone.nip in {read_content(r.content)["nip"] for r in records}


def test_the_public_never_sees_officers_or_what_is_one_officer(app: Flask) -> None:
    town = make_town()
    lonely = town.counters[0]
    own = [o for o in town.officers if o.unit_id == lonely.unit_id]
    make_ratings(
        town,
        "2026-10",
        200,
        1,
        counter_id=lonely.id,
        unit_id=lonely.unit_id,
        officer_id=own[0].id,
        service_id=None,
    )
    make_ratings(town, "2026-10", 900, 2)
    close()
    assert published_indicators("2026-10", "officer") == ()
    codes = {f.subject.code for f in published_indicators("2026-10", "counter")}
    assert codes
    assert published_indicators("2026-10", "location") == ()


def test_a_counter_of_one_officer_is_not_public(app: Flask) -> None:
    town = make_town()
    first, second = town.counters[:2]
    own = [o for o in town.officers if o.unit_id == first.unit_id]
    fixed = {"unit_id": first.unit_id, "service_id": None, "status": "counts"}
    make_ratings(town, "2026-10", 60, 1, counter_id=first.id, officer_id=own[0].id, **fixed)
    make_ratings(town, "2026-10", 60, 2, counter_id=second.id, officer_id=own[0].id, **fixed)
    make_ratings(town, "2026-10", 60, 3, counter_id=second.id, officer_id=own[1].id, **fixed)
    make_ratings(town, "2026-10", 60, 4, counter_id=None, officer_id=None, **fixed)
    close()
    codes = {f.subject.code for f in published_indicators("2026-10", "counter", "DUK")}
    assert codes == {"DUK/2"}
