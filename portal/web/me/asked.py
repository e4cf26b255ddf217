"""`/me/questions`: what whoever handles a complaint asks this officer, in own words.

The officer sees the question and the own answer; neither the complaint nor who filed it.
"""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.clock import now
from portal.complaints import questions
from portal.complaints.messages import LONGEST_MESSAGE, SHORTEST_MESSAGE
from portal.complaints.questions import ANSWER, own_question, own_questions
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.fields import StaffForm
from portal.web.limits import settings
from portal.web.me.door import me
from portal.web.staff_pages import done, form_page

LONGEST_ID = 19  # digits


class AnswerQuestionForm(StaffForm):
    """The officer's own account."""

    answer = TextAreaField(
        later("Jawaban Anda"),
        [InputRequired(), Length(min=SHORTEST_MESSAGE, max=LONGEST_MESSAGE)],
    )


@me.page("/questions", needs=ANSWER)
def asked_by_desk() -> ResponseReturnValue:
    """Those that wait first."""
    actor = current_actor()
    if actor.officer_id is None:
        return render_template("me/no_officer.html")
    found = own_questions(actor)
    waiting = sum(one.is_open for one in found)
    return render_template("me/questions.html", found=found, counts={"me.asked_by_desk": waiting})


@me.page("/questions/<question>", needs=ANSWER, methods=("GET", "POST"))
def answer_question(question: str) -> ResponseReturnValue:
    """Answered once; afterwards the page shows what was said."""
    asked, form = own_question(current_actor(), _id_of(question)), AnswerQuestionForm()
    if form.saves(
        lambda: questions.answer_question(
            current_actor(),
            question_id=asked.id,
            answer=form.answer.data or "",
            at=now().astimezone(settings().timezone),
        )
    ):
        return done(_("Jawaban Anda tersimpan."), "me.asked_by_desk")
    return form_page("me/question.html", form, asked=asked)


def _id_of(question: str) -> int:
    """The random id in an address; 0, which nothing has, where it is none."""
    return int(question) if question.isdecimal() and len(question) <= LONGEST_ID else 0
