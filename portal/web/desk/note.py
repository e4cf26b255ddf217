"""`/desk/complaints/<number>/note`: a note for colleagues, which no reporter reads."""

from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import notes
from portal.complaints.messages import LONGEST_MESSAGE, SHORTEST_MESSAGE
from portal.complaints.notes import NOTE
from portal.complaints.rules.states import Act
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import asked_case, seen
from portal.web.desk.asking import lead_back, local_now
from portal.web.desk.door import desk
from portal.web.desk.replying import ReplyForm, reply_page


class NoteCaseForm(ReplyForm):
    """A note overwrites nothing, so it asks for no version."""

    text = TextAreaField(
        later("Catatan internal"),
        [InputRequired(), Length(min=SHORTEST_MESSAGE, max=LONGEST_MESSAGE)],
        description=later("Hanya dibaca di meja ini. Pelapor tidak melihatnya."),
    )


@desk.page("/complaints/<number>/note", needs=NOTE, methods=("GET", "POST"))
def note_case(number: str) -> ResponseReturnValue:
    case = asked_case(number)
    form = NoteCaseForm(data=seen(case))
    if form.saves(
        lambda: notes.note_case(
            current_actor(), number=case.number, text=form.text.data or "", at=local_now()
        )
    ):
        return lead_back(case.number, _("Catatan tersimpan."))
    return reply_page("desk/note_case.html", form, case, Act.NOTE)
