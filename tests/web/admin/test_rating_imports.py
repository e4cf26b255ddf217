"""Survey sheets on a page: a trial first, then exactly that; only in the own reach."""

import io

import sqlalchemy as sa

from portal.authority import Role
from portal.database import db
from portal.feedback.models import Rating
from tests.organisation.managing import entries
from tests.staff import Staff, staff
from tests.visitor import Page
from tests.web.admin.conftest import Regency

HEAD = "TANGGAL,U1,U2,U3,U4,U5,U6,U7,U8,U9\n"
GOOD = "02/06/2026,3,3,4,4,3,3,4,3,4\n"


def hand_over(person: Staff, text: str, **facts: str) -> Page:
    page = person.open("/admin/imports/ratings")
    file = (io.BytesIO(text.encode()), "skm.csv")
    sent = {"unit": "DUK", "channel": "paper", "order": "form", **facts, "file": file}
    return person.send(page, sent, form=-1)


def ratings() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.count()).select_from(Rating)).scalar_one()


def evaluator(regency: Regency) -> Staff:
    return staff(regency.app, Role.SURVEY_EVALUATOR, regency.office)


def test_a_survey_sheet_is_tried_and_then_stored(regency: Regency) -> None:
    person = evaluator(regency)
    page = hand_over(person, HEAD + GOOD + GOOD)
    assert "Belum ada yang disimpan. Semua baris benar." in page.text
    assert "Jawaban baru 2" in page.text
    assert (ratings(), entries()) == (0, [])
    done = person.send(page, form=-1)
    assert "Lembar tersimpan: 2 jawaban, 0 saran." in done.text
    assert ratings() == 2
    assert [action for _who, action, _what in entries()] == ["import_ratings"]


def test_bad_marks_are_outlined_and_a_filled_month_is_told(sqlite_regency: Regency) -> None:
    person = evaluator(sqlite_regency)
    page = hand_over(person, HEAD + GOOD + GOOD.replace(",4,3,4\n", ",7,3,4\n"))
    assert "Ada yang perlu diperbaiki." in page.text
    assert len(page.soup.select(".bad-cell")) == 1
    first = hand_over(person, HEAD + GOOD)
    person.send(first, form=-1)
    other = hand_over(person, HEAD + GOOD.replace(",3,3,4,4,", ",1,1,1,1,"))
    assert "sudah punya 1 baris" in other.text
    instead = hand_over(person, HEAD + GOOD.replace(",3,3,4,4,", ",1,1,1,1,"), replace="y")
    assert "Menggantikan 1" in instead.text


def test_what_changed_in_between_is_not_stored_over(sqlite_regency: Regency) -> None:
    person = evaluator(sqlite_regency)
    first, second = hand_over(person, HEAD + GOOD), hand_over(person, HEAD + GOOD)
    person.send(first, form=-1)
    assert person.send(second, form=-1).status == 409
    assert ratings() == 1


def test_only_the_own_unit_and_only_who_may(sqlite_regency: Regency) -> None:
    person = evaluator(sqlite_regency)
    assert hand_over(person, HEAD + GOOD, unit="PTSP").status in (404, 422)
    assert hand_over(person, "nama,kelas\nx,y\n").status == 422
    assert sqlite_regency.of_office.client.get("/admin/imports/ratings").status_code == 403
    page = hand_over(person, HEAD + GOOD)
    assert evaluator(sqlite_regency).client.get(page.url).status_code == 404
