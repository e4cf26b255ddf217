"""T15 for complaints: no cell of what the desk and the administrator take home is a formula."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from flask import Flask

from portal.authority import Role
from portal.complaints.listed import Wanted
from portal.complaints.notes import note_case
from portal.complaints.saving import save_filter
from portal.database import db
from portal.documents.case_tables import case_export
from portal.documents.exports import Kind, export_bytes
from portal.month import Month
from tests.complaints.desked import AT
from tests.complaints.factory import make_case
from tests.factories import make_counter, make_unit
from tests.staff import Staff, actor_of, make_person

FORMULAS = ("=1+2", "+1+2", "-1+2", "@SUM(1)", '=HYPERLINK("//ujixss.example")', "\t=1+2")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NOVEMBER = Wanted(Month(2026, 11))


@pytest.mark.parametrize("kind", [Kind.CSV, Kind.XLSX])
def test_the_list_of_cases_holds_no_formula(sqlite_app: Flask, kind: Kind) -> None:
    root = make_unit()
    for number, formula in enumerate(FORMULAS):
        # Stored as no form would: the last word is with whoever writes the file.
        unit = make_unit(f"{formula[:39]}", parent_id=root.id, name=formula)
        counter, _code = make_counter(unit, number=f"{number}", name=formula)
        make_case(unit, date(2026, 11, 3), title=formula, story=formula, counter_id=counter.id)
    actor = actor_of(make_person((Role.UNIT_HEAD, root)))
    content = export_bytes(case_export(actor, NOVEMBER, kind), kind)
    if kind is Kind.CSV:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(DANGEROUS)]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert len(rows) == len(FORMULAS) + 1


def test_the_trail_of_the_desk_s_acts_holds_no_formula(sqlite_app: Flask) -> None:
    root = make_unit()
    case = make_case(root, date(2026, 11, 3))
    handler = actor_of(make_person((Role.HANDLER, root)))
    for formula in FORMULAS[:5]:  # the blank before the last is taken off
        save_filter(handler, name=formula, query="cari=akta")
        note_case(handler, number=case.number, text=f"{formula} di catatan", at=AT)
    admin = Staff(sqlite_app, person=make_person((Role.ADMINISTRATOR, root)))
    answer = admin.client.get("/admin/trail.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) > 2 * 5
    assert not [cell for row in rows for cell in row if cell.startswith(DANGEROUS)]
    db.session.rollback()
