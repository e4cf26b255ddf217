"""`/desk/complaints/<number>/close`: the office is done with it, with outcome and reason."""

from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import answering
from portal.complaints.acting import LONGEST_REASON
from portal.complaints.rules.replying import CLOSED_FROM
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Outcome
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.complaint_words import OUTCOMES
from portal.web.desk.act_page import seen
from portal.web.desk.asking import lead_back, local_now
from portal.web.desk.door import desk
from portal.web.desk.replying import HANDLE, ReplyForm, case_to_handle, reply_page


class CloseCaseForm(ReplyForm):
    """How it ended for the office."""

    outcome = RadioField(later("Hasil penanganan"), [InputRequired()])
    reason = TextAreaField(
        later("Alasan"),
        [Length(max=LONGEST_REASON)],
        description=later("Dibaca pelapor. Wajib bila ditolak."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [(one.value, _(OUTCOMES[one])) for one in CLOSED_FROM]


@desk.page("/complaints/<number>/close", needs=HANDLE, methods=("GET", "POST"))
def close_case(number: str) -> ResponseReturnValue:
    case = case_to_handle(number)
    form = CloseCaseForm(data=seen(case))
    if form.saves(
        lambda: answering.close_case(
            current_actor(),
            number=case.number,
            version=form.version,
            outcome=Outcome(form.outcome.data),
            reason=form.reason.data or "",
            at=local_now(),
        )
    ):
        return lead_back(case.number, _("Pengaduan ditutup. Pelapor masih dapat menanggapi."))
    return reply_page("desk/close_case.html", form, case, Act.CLOSE)
