"""An officer is asked on an own page and answers there; nothing of the case is on it."""

import sqlalchemy as sa
from flask import Flask

from portal.authority import Role
from portal.complaints.models import CaseQuestion, Note
from portal.complaints.rules.words import State
from portal.database import db
from tests.complaints.factory import make_case
from tests.complaints.test_questions import FILED, QUESTION, STORY
from tests.factories import make_officer, make_unit
from tests.staff import Staff, make_person, staff

TITLE = "Uang rokok di loket"


def test_asked_and_answered(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit, name="Rudi Hartono")
    facts = {"story": STORY, "title": TITLE, "state": State.IN_PROGRESS}
    case = make_case(unit, FILED, about_officer=officer, **facts)
    handler = staff(sqlite_app, Role.HANDLER, unit)
    asked = Staff(sqlite_app, person=make_person((Role.OFFICER, unit), officer=officer))
    assert "Belum ada pertanyaan" in asked.open("/me/questions").text
    page = handler.open(f"/desk/complaints/{case.number}/question")
    refused = handler.send(page, {"text": STORY}, form=-1)
    assert refused.status == 422
    assert "sama dengan tulisan pelapor" in refused.text
    handler.send(page, {"text": QUESTION}, form=-1)
    listed = asked.open("/me/questions")
    assert QUESTION in listed.text
    link = next(a for a in listed.soup("a") if "/me/questions/" in str(a.get("href")))
    page = asked.open(str(link["href"]))
    short = asked.send(page, {"answer": "ya"}, form=-1)
    assert short.status == 422
    told = asked.send(page, {"answer": "Warga membayar di bank."}, form=-1)
    assert "Jawaban Anda tersimpan" in told.text
    for shown in (listed, page, told):
        source = shown.response.get_data(as_text=True)
        assert not any(word in source for word in (STORY, TITLE, case.number, "rokok"))
    again = asked.send(page, {"answer": "Warga membayar tunai."}, form=-1)
    assert again.status == 409
    answers = list(db.session.execute(sa.select(Note.text).order_by(Note.event)).scalars())
    assert answers == [f"Rudi Hartono: {QUESTION}", "Warga membayar di bank."]
    assert "Warga membayar di bank." in handler.open(f"/desk/complaints/{case.number}").text


def test_somebody_else_finds_no_question(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    case = make_case(unit, FILED, about_officer=officer)
    row = CaseQuestion(
        id=7, complaint_id=case.id, officer_id=officer.id, asked_on=FILED, text=QUESTION, answer=""
    )
    db.session.add(row)
    db.session.commit()
    other = Staff(sqlite_app, person=make_person((Role.OFFICER, unit), officer=make_officer(unit)))
    assert other.open("/me/questions/7").status == 404
    assert other.open(f"/me/questions/{10**30}").status == 404
    assert QUESTION not in other.open("/me/questions").text
    nobody = staff(sqlite_app, Role.OFFICER, unit)
    assert "belum dihubungkan" in nobody.open("/me/questions").text
