"""A file of a case: handed out as a download to whoever sees the case, and to nobody else."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.complaints.models import Attachment, Complaint
from portal.database import db
from portal.organisation.models import Unit
from portal.web.desk.office_files import store
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import Staff, make_person, staff

FILED = date(2026, 11, 2)
BYTES = b"drawn anew: a photo"


def a_case(unit: Unit, *, is_hidden: bool = False, **facts: object) -> tuple[Complaint, str]:
    case = make_case(unit, FILED, **facts)  # type: ignore[arg-type]  # the test names facts
    name = store().put(BYTES, day=FILED)
    db.session.add(
        Attachment(
            name=name,
            complaint_id=case.id,
            event=1,
            side="reporter",
            kind="jpeg",
            title='Foto 1"; x=<b>',
            size=len(BYTES),
            is_hidden=is_hidden,
        )
    )
    db.session.commit()
    return case, f"/desk/complaints/{case.number}/attachments/{name}"


def acts() -> list[str]:
    return list(db.session.execute(sa.select(AuditEntry.action)).scalars())


def test_a_file_is_a_download_in_which_nothing_runs(sqlite_app: Flask) -> None:
    unit = make_unit()
    case, address = a_case(unit)
    response = staff(sqlite_app, Role.HANDLER, unit).open(address).response
    assert response.get_data() == BYTES
    headers = response.headers
    assert headers["Content-Disposition"] == (
        f'attachment; filename="{case.number}-Foto-1---x--b-.jpg"'
    )
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.INSPECTOR, 404),
        (Role.ADMINISTRATOR, 403),
        (Role.OFFICER, 403),
    ],
)
def test_who_gets_it(sqlite_app: Flask, role: Role, status: int) -> None:
    unit = make_unit()
    _case, address = a_case(unit)
    assert staff(sqlite_app, role, unit).open(address).status == status
    other = staff(sqlite_app, Role.HANDLER, make_unit())
    assert other.open(address).status == 404


def test_whoever_it_is_about_never_gets_it(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    _case, address = a_case(unit, about_officer=officer)
    accused = Staff(sqlite_app, person=make_person((Role.UNIT_HEAD, unit), officer=officer))
    assert accused.open(address).status == 404
    assert accused.open(f"{address}/hide").status == 404


def test_a_file_of_another_case_is_not_found(sqlite_app: Flask) -> None:
    unit = make_unit()
    _one, address = a_case(unit)
    other = make_case(unit, FILED)
    browser = staff(sqlite_app, Role.HANDLER, unit)
    name = address.rsplit("/", 1)[1]
    assert browser.open(f"/desk/complaints/{other.number}/attachments/{name}").status == 404
    assert browser.open(f"/desk/complaints/{other.number}/attachments/..").status == 404


def test_a_hidden_one_is_opened_with_a_reason(sqlite_app: Flask) -> None:
    unit = make_unit()
    _case, address = a_case(unit, is_hidden=True)
    browser = staff(sqlite_app, Role.HANDLER, unit)
    page = browser.open(address)
    assert page.h1 == "Buka lampiran tersembunyi"
    assert browser.send(page, {"reason": "ya"}, form=-1).status == 422
    assert acts() == []
    opened = browser.send(page, {"reason": "Memeriksa nomor loket di foto."}, form=-1)
    assert opened.response.get_data() == BYTES
    assert acts() == ["open_hidden_attachment"]


def test_hidden_and_shown_again(sqlite_app: Flask) -> None:
    unit = make_unit()
    _case, address = a_case(unit)
    browser = staff(sqlite_app, Role.HANDLER, unit)
    page = browser.open(f"{address}/hide")
    done = browser.send(page, {"reason": "Wajah anak tampak jelas."}, form=-1)
    assert "Lampiran disembunyikan" in done.text
    assert browser.open(address).h1 == "Buka lampiran tersembunyi"
    page = browser.open(f"{address}/hide")
    assert "ditampilkan lagi" in browser.send(page, {"reason": "Sudah disamarkan."}, form=-1).text
    assert acts() == ["hide_attachment", "show_attachment"]


def test_two_who_hide_it_at_once_leave_it_hidden(sqlite_app: Flask) -> None:
    unit = make_unit()
    _case, address = a_case(unit)
    first, second = (staff(sqlite_app, Role.HANDLER, unit) for _ in range(2))
    pages = [person.open(f"{address}/hide") for person in (first, second)]
    why = {"reason": "Ada wajah anak di dalamnya."}
    assert first.send(pages[0], why, form=-1).status == 200
    assert second.send(pages[1], why, form=-1).status == 409
    db.session.rollback()
    assert db.session.execute(sa.select(Attachment.is_hidden)).scalar_one()
    assert acts() == ["hide_attachment"]
