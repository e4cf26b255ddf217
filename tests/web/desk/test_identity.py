"""Opening a name on the page: asked, agreed to by another, shown once, told to the reporter."""

from datetime import date

from flask import Flask

from portal.authority import Role
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.web.limits import secret_keys, settings
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import staff

DAY = date(2026, 11, 4)
FORM = -1
REASON = "Perlu dipanggil untuk klarifikasi."


def test_two_people_open_a_name(app: Flask) -> None:
    unit = make_unit()
    case = make_case(unit, DAY, identity="dirahasiakan")
    ring = read_keys(KeyPlace(settings().instance, secret_keys().vault_key))
    db.session.add(sealed_identity(ring, case.id, Reporter(name="Siti Rahmawati")))
    db.session.commit()
    handler, head = staff(app, Role.HANDLER, unit), staff(app, Role.UNIT_HEAD, unit)
    address = f"/desk/complaints/{case.number}/identity"
    page = handler.open(address)
    assert "persetujuan orang kedua" in page.text
    page = handler.open(f"{address}/ask")
    refused = handler.send(page, {"reason": "ya"}, form=FORM)
    assert refused.status == 422
    waiting = handler.send(page, {"reason": REASON}, form=FORM)
    assert "menunggu orang kedua" in waiting.text
    assert handler.open("/desk/identity-requests").status == 403
    listed = head.open("/desk/identity-requests")
    assert REASON in listed.text
    link = next(a for a in listed.soup("a") if "Akta belum jadi" in a.text)
    asked = head.open(str(link["href"]))
    decided = head.send(asked, {"verdict": "agree", "reason": REASON}, form=FORM)
    assert "Tidak ada permintaan yang menunggu" in decided.text
    page = handler.open(address)
    assert "Siti" not in page.text
    shown = handler.send(page, {}, form=FORM)
    assert "Siti Rahmawati" in shown.text
    assert "no-store" in shown.response.headers["Cache-Control"]
    assert "Siti" not in handler.open(address).text
