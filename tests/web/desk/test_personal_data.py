"""The pages of a reporter's request: found, handed out as a file, corrected, erased."""

from datetime import date

from flask import Flask

from portal.authority import Role
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.rules.receipt import digest, groups, make, receipt_keys
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.web.limits import secret_keys, settings
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import staff

DAY = date(2026, 11, 4)
FORM = -1
REASON = {"reason": "Surat permintaan 3 November 2026."}


def test_a_request_from_the_code_to_the_deletion(app: Flask) -> None:
    unit = make_unit()
    keys = receipt_keys(secret_keys().vault_key)
    code = make(keys, b"n" * 16)
    case = make_case(
        unit,
        DAY,
        identity="dirahasiakan",
        receipt=digest(keys, code),
        state="closed",
        closed_on=DAY,
    )
    ring = read_keys(KeyPlace(settings().instance, secret_keys().vault_key))
    db.session.add(sealed_identity(ring, case.id, Reporter(name="Siti Rahmawati")))
    db.session.commit()
    browser = staff(app, Role.COORDINATOR, unit)
    page = browser.open("/desk/personal-data")
    mistyped = browser.send(page, {"by": "receipt", "sought": "1234"}, form=FORM)
    assert mistyped.status == 422
    found = browser.send(page, {"by": "receipt", "sought": " ".join(groups(code))}, form=FORM)
    assert "Nama dirahasiakan" in found.text
    assert "Siti" not in found.text
    address = f"/desk/personal-data/{case.number}"
    assert "Serahkan" in browser.open(address).text
    asked = browser.open(f"{address}/export")
    assert browser.send(asked, {"reason": "ya"}, form=FORM).status == 422
    without = browser.send(asked, REASON, form=FORM)
    assert (without.status, "dengan kode 20 angka" in without.text) == (422, True)
    assert REASON["reason"] in without.text
    handed = browser.send(asked, {**REASON, "code": code}, form=FORM).response
    assert handed.json["reporter"]["name"] == "Siti Rahmawati"
    assert "attachment" in handed.headers["Content-Disposition"]
    wrong = browser.open(f"{address}/correct")
    fixed = browser.send(wrong, {"name": "Siti R. Putri", **REASON}, form=FORM)
    assert "Data pelapor diperbaiki" in fixed.text
    stale = browser.send(wrong, {"name": "Lain", **REASON}, form=FORM)
    assert stale.status == 409
    gone = browser.send(browser.open(f"{address}/erase"), REASON, form=FORM)
    assert "dihapus" in gone.text
    assert browser.open(address).status == 404


def test_nobody_else_opens_them(app: Flask) -> None:
    unit = make_unit()
    case = make_case(unit, DAY)
    for role in (Role.UNIT_HEAD, Role.HANDLER, Role.ADMINISTRATOR, Role.AUDITOR):
        browser = staff(app, role, unit)
        assert browser.open("/desk/personal-data").status == 403
        assert browser.open(f"/desk/personal-data/{case.number}").status == 403
