"""The officer concerned is asked in the handler's words and sees nothing of the case."""

from dataclasses import asdict
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Actor, Role
from portal.complaints.erasing import erase
from portal.complaints.models import CaseQuestion, Complaint, Event, Note
from portal.complaints.questions import (
    answer_question,
    officers_to_ask,
    own_question,
    own_questions,
    question_officer,
)
from portal.complaints.rules.words import State
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, RuleBroken
from portal.organisation.models import Officer, Unit
from tests.complaints.factory import make_case
from tests.complaints.test_answering import AT, acts, rows
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

FILED = date(2026, 11, 2)
STORY = "Petugas di loket tiga meminta uang rokok lima puluh ribu kepada saya."
QUESTION = "Bagaimana urutan pembayaran di tempat Anda bertugas hari Senin itu?"


class Scene:
    """A unit, an officer with an account, a case about them, a handler."""

    def __init__(self, *, has_account: bool = True) -> None:
        self.unit: Unit = make_unit()
        self.officer: Officer = make_officer(self.unit, name="Rudi Hartono")
        self.case: Complaint = make_case(
            self.unit, FILED, about_officer=self.officer, story=STORY, state=State.IN_PROGRESS
        )
        self.handler: Actor = actor_of(make_person((Role.HANDLER, self.unit)))
        if has_account:
            self.asked = actor_of(make_person((Role.OFFICER, self.unit), officer=self.officer))

    def ask(self, text: str = QUESTION, **facts: int) -> None:
        given = {"version": self.case.version, "officer_id": self.officer.id, **facts}
        question_officer(self.handler, number=self.case.number, text=text, at=AT, **given)


def test_asked_and_answered_as_internal_notes(app: Flask) -> None:
    scene = Scene()
    assert [one.name for one in officers_to_ask(scene.handler, scene.case.number)] == [
        "Rudi Hartono"
    ]
    scene.ask()
    (asked,) = own_questions(scene.asked)
    assert set(asdict(asked)) == {"id", "asked_on", "text", "answered_on", "answer", "is_open"}
    assert (asked.text, asked.asked_on, asked.is_open) == (QUESTION, AT.date(), True)
    answer_question(scene.asked, question_id=asked.id, answer="Warga membayar di bank.", at=AT)
    (asked,) = own_questions(scene.asked)
    assert (asked.answer, asked.is_open) == ("Warga membayar di bank.", False)
    events, notes = rows(Event)[1:], sorted(rows(Note), key=lambda note: note.event)
    assert [(one.step, one.role, one.is_public) for one in events] == [
        ("noted", "handler", False),
        ("noted", "officer", False),
    ]
    assert [(note.side, note.text) for note in notes] == [
        ("internal", f"Rudi Hartono: {QUESTION}"),
        ("internal", "Warga membayar di bank."),
    ]
    assert acts() == ["question_officer", "answer_question"]


def test_the_reporters_words_do_not_reach_the_officer(sqlite_app: Flask) -> None:
    scene = Scene()
    with pytest.raises(RuleBroken, match="loket tiga meminta uang rokok"):
        scene.ask("Benarkah Anda di loket tiga meminta uang rokok kepada warga?")
    with pytest.raises(RuleBroken, match="pribadi"):
        scene.ask("Apakah Anda menelepon 0812 3456 7890 pada hari Senin?")
    with pytest.raises(RuleBroken):
        scene.ask("ya?")
    assert (rows(CaseQuestion), acts()) == ([], [])


def test_only_an_officer_of_the_case_with_an_account_is_asked(sqlite_app: Flask) -> None:
    scene = Scene(has_account=False)
    assert officers_to_ask(scene.handler, scene.case.number) == ()
    with pytest.raises(RuleBroken, match="punya akun"):
        scene.ask()
    make_person((Role.OFFICER, scene.unit), officer=scene.officer, disabled_on=FILED)
    assert officers_to_ask(scene.handler, scene.case.number) == ()
    other = make_officer(scene.unit)
    make_person((Role.OFFICER, scene.unit), officer=other)
    with pytest.raises(RuleBroken, match="punya akun"):
        scene.ask(officer_id=other.id)


def test_asking_needs_reach_and_the_case_as_it_was_seen(sqlite_app: Flask) -> None:
    scene = Scene()
    with pytest.raises(Conflict):
        scene.ask(version=99)
    for role, unit, refused in (
        (Role.COORDINATOR, scene.unit, NotAllowed),
        (Role.HANDLER, make_unit(), NotFound),
    ):
        scene.handler = actor_of(make_person((role, unit)))
        with pytest.raises(refused):
            scene.ask()
    assert rows(CaseQuestion) == []


def test_nobody_else_reads_or_answers_it(sqlite_app: Flask) -> None:
    scene = Scene()
    scene.ask()
    (asked,) = own_questions(scene.asked)
    other = actor_of(make_person((Role.OFFICER, scene.unit), officer=make_officer(scene.unit)))
    without = actor_of(make_person((Role.OFFICER, scene.unit)))
    for actor in (other, without):
        assert own_questions(actor) == ()
        with pytest.raises(NotFound):
            answer_question(actor, question_id=asked.id, answer="Saya tidak tahu.", at=AT)
    with pytest.raises(NotFound):
        own_question(scene.asked, 10**30)
    with pytest.raises(NotAllowed):
        own_questions(scene.handler)


def test_answered_once_and_not_after_the_end(sqlite_app: Flask) -> None:
    scene = Scene()
    scene.ask()
    (asked,) = own_questions(scene.asked)
    db.session.execute(sa.update(Complaint).values(state=State.CLOSED))
    db.session.commit()
    with pytest.raises(Conflict, match="tidak perlu"):
        answer_question(scene.asked, question_id=asked.id, answer="Saya tidak tahu.", at=AT)
    db.session.execute(sa.update(Complaint).values(state=State.IN_PROGRESS))
    db.session.commit()
    answer_question(scene.asked, question_id=asked.id, answer="Saya tidak tahu.", at=AT)
    with pytest.raises(Conflict, match="sudah Anda jawab"):
        answer_question(scene.asked, question_id=asked.id, answer="Saya tahu sekarang.", at=AT)


def test_an_erased_case_leaves_no_question(sqlite_app: Flask) -> None:
    scene = Scene()
    scene.ask()
    erase(db.session.get_one(Complaint, scene.case.id), on=AT.date(), why="masa simpan habis")
    db.session.commit()
    assert rows(CaseQuestion) == []
    assert own_questions(scene.asked) == ()
