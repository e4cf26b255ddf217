"""`/desk/complaints/<number>/attachments/<name>`: a file of a case, to keep and never to show.

A hidden one is opened with a reason, which leaves a line in the trail.
"""

from flask import Response, g
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import attaching
from portal.complaints.acting import LONGEST_REASON, SHORTEST_REASON
from portal.complaints.attaching import READ, Paper, paper_of
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.act_page import asked_case
from portal.web.desk.asking import asked_number
from portal.web.desk.door import desk
from portal.web.desk.office_files import store
from portal.web.desk.replying import ReplyForm
from portal.web.staff_pages import done, form_page

NAME_LENGTH = 32
HIDDEN, SHOWN = "hidden", "shown"
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
ENDINGS = {"jpeg": "jpg", "png": "png", "pdf": "pdf"}


class ReasonForm(ReplyForm):
    """Why."""

    reason = TextAreaField(
        later("Alasan"), [InputRequired(), Length(min=SHORTEST_REASON, max=LONGEST_REASON)]
    )


class HideForm(ReasonForm):
    """And how the file was when the page was opened: somebody else may have hidden it since."""

    was_hidden = HiddenField()


@desk.page("/complaints/<number>/attachments/<name>", needs=READ, methods=("GET", "POST"))
def attachment(number: str, name: str) -> ResponseReturnValue:
    """The file itself; of a hidden one first the question why."""
    number, name = asked_number(number), name[: NAME_LENGTH + 1]
    paper, actor = paper_of(current_actor(), number, name), current_actor()
    if not paper.is_hidden:
        return _download(number, paper)
    form = ReasonForm()
    if form.saves(
        lambda: attaching.note_hidden_opened(
            actor, number=number, name=name, reason=form.reason.data or ""
        )
    ):
        return _download(number, paper)
    return form_page(
        "desk/attachment.html", form, case=asked_case(number), paper=paper, is_opening=True
    )


@desk.page("/complaints/<number>/attachments/<name>/hide", needs=READ, methods=("GET", "POST"))
def hide_attachment(number: str, name: str) -> ResponseReturnValue:
    """Hide it, or show it again: the other of what it is now."""
    number, name = asked_number(number), name[: NAME_LENGTH + 1]
    paper = paper_of(current_actor(), number, name)
    form = HideForm(data={"was_hidden": HIDDEN if paper.is_hidden else SHOWN})
    if form.saves(
        lambda: attaching.hide_attachment(
            current_actor(),
            number=number,
            name=name,
            is_hidden=form.was_hidden.data == SHOWN,
            reason=form.reason.data or "",
        )
    ):
        words = _("Lampiran ditampilkan lagi.") if paper.is_hidden else _("Lampiran disembunyikan.")
        return done(words, "desk.read_case", number=number)
    return form_page(
        "desk/attachment.html", form, case=asked_case(number), paper=paper, is_opening=False
    )


def _download(number: str, paper: Paper) -> Response:
    response = Response(store().open(paper.name), content_type=TYPES[paper.kind])
    title = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in paper.title)
    name = f"{number}-{title}.{ENDINGS[paper.kind]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    g.posture = "attachment"
    return response
