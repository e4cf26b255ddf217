"""The same form pressed by several hands at once: one note, one reopening (threats.md T10)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from portal.clock import today
from portal.complaints.models import Complaint
from portal.database import db
from tests.complaints.receipts import answer, cycles, make_receipt, make_tracked, steps
from tests.conftest import make_app
from tests.factories import make_unit

HANDS = 6


def test_one_note_and_one_reopening(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, tmp_path)
    with app.app_context():
        day = today(app.config["PORTAL"].timezone)
        case = make_tracked(make_unit(), 1, filed_on=day - timedelta(days=7))
        answer(case, day - timedelta(days=1))
        known, code = case.id, make_receipt(1)
        db.session.remove()
    page = app.test_client().post("/lacak", data={"kode": code}).text
    ticket = re.findall(r'name="ticket" value="([^"]+)"', page)[0]

    def press(act: str) -> int:
        sent = {"kode": code, "ticket": ticket, "cycle": "1", "act": act, "text": "Tambahan."}
        return app.test_client().post("/lacak", data=sent).status_code

    with ThreadPoolExecutor(HANDS) as hands:
        noted = list(hands.map(press, ["keterangan"] * HANDS))
        opened = list(hands.map(press, ["belum"] * HANDS))
    assert noted == opened == [200] * HANDS
    with app.app_context():
        stored = db.session.get_one(Complaint, known)
        assert steps(stored) == ["filed", "answered", "written", "reopened"]
        assert len(cycles(stored)) == stored.cycle == 2
        db.session.remove()
        db.engine.dispose()
