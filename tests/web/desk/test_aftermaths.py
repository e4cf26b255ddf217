"""`/desk/setelah-melapor`: the inspector reads, marks, and nobody of the unit opens it."""

from datetime import timedelta

from flask import Flask

from portal.authority import RESIDENT, Role
from portal.complaints.aftermaths import tell_aftermath
from tests.complaints.receipts import DAY, make_tracked, receipt_of
from tests.factories import make_unit
from tests.staff import staff


def test_an_answer_is_read_and_marked(sqlite_app: Flask) -> None:
    unit = make_unit(name="Dinas Sosial")
    case = make_tracked(unit)
    tell_aftermath(
        RESIDENT,
        receipt=receipt_of(case),
        was_mistreated=True,
        text="Saya <b>diancam</b>.",
        today=DAY + timedelta(days=30),
    )
    inspector = staff(sqlite_app, Role.INSPECTOR, unit)
    page = inspector.open("/desk/setelah-melapor")
    assert "Saya <b>diancam</b>." in page.text
    assert "Ada perlakuan buruk" in page.text
    assert case.story not in page.text
    forms = page.soup.find_all("form")
    place = next(n for n, form in enumerate(forms) if "/dibaca" in str(form.get("action")))
    page = inspector.send(page, form=place)
    assert "Ditandai dibaca." in page.text
    assert "Tidak ada jawaban yang menunggu." in page.text
    assert "Saya <b>diancam</b>." in inspector.open("/desk/setelah-melapor?keadaan=dibaca").text


def test_the_head_of_the_unit_does_not_open_it(sqlite_app: Flask) -> None:
    head = staff(sqlite_app, Role.UNIT_HEAD, make_unit())
    assert head.open("/desk/setelah-melapor").status == 403
