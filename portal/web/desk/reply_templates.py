"""`/desk/templat`: prepared replies of a unit and all below it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.complaints import reply_templates as commands
from portal.complaints.messages import SHORTEST_MESSAGE
from portal.complaints.reply_templates import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MANAGE,
    TemplateCard,
    reply_template,
    units_for_templates,
)
from portal.complaints.reply_templates import reply_templates as all_templates
from portal.complaints.rules.templates import Variable, as_typed
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.desk.asking import local_today
from portal.web.desk.door import desk
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

VARIABLES = {
    Variable.NOMOR: later("nomor pengaduan"),
    Variable.UNIT: later("unit yang menangani"),
    Variable.LAYANAN: later("layanan yang diadukan"),
    Variable.LOKET: later("nomor dan nama loket"),
    Variable.PEJABAT: later("penanggung jawab pengaduan yang diumumkan"),
    Variable.TANGGAL_LAPOR: later("hari laporan masuk"),
    Variable.TANGGAL_JAWABAN: later("batas jawaban"),
}


class TemplateForm(StaffForm):
    """Its name and its words."""

    fingerprint = HiddenField()
    name = StringField(later("Nama templat"), [InputRequired(), Length(max=LONGEST_NAME)])
    text = TextAreaField(
        later("Isi"), [InputRequired(), Length(min=SHORTEST_MESSAGE, max=LONGEST_TEXT)]
    )


class AddTemplateForm(TemplateForm):
    """And for which unit."""

    unit = SelectField(later("Unit dan sub-unitnya"), [InputRequired()])


class RetireTemplateForm(StaffForm):
    """Nothing to fill in: the act itself."""

    fingerprint = HiddenField()


@desk.page("/templat", needs=MANAGE)
def reply_templates() -> ResponseReturnValue:
    is_retired = request.args.get("keadaan") == "lama"
    found = all_templates(current_actor(), is_retired=is_retired)
    return render_template("desk/reply_templates.html", found=found, is_retired=is_retired)


@desk.page("/templat/new", needs=MANAGE, methods=("GET", "POST"))
def add_reply_template() -> ResponseReturnValue:
    actor, form = current_actor(), AddTemplateForm()
    form.unit.choices = [(str(one.id), one.name) for one in units_for_templates(actor)]
    made = form.carry_out(
        lambda: commands.add_reply_template(
            actor,
            unit_id=int(form.unit.data),
            name=form.name.data or "",
            text=form.text.data or "",
        )
    )
    if made is not None:
        return done(_("Templat tersimpan."), "desk.reply_templates")
    return form_page("desk/reply_template.html", form, card=None, variables=VARIABLES)


@desk.page("/templat/<int:template_id>", needs=MANAGE, methods=("GET", "POST"))
def change_reply_template(template_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), reply_template(current_actor(), template_id)
    form = TemplateForm(data=_start(card))
    if form.saves(
        lambda: commands.change_reply_template(
            actor,
            template_id=card.id,
            name=form.name.data or "",
            text=form.text.data or "",
            fingerprint=form.fingerprint.data or "",
        )
    ):
        return done(_("Templat tersimpan."), "desk.reply_templates")
    return form_page("desk/reply_template.html", form, card=card, variables=VARIABLES)


@desk.page("/templat/<int:template_id>/retire", needs=MANAGE, methods=("GET", "POST"))
def retire_reply_template(template_id: int) -> ResponseReturnValue:
    card = reply_template(current_actor(), template_id)
    form = RetireTemplateForm(data={"fingerprint": card.fingerprint})
    if form.saves(
        lambda: commands.retire_reply_template(
            current_actor(),
            template_id=card.id,
            fingerprint=form.fingerprint.data or "",
            on=local_today(),
        )
    ):
        return done(_("Templat tidak dipakai lagi."), "desk.reply_templates")
    return form_page("desk/retire_reply_template.html", form, card=card)


def _start(card: TemplateCard) -> dict[str, str]:
    return {
        "fingerprint": card.fingerprint,
        "name": card.name,
        "text": as_typed(card.text),
    }
