"""Intake by staff: the channel and the clerk are recorded, the receipt is handed out once."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.complaints.models import Attachment, Complaint, SealedIdentity
from portal.complaints.rules.receipt import parse
from portal.complaints.rules.words import Desk
from portal.database import db
from portal.organisation.models import Unit
from tests import factories as make
from tests.staff import Staff, make_person, staff
from tests.visitor import Page
from tests.web.public.test_complain_files import photo

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
STORY = "Akta belum jadi. Hubungi 081234567890."


@pytest.fixture(autouse=True)
def _at_ten():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def unit(sqlite_app: Flask) -> Unit:
    root = make.make_unit(name="Kabupaten Sungai Raya", kind="pemda")
    return make.make_unit(code="DUKCAPIL", name="Dinas Kependudukan", parent_id=root.id)


@pytest.fixture
def clerk(sqlite_app: Flask, unit: Unit) -> Staff:
    return staff(sqlite_app, Role.HANDLER, unit)


def cases() -> list[Complaint]:
    return list(db.session.execute(sa.select(Complaint)).scalars())


def actions() -> list[str]:
    query = sa.select(AuditEntry.action).order_by(AuditEntry.sequence)
    return [one for one in db.session.execute(query).scalars() if "sign" not in one]


def code_on(page: Page) -> str:
    return "".join(item.get_text() for item in page.soup.select(".token li"))


def test_a_letter_is_written_down_and_its_receipt_printed(clerk: Staff, unit: Unit) -> None:
    counter, _code = make.make_counter(unit, number="3")
    page = clerk.open("/desk/catat")
    assert page.url.endswith("/desk/catat/DUKCAPIL"), "one unit in reach: straight on"
    sent = {
        "channel": "surat",
        "story": STORY,
        "counter": str(counter.id),
        "identity": "dirahasiakan",
        "name": "Siti Aminah",
    }
    done = clerk.send(page, sent, form=-1)
    assert done.h1 == "Pengaduan dicatat"
    assert parse(code_on(done))
    assert code_on(done) not in done.url
    (case,) = cases()
    assert clerk.person is not None
    assert (case.channel, case.clerk_id, case.counter_id) == ("surat", clerk.person.id, counter.id)
    assert case.story == "Akta belum jadi. Hubungi [nomor disembunyikan]."
    assert db.session.get(SealedIdentity, case.id) is not None
    assert actions() == ["enter_case"]


def test_a_reload_is_one_case_and_handing_out_ends_the_showing(clerk: Staff) -> None:
    page = clerk.open("/desk/catat")
    first, again = (clerk.send(page, {"story": STORY}, form=-1) for _ in range(2))
    assert code_on(first) == code_on(again) != ""
    after = clerk.send(again, form=-1)
    assert "Tanda terima diserahkan." in after.text
    late = clerk.send(page, {"story": STORY}, form=-1)
    assert (code_on(late), len(cases())) == ("", 1)
    assert actions() == ["enter_case", "hand_out_receipt"]


def test_a_photo_of_the_letter_is_enclosed(clerk: Staff) -> None:
    page = clerk.open("/desk/catat")
    sent = {"story": STORY, "files": [(BytesIO(photo()), "surat.jpg")]}
    assert code_on(clerk.send(page, sent, form=-1))  # type: ignore[arg-type]  # a file
    assert db.session.execute(sa.select(Attachment.kind)).scalars().all() == ["jpeg"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"story": ""}, "Apa yang terjadi?"),
        ({"identity": "terbuka"}, "Tulis nama atau nomor pelapor"),
        ({"channel": "qr"}, "Datang lewat"),
        ({"officer": "999"}, "Petugas yang dimaksud"),
        ({"ticket": "x"}, "terlalu lama terbuka"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_kept(
    clerk: Staff, sent: dict[str, str], words: str
) -> None:
    back = clerk.send(clerk.open("/desk/catat"), {"story": STORY, "wish": "Jadi", **sent}, form=-1)
    assert (back.status, cases(), actions()) == (422, [], [])
    assert words in back.text
    assert back.fields(-1)["wish"].strip() == "Jadi"


def test_about_the_regent_it_is_refused_in_words(sqlite_app: Flask, unit: Unit) -> None:
    root = db.session.get_one(Unit, unit.parent_id)
    clerk = staff(sqlite_app, Role.COORDINATOR, root)
    page = clerk.open(f"/desk/catat/{root.code}")
    back = clerk.send(page, {"story": STORY, "about": "pimpinan"}, form=-1)
    assert (back.status, cases()) == (422, [])
    assert "di luar wewenang kami" in back.text


def test_only_units_in_reach(sqlite_app: Flask, unit: Unit, clerk: Staff) -> None:
    other = make.make_unit(parent_id=unit.parent_id)
    assert clerk.open(f"/desk/catat/{other.code}").status == 404
    page = clerk.open("/desk/catat")
    answer = clerk.client.post(f"/desk/catat/{other.code}", data={**page.fields(-1), "story": "x"})
    assert (answer.status_code, cases()) == (404, [])
    assert staff(sqlite_app, Role.OFFICER, unit).open("/desk/catat").status == 403


def test_a_clerk_who_is_the_accused_does_not_see_it_afterwards(
    sqlite_app: Flask, unit: Unit
) -> None:
    officer = make.make_officer(unit, name="Agus")
    clerk = Staff(sqlite_app, person=make_person((Role.HANDLER, unit), officer=officer))
    page = clerk.open("/desk/catat")
    sent = {"story": STORY, "about": "petugas", "officer": str(officer.id), "is_urgent": "y"}
    clerk.send(page, sent, form=-1)
    (case,) = cases()
    assert case.desk == Desk.COORDINATOR
    assert clerk.open(f"/desk/complaints/{case.number}").status == 404
