"""Prepared replies: made, changed, retired, and used in an answer."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.complaints.models import Note, ReplyTemplate
from portal.complaints.rules.words import State
from portal.database import db
from portal.organisation.models import ComplaintManager, Unit
from tests.complaints.factory import make_case
from tests.factories import make_service, make_unit
from tests.staff import staff

NOW = datetime(2026, 11, 4, 3, tzinfo=UTC)
FILED = date(2026, 11, 2)
TEXT = "Pengaduan {nomor} tentang {layanan} sudah kami terima.\n\nHormat kami,\n{pejabat}, {unit}"


@pytest.fixture
def unit(sqlite_app: Flask) -> Unit:
    return make_unit(parent_id=make_unit(name="Pemkab").id, name="Dinas <Kota>")


def stored() -> list[ReplyTemplate]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.execute(sa.select(ReplyTemplate)).scalars())


def test_made_changed_retired(sqlite_app: Flask, unit: Unit) -> None:
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    assert "Belum ada templat" in head.open("/desk/templat").text
    page = head.open("/desk/templat/new")
    facts = {"name": "Terima kasih", "text": TEXT + "<script>x</script>"}
    page = head.send(page, facts, form=-1)
    assert "Templat tersimpan" in page.text
    (made,) = stored()
    assert (made.unit_id, made.name) == (unit.id, "Terima kasih")
    assert "script" not in made.text
    page = head.open(f"/desk/templat/{made.id}")
    area = page.soup.find("textarea")
    assert area is not None
    assert area.get_text().strip().startswith("Pengaduan {nomor} tentang")
    head.send(page, {"text": TEXT.replace("{layanan}", "<em>{layanan}</em>")}, form=-1)
    assert "<em>{layanan}</em>" in stored()[0].text
    stale = head.send(page, {"text": TEXT}, form=-1)
    assert stale.status == 409
    page = head.open(f"/desk/templat/{made.id}/retire")
    assert "tidak dipakai lagi" in head.send(page, form=-1).text
    assert stored()[0].retired_on is not None
    assert "Terima kasih" in head.open("/desk/templat?keadaan=lama").text
    acts = db.session.execute(sa.select(AuditEntry.action).order_by(AuditEntry.sequence))
    assert list(acts.scalars()) == [
        "add_reply_template",
        "change_reply_template",
        "retire_reply_template",
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"text": "Yang terhormat {nama}, dari {unitt}."}, "{nama}: bukan isian yang dikenal"),
        ({"text": "Yang terhormat {nama}, dari {unitt}."}, "{unitt}: bukan isian yang dikenal"),
        ({"text": "ya"}, "Isi"),
        ({"text": "x" * 3501}, "Isi"),
        ({"text": "<p>" * 60 + "panjang sekali"}, "Terlalu banyak format"),
        ({"name": ""}, "Nama templat"),
        ({"name": "x" * 81}, "Nama templat"),
        ({"unit": "999999"}, "Unit"),
    ],
)
def test_what_is_to_be_mended_is_said(
    sqlite_app: Flask, unit: Unit, facts: dict[str, str], words: str
) -> None:
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    page = head.open("/desk/templat/new")
    page = head.send(page, {"name": "Baru", "text": TEXT, **facts}, form=-1)
    assert page.status == 422
    assert words in page.soup.find(class_="errors").get_text(" ")  # type: ignore[union-attr]
    assert stored() == []


def test_the_same_name_twice_and_another_units(sqlite_app: Flask, unit: Unit) -> None:
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    page = head.open("/desk/templat/new")
    head.send(page, {"name": "Baru", "text": TEXT}, form=-1)
    assert head.send(page, {"name": "baru", "text": TEXT}, form=-1).status == 409
    other = staff(sqlite_app, Role.UNIT_HEAD, make_unit())
    assert other.open(f"/desk/templat/{stored()[0].id}").status == 404
    assert "Baru" not in other.open("/desk/templat").text
    handler = staff(sqlite_app, Role.HANDLER, unit)
    assert handler.open("/desk/templat").status == 403


@time_machine.travel(NOW, tick=True)
def test_used_in_an_answer_with_its_variables_filled(sqlite_app: Flask, unit: Unit) -> None:
    service = make_service(unit, name="Akta <b>Lahir</b>")
    root = unit.parent_id
    assert root is not None
    db.session.add(ComplaintManager(unit_id=root, name="Ibu Sari", address="Jl. Merdeka 1"))
    prepared = "<p>Pengaduan {nomor}: <strong>{layanan}</strong>, {tanggal_lapor}. {pejabat}</p>"
    plain = ReplyTemplate(unit_id=root, name="Polos", text="<p>Diurus {unit}.</p><p>Salam</p>")
    rich = ReplyTemplate(unit_id=unit.id, name="Berformat", text=prepared)
    foreign = ReplyTemplate(unit_id=make_unit().id, name="Asing", text="<p>Rahasia unit lain</p>")
    db.session.add_all([plain, rich, foreign])
    db.session.commit()
    case = make_case(unit, FILED, state=State.IN_PROGRESS, klass="pengaduan", service_id=service.id)
    handler = staff(sqlite_app, Role.HANDLER, unit)
    page = handler.open(f"/desk/complaints/{case.number}/answer")
    assert "Asing" not in page.text
    one = handler.send(page, {"template": str(plain.id)}, form=-1, button=("isi", "1"))
    assert one.fields(-1)["text"].strip() == "Diurus Dinas <Kota>.\n\nSalam"
    assert "is_formatted" not in one.fields(-1)
    two = handler.send(page, {"template": str(rich.id)}, form=-1, button=("isi", "1"))
    number = f"{case.number[:4]}-{case.number[4:]}"
    assert f"Pengaduan {number}: <strong>Akta &lt;b&gt;Lahir" in two.fields(-1)["text"]
    assert "Senin, 2 November 2026. Ibu Sari" in two.fields(-1)["text"]
    foreign_one = handler.send(page, {"template": str(foreign.id)}, form=-1, button=("isi", "1"))
    assert "Rahasia unit lain" not in foreign_one.text
    looked = handler.send(two, form=-1, button=("lihat", "1"))
    bold = looked.soup.find("strong", string="Akta <b>Lahir</b>")
    assert bold is not None
    handler.send(looked, form=-1)
    (note,) = db.session.execute(sa.select(Note)).scalars()
    assert note.is_formatted
