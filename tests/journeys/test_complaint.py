"""An anonymous complaint against the head, on both databases: from the scan to the month's figures.

The head sees nothing of it, the superior's handler answers it, the resident says whether it is
solved (issue 4, "Done when").
"""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from PIL import Image

from portal.appraisal.commands import close_month
from portal.audit.queries import verify_chain
from portal.authority import Role, operator
from portal.complaints.models import Complaint
from portal.database import db
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.notifications.models import Message
from portal.organisation.models import Unit
from portal.worker.duties import Workplace
from portal.worker.running import run_line
from portal.worker.schedule import SCHEDULE
from tests.conftest import SECRETS
from tests.factories import make_counter, make_officer, make_rating, make_unit
from tests.staff import Staff, make_person
from tests.visitor import Page, Visitor

STORY = "Kepala dinas menyuruh kami pulang dan membentak ibu saya di depan antrean."
WORD = "membentak"
LINES = {line.name: line for line in SCHEDULE}


def on(day: int, hour: int = 10) -> Any:
    """This hour of that day of November 2026, in Jakarta."""
    return time_machine.travel(datetime(2026, 11, day, hour - 7, 0, tzinfo=UTC), tick=True)


class Town:
    """A regency, an agency with its counter, and everybody who has a part in the story."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.root = make_unit("PEMDA", name="Kabupaten Sungai Raya", kind="pemda")
        self.unit = make_unit("DUKCAPIL", name="Dinas Kependudukan", parent_id=self.root.id)
        self.counter, self.code = make_counter(self.unit, number="3")
        officer = make_officer(self.unit, name="Hendra Wijaya")
        self.people = {
            "head": make_person(
                (Role.UNIT_HEAD, self.unit), officer=officer, email="hendra@x.test"
            ),
            "coordinator": make_person((Role.COORDINATOR, self.root)),
            "handler": make_person((Role.HANDLER, self.root), email="penangan@x.test"),
        }
        self.resident = Visitor(app)

    def at_work(self, who: str) -> Staff:
        """Signed in anew: a session lives a working day."""
        return Staff(self.app, person=self.people[who])

    def live_through_the_morning(self) -> None:
        place = Workplace(self.app.config["PORTAL"], SECRETS.vault_key)
        for name in ("resume_clocks", "release_cases", "escalate_cases", "complete_words"):
            assert run_line(LINES[name], place)
        assert run_line(LINES["tell_of_cases"], place)


@pytest.fixture
def town(app: Flask) -> Town:
    return Town(app)


def photo() -> tuple[BytesIO, str]:
    raw = BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (0.0, 1.0, 2.0)}
    Image.new("RGB", (60, 40), "teal").save(raw, "JPEG", exif=exif)
    raw.seek(0)
    return raw, "IMG_20261102_101500.jpg"


def link(page: Page, words: str) -> str:
    """Where the link with these words leads."""
    return str(next(a for a in page.soup("a") if words in a.get_text())["href"])


def file_at_the_counter(town: Town) -> str:
    """From the scanned form to the noted receipt; the 20 digits."""
    resident = town.resident
    page = resident.open(link(resident.open(f"/l/{town.code}"), "pengaduan"))
    given: Any = {"kind": "pengaduan", "about": "pimpinan", "story": STORY, "files": [photo()]}
    receipt = resident.send(page, given)
    code = "".join(item.get_text() for item in receipt.soup.select(".token li"))
    assert len(code) == 20
    assert "Kantor ini tidak melihat pengaduan Anda" in receipt.text
    noted = resident.send(receipt, button=("noted", "1"))
    assert code not in noted.text.replace(" ", "")
    return code


def followed(town: Town, code: str) -> Page:
    """The reporter's page, by the receipt alone."""
    page = town.resident.open("/lacak")
    place = next(i for i, f in enumerate(page.soup("form")) if f.select_one("[name=kode]"))
    return town.resident.send(page, {"kode": code}, form=place)


def say(town: Town, page: Page, act: str, **values: Any) -> Page:
    """One act of the reporter."""
    forms = page.soup("form")
    place = next(i for i, f in enumerate(forms) if f.select_one(f"[name=act][value='{act}']"))
    return town.resident.send(page, values, form=place, button=("act", act))


def do(staff: Staff, number: str, act: str, **values: Any) -> Page:
    """One act of the desk on its own page."""
    page = staff.open(f"/desk/complaints/{number}/{act}")
    done = staff.send(page, values, form=-1)
    assert done.status == 200, done.text
    return done


def nothing_for_the_head(town: Town, number: str) -> None:
    """Neither case nor count, wherever the head looks; and no mail."""
    head = town.at_work("head")
    desk = head.open("/desk")
    assert WORD not in desk.text
    assert number not in desk.text
    assert all(tag.get_text(strip=True) in ("0", "") for tag in desk.soup.select("nav .count"))
    assert "Semua terbuka 0" in " ".join(desk.text.split())
    searched = head.open(f"/desk?cari={WORD}")
    assert "Kepala dinas" not in searched.text
    assert head.open(f"/desk/complaints/{number}").status == 404
    assert head.open(f"/desk/complaints/{number}/answer").status == 404
    mails = sa.select(Message.recipient)
    assert "hendra@x.test" not in db.session.execute(mails).scalars().all()


def counted(unit: Unit) -> dict[str, Any]:
    """The complaints of the closed November."""
    query = sa.select(ClosedFigure.content).where(
        ClosedFigure.subject_type == "unit",
        ClosedFigure.subject_id == unit.id,
        ClosedFigure.period == "2026-11",
    )
    found: dict[str, Any] = json.loads(db.session.execute(query).scalar_one())["complaints"]
    return found


def test_a_complaint_against_the_head(town: Town) -> None:
    with on(2):
        code = file_at_the_counter(town)
        assert "Diterima" in followed(town, code).text
        case = db.session.execute(sa.select(Complaint)).scalar_one()
        number = case.number
        nothing_for_the_head(town, number)
        assert WORD not in town.at_work("coordinator").open("/desk").text, (
            "it waits for the morning"
        )
    with on(3):
        town.live_through_the_morning()
        nothing_for_the_head(town, number)
        assert "Kepala dinas" in town.at_work("coordinator").open("/desk").text
        do(
            town.at_work("coordinator"),
            number,
            "forward",
            to="unit",
            unit="PEMDA",
            reason="Ditangani atasan pimpinan itu.",
        )
    with on(4):
        town.live_through_the_morning()
        told = db.session.execute(sa.select(Message.recipient)).scalars().all()
        assert "penangan@x.test" in told
        assert "Kepala dinas" in town.at_work("handler").open("/desk").text
        do(
            town.at_work("handler"),
            number,
            "verify",
            klass="pengaduan",
            title="Perilaku pimpinan di loket",
        )
        do(
            town.at_work("handler"),
            number,
            "ask",
            message="Pada jam berapa?",
            reason="Waktu kejadian",
        )
        nothing_for_the_head(town, number)
    with on(5):
        page = followed(town, code)
        assert "Pada jam berapa?" in page.text
        page = say(town, page, "keterangan", text="Sekitar pukul sepuluh, banyak yang melihat.")
        assert "pukul sepuluh" in page.text
    with on(6):
        assert "pukul sepuluh" in town.at_work("handler").open(f"/desk/complaints/{number}").text
        answer = "Kepala dinas sudah ditegur dan menyampaikan permintaan maaf."
        do(town.at_work("handler"), number, "answer", text=answer)
        do(
            town.at_work("handler"),
            number,
            "close",
            outcome="selesai",
            reason="Sudah dijawab tuntas.",
        )
    with on(9):
        page = followed(town, code)
        assert answer in page.text
        page = say(town, page, "belum", text="Belum ada yang meminta maaf kepada ibu saya.")
        assert "Dibuka kembali" in page.text
    with on(10):
        town.live_through_the_morning()
        nothing_for_the_head(town, number)
        do(town.at_work("handler"), number, "answer", text="Hari ini beliau datang ke rumah Anda.")
        do(
            town.at_work("handler"),
            number,
            "close",
            outcome="selesai",
            reason="Sudah dijawab tuntas.",
        )
    with on(11):
        page = say(town, followed(town, code), "selesai")
        say(town, page, "nilai", mark="3")
        db.session.expire_all()
        case = db.session.execute(sa.select(Complaint)).scalar_one()
        assert (case.state, case.is_solved, case.rated, case.cycle) == ("closed", True, 3, 2)
    _closed_month_shows_it(town)
    assert verify_chain().faults == ()


def _closed_month_shows_it(town: Town) -> None:
    make_rating(town.counter, date(2026, 11, 4))
    with time_machine.travel(datetime(2026, 12, 2, 3, tzinfo=UTC)):
        november = Month.parse("2026-11")
        today = date(2026, 12, 2)
        close_month(operator("uji"), month=november, today=today, weight=Weight.NINTH)
    above, unit = counted(town.root), counted(town.unit)
    names = ("filed", "answered", "answered_in_time", "reopened", "solved", "unsolved")
    assert [above[name] for name in names] == [1, 1, 1, 1, 1, 1]
    assert [unit[name] for name in names] == [0, 0, 0, 0, 0, 0]
