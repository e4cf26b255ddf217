"""`/verifikasi/<extract>`: genuine, altered, replaced or unknown; never a name or a figure."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.models import AppraisalRecord, Closing
from portal.audit.commands import record
from portal.authority import operator
from portal.database import db
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Officer
from tests.indicators.town import make_ratings, make_town
from tests.visitor import Page, Visitor

ACTOR = operator("uji")
OCTOBER = Month(2026, 10)
NOVEMBER = date(2026, 11, 2)
TABLES = ("appraisal_record", "closing", "closed_figure", "audit_value", "audit_entry")


@pytest.fixture
def closed(app: Flask) -> None:
    """A month with a closing and a revision of it."""
    make_ratings(make_town(), "2026-10", 300, 1)
    facts = {"month": OCTOBER, "today": NOVEMBER, "weight": Weight.NINTH}
    close_month(ACTOR, reviewed="ya", **facts)
    revise_month(ACTOR, reason="salah ketik di lembar", **facts)


def extract(model: type, revision: int, **facts: object) -> str:
    query = sa.select(model.extract_id).where(model.revision == revision).order_by(model.slot)
    found = db.session.execute(query.filter_by(**facts).limit(1)).scalar_one()
    db.session.rollback()
    return str(found)


DOCUMENTS = [
    (AppraisalRecord, {}, "Bukti dukung kinerja seorang petugas", "Oktober 2026"),
    (Closing, {}, "Penutupan bulan", "Oktober 2026"),
    (ClosedFigure, {"subject_type": "unit", "period": "2026-10"}, "Indikator", "Oktober 2026"),
]


def unguard() -> None:
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        for table in TABLES:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in connection.exec_driver_sql(query).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    db.session.commit()


def change(statement: str) -> None:
    assert db.session.connection().exec_driver_sql(statement).rowcount > 0
    db.session.commit()


@pytest.mark.parametrize(("model", "facts", "kind", "period"), DOCUMENTS)
def test_the_newest_revision_is_genuine(
    closed: None, visitor: Visitor, model: type, facts: dict[str, str], kind: str, period: str
) -> None:
    page = visitor.open(f"/verifikasi/{extract(model, 2, **facts)}")
    assert page.status == 200
    assert page.h1 == "Asli, tidak berubah, revisi 2"
    assert kind in page.text
    assert period in page.text
    assert "sudah diganti" not in page.text


@pytest.mark.parametrize(("model", "facts", "kind", "period"), DOCUMENTS)
def test_a_replaced_revision_names_the_newest(
    closed: None, visitor: Visitor, model: type, facts: dict[str, str], kind: str, period: str
) -> None:
    page = visitor.open(f"/verifikasi/{extract(model, 1, **facts)}")
    assert page.h1 == "Asli, tidak berubah, revisi 1"
    assert "sudah diganti. Yang berlaku sekarang revisi 2." in page.text


def test_it_shows_no_name_no_nip_and_no_figure(closed: None, visitor: Visitor) -> None:
    name = extract(AppraisalRecord, 2)
    officer = db.session.execute(
        sa.select(Officer.name, Officer.nip)
        .join(AppraisalRecord, AppraisalRecord.officer_id == Officer.id)
        .where(AppraisalRecord.extract_id == name)
    ).one()
    source = visitor.open(f"/verifikasi/{name}").response.text
    assert officer.name not in source
    assert officer.nip not in source
    assert not re.search(r"\d+[.,]\d", visitor.open(f"/verifikasi/{name}").soup.main.get_text())


@pytest.mark.parametrize(("model", "facts", "kind", "period"), DOCUMENTS)
def test_one_altered_byte_is_told_of_that_document_only(
    closed: None, visitor: Visitor, model: type, facts: dict[str, str], kind: str, period: str
) -> None:
    name = extract(model, 2, **facts)
    address = f"/verifikasi/{name}"
    assert visitor.open(address).h1.startswith("Asli")
    unguard()
    change(
        f"UPDATE {model.__tablename__} SET content = replace(content, '2', '3')"
        f" WHERE extract_id = '{name}'"
    )
    page = visitor.open(address)
    assert page.h1 == "Berubah sejak dibekukan"
    assert "Jangan dipakai sebagai bukti" in page.text
    assert visitor.open(f"/verifikasi/{extract(model, 1, **facts)}").h1.startswith("Asli")


def test_a_row_that_was_slipped_in_is_not_genuine(closed: None, visitor: Visitor) -> None:
    false = "f" * 32
    columns = "month, revision, officer_id, unit_id, schema, content"
    source = extract(AppraisalRecord, 1)
    unguard()
    change(
        f"INSERT INTO appraisal_record (extract_id, slot, {columns}) SELECT '{false}', 'x/1/1',"
        f" {columns} FROM appraisal_record WHERE extract_id = '{source}'"
    )
    assert visitor.open(f"/verifikasi/{false}").h1 == "Berubah sejak dibekukan"


def test_a_seal_altered_with_the_row_does_not_help(closed: None, visitor: Visitor) -> None:
    """The seal's own entry must be what its hash says."""
    name = extract(Closing, 1)
    unguard()
    change("UPDATE audit_value SET content = replace(content, 'closing/2026-10/1', 'x')")
    assert visitor.open(f"/verifikasi/{name}").h1 == "Berubah sejak dibekukan"
    change("UPDATE audit_value SET content = replace(content, '\"x\"', '\"closing/2026-10/1\"')")
    assert visitor.open(f"/verifikasi/{name}").h1.startswith("Asli")
    change("UPDATE audit_entry SET at = '2026-01-01' WHERE sequence = 1")
    assert visitor.open(f"/verifikasi/{name}").h1 == "Berubah sejak dibekukan"


def test_later_entries_do_not_disturb(closed: None, visitor: Visitor) -> None:
    name = extract(AppraisalRecord, 2)
    record(ACTOR, action="lain", subject="x")
    db.session.commit()
    assert visitor.open(f"/verifikasi/{name}").h1.startswith("Asli")


def test_capitals_and_hyphens_are_forgiven(closed: None, visitor: Visitor) -> None:
    name = extract(Closing, 2)
    typed = "-".join(name[i : i + 4] for i in range(0, 32, 4)).upper()
    assert visitor.open(f"/verifikasi/{typed}").h1.startswith("Asli")


@pytest.mark.parametrize(
    "typed",
    ["0" * 32, "a", "0" * 31 + "g", "1" * 5000, "%27%20OR%201=1", "%00", "..%2f", "²" * 32],
)
def test_what_is_unknown_is_said_in_words(sqlite_visitor: Visitor, typed: str) -> None:
    page: Page = sqlite_visitor.open(f"/verifikasi/{typed}")
    assert page.status == 404
    assert page.h1 in ("Dokumen ini tidak dikenal", "Halaman ini tidak ada")


def test_it_speaks_english(sqlite_visitor: Visitor) -> None:
    page = sqlite_visitor.open(f"/verifikasi/{'0' * 32}?lang=en")
    assert page.h1 == "This document is not known"
