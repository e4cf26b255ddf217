"""`/desk/complaints/<number>/question`: the officer concerned is asked in own words."""

from flask.typing import ResponseReturnValue
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import questions
from portal.complaints.messages import LONGEST_MESSAGE, SHORTEST_MESSAGE
from portal.complaints.questions import officers_to_ask
from portal.complaints.rules.states import Act
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import seen
from portal.web.desk.asking import lead_back, local_now
from portal.web.desk.door import desk
from portal.web.desk.replying import HANDLE, ReplyForm, case_to_handle, reply_page


class QuestionOfficerForm(ReplyForm):
    """Whom, and what."""

    officer = SelectField(later("Petugas"), [InputRequired()])
    text = TextAreaField(
        later("Pertanyaan dengan kata-kata Anda sendiri"),
        [InputRequired(), Length(min=SHORTEST_MESSAGE, max=LONGEST_MESSAGE)],
        description=later(
            "Petugas hanya membaca kalimat ini: bukan laporan, foto, atau nomornya. Jangan"
            " menyalin tulisan pelapor, dan jangan menyebut hal yang hanya diketahui satu orang."
        ),
    )


@desk.page("/complaints/<number>/question", needs=HANDLE, methods=("GET", "POST"))
def question_officer(number: str) -> ResponseReturnValue:
    case = case_to_handle(number)
    form = QuestionOfficerForm(data=seen(case))
    askable = officers_to_ask(current_actor(), case.number)
    form.officer.choices = [(str(one.officer_id), one.name) for one in askable]
    if form.saves(
        lambda: questions.question_officer(
            current_actor(),
            number=case.number,
            version=form.version,
            officer_id=int(form.officer.data),
            text=form.text.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pertanyaan sudah ada di akun petugas itu."))
    return reply_page("desk/question_officer.html", form, case, Act.QUESTION, can_ask=bool(askable))
