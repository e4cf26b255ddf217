"""`/desk/complaints/<number>/answer`: the reply, prepared or own, looked at first, then sent."""

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import answering
from portal.complaints.acting import LONGEST_REASON
from portal.complaints.answering import as_sent
from portal.complaints.filling import draft_for, templates_for
from portal.complaints.messages import LONGEST_MESSAGE, SHORTEST_MESSAGE
from portal.complaints.reading import CaseView
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Outcome
from portal.errors import RuleBroken
from portal.files.facts import LARGEST, MEBIBYTE, MOST_FILES
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.complaint_words import OUTCOMES
from portal.web.desk.act_page import seen
from portal.web.desk.asking import lead_back, local_now
from portal.web.desk.door import desk
from portal.web.desk.office_files import LARGEST_REPLY, stored, taken_in
from portal.web.desk.replying import HANDLE, ReplyForm, case_to_handle, reply_page

FILL, LOOK = "isi", "lihat"
ENDINGS = (Outcome.SELESAI, Outcome.DITOLAK)


class AnswerCaseForm(ReplyForm):
    """The reply, and whether the case is closed with it."""

    template = SelectField(later("Templat yang dipakai"), validate_choice=False)
    text = TextAreaField(
        later("Jawaban untuk pelapor"),
        [InputRequired(), Length(min=SHORTEST_MESSAGE, max=LONGEST_MESSAGE)],
        description=later("Dibaca pelapor. Baris kosong memulai paragraf baru."),
    )
    is_formatted = BooleanField(
        later("Teks berformat (tanda seperti <strong> dan <ul> dipakai)"),
    )
    files = MultipleFileField(later("Lampiran jawaban"))
    outcome = RadioField(later("Sekaligus tutup?"), default="")
    reason = TextAreaField(
        later("Alasan penutupan"),
        [Length(max=LONGEST_REASON)],
        description=later("Dibaca pelapor. Wajib bila ditolak."),
    )

    def offer(self, case: CaseView) -> None:
        """What can be chosen for this case, in the language being spoken."""
        prepared = templates_for(current_actor(), case.number)
        self.template.choices = [
            ("", _("Tanpa templat")),
            *((str(one.id), one.name) for one in prepared),
        ]
        self.outcome.choices = [
            ("", _("Belum, tunggu tanggapan pelapor")),
            *((one.value, _(OUTCOMES[one])) for one in ENDINGS),
        ]
        hint = _("Foto atau PDF, paling banyak {n}, masing-masing {mb} MB. Pilih saat mengirim.")
        self.files.description = hint.format(n=MOST_FILES, mb=LARGEST // MEBIBYTE)


@desk.page(
    "/complaints/<number>/answer", needs=HANDLE, methods=("GET", "POST"), largest=LARGEST_REPLY
)
def answer_case(number: str) -> ResponseReturnValue:
    """Three buttons of one form: fill in a prepared reply, look at it, send it."""
    case = case_to_handle(number)
    form = AnswerCaseForm(data=seen(case))
    form.offer(case)
    shown = ""
    if request.form.get(FILL):
        _fill(form, case)
    elif request.form.get(LOOK):
        shown = _look(form)
    elif form.saves(lambda: _answer(form, case)) and form.status == 200:
        return lead_back(case.number, _said(form))
    return reply_page("desk/answer_case.html", form, case, Act.ANSWER, shown=shown)


def _fill(form: AnswerCaseForm, case: CaseView) -> None:
    """The prepared reply takes the place of the text; nothing is sent."""
    chosen = form.template.data or ""
    if chosen in {value for value, _name in form.template.choices} and chosen:
        draft = draft_for(current_actor(), case.number, int(chosen))
        form.text.data, form.is_formatted.data = draft.text, draft.is_formatted


def _look(form: AnswerCaseForm) -> str:
    """The reply as the reporter will read it; refusals stand on the form."""
    if not form.validate():
        form.status = 422
        return ""
    try:
        return as_sent(form.text.data or "", is_formatted=form.is_formatted.data)
    except RuleBroken as error:
        form.refuse(error)
        return ""


def _answer(form: AnswerCaseForm, case: CaseView) -> None:
    taken = taken_in(form, form.files)
    if taken is None:
        return
    with stored(taken) as files:
        answering.answer_case(
            current_actor(),
            number=case.number,
            version=form.version,
            text=form.text.data or "",
            is_formatted=bool(form.is_formatted.data),
            files=files,
            outcome=Outcome(form.outcome.data) if form.outcome.data else None,
            reason=form.reason.data or "",
            at=local_now(),
        )


def _said(form: AnswerCaseForm) -> str:
    if form.outcome.data:
        return _("Jawaban terkirim dan pengaduan ditutup. Pelapor masih dapat menanggapi.")
    return _("Jawaban terkirim. Pelapor diminta mengatakan apakah masalahnya selesai.")
