"""`/desk/complaints/<number>/ask`: a question to the reporter, and the clock rests."""

from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import asking
from portal.complaints.acting import SHORTEST_REASON
from portal.complaints.asking import LONGEST_PAUSE_REASON
from portal.complaints.messages import LONGEST_MESSAGE, SHORTEST_MESSAGE
from portal.complaints.rules.states import Act
from portal.language import gettext as _
from portal.language import later, long_date
from portal.web.actors import current_actor
from portal.web.desk.act_page import seen
from portal.web.desk.asking import lead_back, local_now
from portal.web.desk.door import desk
from portal.web.desk.replying import HANDLE, ReplyForm, case_to_handle, reply_page


class AskReporterForm(ReplyForm):
    """What is missing, and why the clock stands meanwhile."""

    message = TextAreaField(
        later("Pertanyaan untuk pelapor"),
        [InputRequired(), Length(min=SHORTEST_MESSAGE, max=LONGEST_MESSAGE)],
        description=later("Dibaca pelapor dengan kodenya. Tanyakan hanya yang diperlukan."),
    )
    reason = StringField(
        later("Alasan hitungan waktu dijeda"),
        [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_PAUSE_REASON)],
        description=later("Berdiri di bawah “Mengapa tanggal ini?”."),
    )


@desk.page("/complaints/<number>/ask", needs=HANDLE, methods=("GET", "POST"))
def ask_reporter(number: str) -> ResponseReturnValue:
    case = case_to_handle(number)
    form = AskReporterForm(data=seen(case))
    until = form.carry_out(
        lambda: asking.ask_reporter(
            current_actor(),
            number=case.number,
            version=form.version,
            message=form.message.data or "",
            reason=form.reason.data or "",
            at=local_now(),
        )
    )
    if until is not None:
        words = _("Pertanyaan terkirim. Hitungan waktu dijeda paling lama sampai {day}.")
        return lead_back(case.number, words.format(day=long_date(until)))
    return reply_page("desk/ask_reporter.html", form, case, Act.ASK)
