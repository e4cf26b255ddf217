"""The same numbers in the query, CSV, XLSX and JSON of one month; and the documented columns."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.calendar import Terms
from portal.appraisal.commands import close_month
from portal.appraisal.models import Look
from portal.appraisal.queries import appraisal_records
from portal.audit.models import AuditEntry
from portal.authority import Actor, operator
from portal.config import ROOT
from portal.database import db
from portal.documents.case_tables import CASE_COLUMNS
from portal.documents.exports import (
    Export,
    Kind,
    appraisal_export,
    indicator_export,
    rating_export,
    write_export,
)
from portal.documents.figure_tables import (
    APPRAISAL_COLUMNS,
    INDICATOR_COLUMNS,
    RATING_COLUMNS,
)
from portal.errors import NotFound, RuleBroken
from portal.indicators.queries import closed_indicators
from portal.indicators.rules.definition import Weight
from portal.month import Month
from tests.indicators.town import make_ratings, make_town

ACTOR = operator("uji")
LATER, NO_TRIAL = date(2026, 12, 1), Terms(trial_months=0)


def evidence(actor: Actor, month: str) -> Export:
    """The evidence in December, of an installation without a trial period."""
    return appraisal_export(actor, month, today=LATER, terms=NO_TRIAL)


MAKERS = {"indicators": indicator_export, "appraisals": evidence, "ratings": rating_export}


@pytest.fixture
def closed(app: Flask) -> list[dict[str, Any]]:
    town = make_town()
    rows = make_ratings(town, "2026-10", 900, 6)
    month = Month(2026, 10)
    close_month(ACTOR, month=month, today=date(2026, 11, 3), weight=Weight.NINTH, reviewed="ya")
    return rows


def written(what: str, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Any]:
    """The rows of the CSV, of the XLSX, and the objects of the JSON."""
    for kind in Kind:
        write_export(MAKERS[what](ACTOR, "2026-10"), kind, folder / f"x.{kind}")
    with (folder / "x.csv").open(encoding="utf-8", newline="") as file:
        from_csv = list(csv.DictReader(file))
    sheet = openpyxl.load_workbook(folder / "x.xlsx").active
    headers, *rows = sheet.iter_rows(values_only=True)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    from_xlsx = [dict(zip(headers, row, strict=True)) for row in rows]
    return from_csv, from_xlsx, json.loads((folder / "x.json").read_text("utf-8"))


def same(text: str, cell: Any, value: Any) -> None:
    if value is None:
        assert (text, cell) == ("", None)
    elif isinstance(value, int | float | Decimal):
        assert Decimal(text) == Decimal(str(cell)) == Decimal(str(value))
    else:
        assert text == cell == str(value)


def test_one_month_has_the_same_numbers_everywhere(
    closed: list[dict[str, Any]], tmp_path: Path
) -> None:
    from_csv, from_xlsx, objects = written("indicators", tmp_path)
    figures = list(
        closed_indicators("2026-10", subjects=("unit", "location", "service", "counter"))
    )
    assert len(figures) == len(from_csv) == len(from_xlsx) == len(objects) > 10
    said = 0
    for figure, row, cells, content in zip(figures, from_csv, from_xlsx, objects, strict=True):
        assert content["subject"]["code"] == figure.subject.code
        low, high = figure.interval or (None, None)
        json_low, json_high = content["interval"] or (None, None)
        for name, on_screen, in_json in (
            ("subject_code", figure.subject.code, content["subject"]["code"]),
            ("answers", figure.answers, content["answers"]),
            ("complete", figure.complete, content["complete"]),
            ("index", figure.index, content["index"]),
            ("grade", figure.grade, content["grade"]),
            ("interval_low", low, json_low),
            ("interval_high", high, json_high),
            ("index_complete", figure.index_complete, content["index_complete"]),
            ("overall_score", figure.overall.score, content["overall"]["score"]),
            ("flagged_answers", figure.flagged.answers, content["flagged"]["answers"]),
        ):
            same(row[name], cells[name], on_screen)
            same(row[name], cells[name], in_json)
        for element, found in figure.elements.items():
            same(row[f"{element}_mean"], cells[f"{element}_mean"], found.mean)
            same(row[f"{element}_index"], cells[f"{element}_index"], found.index)
            assert content["elements"][element]["answers"] == found.answers
        said += figure.index is not None
    assert said >= 3


def test_evidence_keeps_nip_as_text_and_no_order_by_a_figure(
    closed: list[dict[str, Any]], tmp_path: Path
) -> None:
    from_csv, from_xlsx, objects = written("appraisals", tmp_path)
    records = appraisal_records("2026-10")
    assert [r["nip"] for r in from_csv] == [r["nip"] for r in from_xlsx]
    assert [r["nip"] for r in from_csv] == [r.nip for r in records] == [o["nip"] for o in objects]
    assert all(isinstance(row["nip"], str) and len(row["nip"]) == 18 for row in from_xlsx)
    places = [(r["unit_name"].casefold(), r["name"].casefold()) for r in from_csv]
    assert places == sorted(places)
    for record, row, cells, content in zip(records, from_csv, from_xlsx, objects, strict=True):
        for question in ("kompetensi", "perilaku"):
            figure = getattr(record, question)
            same(row[f"{question}_mean"], cells[f"{question}_mean"], figure.mean)
            same(row[f"{question}_answers"], cells[f"{question}_answers"], figure.answers)
            same(row[f"{question}_compared"], cells[f"{question}_compared"], figure.compared)
            same(row[f"{question}_score"], cells[f"{question}_score"], content[question]["score"])
        assert content["extract_id"] == row["extract_id"] == record.extract_id


def test_whoever_takes_the_evidence_is_written_down(closed: list[dict[str, Any]]) -> None:
    evidence(ACTOR, "2026-10")
    evidence(ACTOR, "2026-10")
    officers = len(appraisal_records("2026-10"))
    looks = db.session.execute(sa.select(Look)).scalars().all()
    assert len(looks) == officers > 5
    assert {(look.on_date, look.role) for look in looks} == {(LATER, "operator")}
    seen = db.session.execute(sa.select(AuditEntry).where(AuditEntry.action == "look")).scalars()
    assert [entry.subject for entry in seen] == ["appraisals:2026-10"] * 2


def test_in_the_trial_period_nothing_goes_out(closed: list[dict[str, Any]]) -> None:
    with pytest.raises(RuleBroken, match="Masa percobaan sampai Desember 2026"):
        appraisal_export(ACTOR, "2026-10", today=LATER, terms=Terms(trial_months=3))
    assert db.session.execute(sa.select(Look)).first() is None


def test_ratings_go_out_shuffled_and_without_the_person(
    closed: list[dict[str, Any]], tmp_path: Path
) -> None:
    from_csv, from_xlsx, objects = written("ratings", tmp_path)
    assert len(from_csv) == len(from_xlsx) == len(objects) == len(closed)
    assert [r["received_on"] for r in from_csv] != [r["received_on"] for r in objects]

    def counted(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
        return sorted((r["received_on"], r["status"], str(r["overall"] or "")) for r in rows)

    assert counted(from_csv) == counted(objects)
    assert {row["status"] for row in from_csv} == {"counts", "quarantined", "struck"}
    private = {
        "sex",
        "age_band",
        "education",
        "occupation",
        "comment",
        "officer",
        "id",
        "officer_id",
    }
    assert not private & set(from_csv[0])


def test_what_is_not_there_is_said(app: Flask) -> None:
    for make in MAKERS.values():
        with pytest.raises(NotFound):
            make(ACTOR, "2026-10")


@pytest.mark.parametrize("make", [evidence, rating_export])
@pytest.mark.parametrize("period", ["2026-S1", "2026-TW4", "2026", " 2026-s2"])
def test_a_longer_period_is_refused_as_such(app: Flask, make: Any, period: str) -> None:
    with pytest.raises(RuleBroken, match="hanya menerima satu bulan, misalnya 2026-10"):
        make(ACTOR, period)
    with pytest.raises(RuleBroken, match="tidak terbaca"):
        make(ACTOR, "Oktober")


def test_every_column_is_documented() -> None:
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    for columns in (INDICATOR_COLUMNS, APPRAISAL_COLUMNS, RATING_COLUMNS, CASE_COLUMNS):
        for column in columns:
            assert f"| `{column.name}` | {column.meaning} |" in page
