"""`/desk/complaints/<number>/extend`: more time, once, with a reason that the reporter reads."""

from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import extending
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.rules.states import Act
from portal.language import gettext as _
from portal.language import later, long_date
from portal.web.actors import current_actor
from portal.web.desk.act_page import seen
from portal.web.desk.asking import lead_back, local_now
from portal.web.desk.door import desk
from portal.web.desk.replying import HANDLE, ReplyForm, case_to_handle, reply_page


class ExtendCaseForm(ReplyForm):
    """Why the time is not enough."""

    reason = TextAreaField(
        later("Alasan perpanjangan"),
        [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_REASON)],
        description=later("Dibaca pelapor bersama tanggal yang baru."),
    )


@desk.page("/complaints/<number>/extend", needs=HANDLE, methods=("GET", "POST"))
def extend_case(number: str) -> ResponseReturnValue:
    case = case_to_handle(number)
    form = ExtendCaseForm(data=seen(case))
    due = form.carry_out(
        lambda: extending.extend_case(
            current_actor(),
            number=case.number,
            version=form.version,
            reason=form.reason.data or "",
            at=local_now(),
        )
    )
    if due is not None:
        words = _("Waktu diperpanjang. Dijawab paling lambat {day}.")
        return lead_back(case.number, words.format(day=long_date(due)))
    days = extending.days_to_add(current_actor(), case.number)
    return reply_page("desk/extend_case.html", form, case, Act.EXTEND, days=days)
