"""Asking the officer whom a case is about, in the handler's own words (threats.md T4).

The officer reads the question and nothing else: no text, no photo, no name, no number of the
case. The answer is an internal note. Officers are asked at their own account alone.
"""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.accounts.models import Person
from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.acting import demand_possible
from portal.complaints.cases import case_to_change, fresh_id, note_inside, write_down
from portal.complaints.messages import spoken_message
from portal.complaints.models import CaseQuestion, Complaint, Concerned
from portal.complaints.reach import visible
from portal.complaints.rules.own_words import copied_words
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import State
from portal.database import command, db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import gettext as _
from portal.masking import has_contact
from portal.organisation.models import Officer

ASK = Permission.HANDLE_CASES
ANSWER = Permission.READ_OWN_FIGURES
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Askable:
    """An officer of the case who has an account of their own."""

    officer_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """What an officer reads of it: the question and the own answer."""

    id: int
    asked_on: date
    text: str
    answered_on: date | None
    answer: str
    is_open: bool


def officers_to_ask(actor: Actor, number: str) -> tuple[Askable, ...]:
    """Officers whom a case in reach is about, and who can answer."""
    actor.demand(ASK)
    return _askable(Complaint.number == number, visible(actor))


def _askable(*chosen: sa.ColumnElement[bool]) -> tuple[Askable, ...]:
    about = aliased(Concerned)  # the reach looks at the table itself
    query = (
        sa.select(Officer.id, Officer.name)
        .join(about, about.officer_id == Officer.id)
        .join(Complaint, Complaint.id == about.complaint_id)
        .join(Person, Person.officer_id == Officer.id)
        .where(Person.disabled_on.is_(None), *chosen)
        .order_by(Officer.name)
        .distinct()
    )
    return tuple(Askable(*row) for row in db.session.execute(query))


@command
def question_officer(
    actor: Actor, *, number: str, version: int, officer_id: int, text: str, at: datetime
) -> None:
    """Put a question to an officer of the case; colleagues read it in the case's history."""
    case = case_to_change(actor, number, ASK, version=version)
    demand_possible(case, Act.QUESTION)
    asked = [one for one in _askable(Complaint.id == case.id) if one.officer_id == officer_id]
    if not asked:
        raise RuleBroken(_("Pilih petugas dari daftar: yang diadukan dan punya akun."))
    text = _own_words(case, spoken_message(text))
    db.session.add(
        CaseQuestion(
            id=fresh_id(),
            complaint_id=case.id,
            officer_id=officer_id,
            asked_by=actor.person_id,
            asked_on=at.date(),
            text=text,
        )
    )
    note_inside(actor, case, f"{asked[0].name}: {text}", needs=ASK, at=at)
    write_down(actor, "question_officer", case)


def _own_words(case: Complaint, text: str) -> str:
    if copied := copied_words(text, case.title, case.story, case.wish, case.loss):
        raise RuleBroken(
            _(
                "Bagian ini sama dengan tulisan pelapor: “{words}”. Tulis dengan kata-kata Anda"
                " sendiri."
            ).format(words=copied)
        )
    if has_contact(text):
        raise RuleBroken(
            _("Ada nomor atau alamat pribadi di dalamnya. Petugas tidak boleh membacanya.")
        )
    return text


def own_questions(actor: Actor) -> tuple[OwnQuestion, ...]:
    """What this officer was asked: those that wait first, then the newest."""
    return _own(actor)


def own_question(actor: Actor, question_id: int) -> OwnQuestion:
    """One of them; NotFound for whoever was not asked."""
    found = _own(actor, CaseQuestion.id == question_id) if question_id <= LARGEST_ID else ()
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def _own(actor: Actor, *chosen: sa.ColumnElement[bool]) -> tuple[OwnQuestion, ...]:
    actor.demand(ANSWER)
    if actor.officer_id is None:
        return ()
    row = CaseQuestion.__table__.c
    waits = sa.and_(row.answered_on.is_(None), Complaint.state != State.CLOSED)
    query = (
        sa.select(row.id, row.asked_on, row.text, row.answered_on, row.answer, waits.label("waits"))
        .join_from(CaseQuestion, Complaint, Complaint.id == CaseQuestion.complaint_id)
        .where(CaseQuestion.officer_id == actor.officer_id, *chosen)
        .order_by(waits.desc(), row.asked_on.desc(), row.id)
    )
    rows = db.session.execute(query)
    return tuple(
        OwnQuestion(
            id=found.id,
            asked_on=found.asked_on,
            text=found.text,
            answered_on=found.answered_on,
            answer=found.answer,
            is_open=bool(found.waits),
        )
        for found in rows
    )


@command
def answer_question(actor: Actor, *, question_id: int, answer: str, at: datetime) -> None:
    """The officer's answer, once; it stands in the case as an internal note."""
    asked = own_question(actor, question_id)
    if asked.answered_on is not None:
        raise Conflict(_("Pertanyaan ini sudah Anda jawab."))
    if not asked.is_open:
        raise Conflict(_("Pertanyaan ini tidak perlu dijawab lagi."))
    answer = spoken_message(answer)
    question = db.session.get_one(CaseQuestion, question_id)
    case = db.session.get_one(Complaint, question.complaint_id, with_for_update=True)
    question.answered_on, question.answer = at.date(), answer
    note_inside(actor, case, answer, needs=ANSWER, at=at)
    write_down(actor, "answer_question", case)
