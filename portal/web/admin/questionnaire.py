"""The questionnaire's words: the official ones are locked, the English beside them may change."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.authority import Permission
from portal.feedback.rules.wording import LONGEST, Part
from portal.feedback.wording import may_change_wording, reword, wordings
from portal.language import gettext as _
from portal.language import plain_date
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.words import PART_WORDS
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

MANAGE = Permission.MANAGE_QUESTIONNAIRE


class WordingForm(StaffForm):
    """One field for each text of a part; made for the part by `form_of`."""

    fingerprint = HiddenField()

    def glosses(self, part: Part) -> dict[str, str]:
        """What was typed, by place."""
        return {words.place: self[f"en_{words.place}"].data for words in part.texts}


def form_of(part: Part, seen: str) -> WordingForm:
    """A form whose labels are the official words."""
    fields: dict[str, Any] = {
        f"en_{words.place}": StringField(words.official, [InputRequired(), Length(max=LONGEST)])
        for words in part.texts
    }
    found = type("PartForm", (WordingForm,), fields)
    glosses = {f"en_{words.place}": words.gloss for words in part.texts}
    form: WordingForm = found(data={**glosses, "fingerprint": seen})
    return form


@admin.page("/questionnaire", needs=MANAGE)
def questionnaire() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "admin/questionnaire.html",
        found=wordings(actor, today()),
        may_change=may_change_wording(actor),
        names=PART_WORDS,
    )


@admin.page("/questionnaire/<part>", needs=MANAGE, methods=("GET", "POST"))
def reword_part(part: str) -> ResponseReturnValue:
    actor = current_actor()
    actor.demand_everywhere(MANAGE)
    found = wordings(actor, today())
    chosen = found.part(part)
    form = form_of(chosen, found.seen)
    since = form.carry_out(
        lambda: reword(
            actor,
            part=part,
            glosses=form.glosses(chosen),
            seen=str(form.fingerprint.data or ""),
            today=today(),
        )
    )
    if since is not None:
        words = _("Kalimat tersimpan. Berlaku mulai {day}.").format(day=plain_date(since))
        return done(words, "admin.questionnaire")
    return form_page("admin/reword.html", form, part=chosen, names=PART_WORDS)
