"""Months beside quarters, semesters and years: 2026-S2 is as long a word as 2026-10."""

import secrets

import sqlalchemy as sa
from flask import Flask

from portal.audit.rules import canonical
from portal.database import db
from portal.indicators.computing import Heading, indicator
from portal.indicators.figures import Subject, as_json
from portal.indicators.models import ClosedFigure
from portal.indicators.queries import closed_months, closed_periods, unit_page
from portal.indicators.sums import Sums
from portal.month import Month
from tests.factories import make_unit

PERIODS = ("2026-11", "2026-12", "2026-TW4", "2026-S2", "2026")


def close(unit_id: int, period: str) -> None:
    shown = indicator(Subject("unit", "DUK", "Dukcapil"), Sums(), Heading(period, 1, "final"))
    text = canonical(as_json(shown))
    row = {"extract_id": secrets.token_hex(12), "slot": f"{period}/1/unit/{unit_id}"}
    row |= {"period": period, "revision": 1, "subject_type": "unit", "subject_id": unit_id}
    row |= {"unit_id": unit_id, "schema": 1, "content": text, "public": text, "sums": "{}"}
    db.session.execute(sa.insert(ClosedFigure), row)


def test_a_semester_is_no_month(app: Flask) -> None:
    unit = make_unit("DUK", name="Dukcapil")
    for period in PERIODS:
        close(unit.id, period)
    db.session.commit()
    assert closed_months() == (Month(2026, 11), Month(2026, 12))
    assert closed_periods() == ("2026", "2026-S2", "2026-TW4", "2026-12", "2026-11")
    page = unit_page("DUK")
    assert page is not None
    assert [figure.month for figure in page.trend] == ["2026-11", "2026-12"]
    assert page.figure is not None
    assert page.figure.month == "2026-12"
