"""Merging a unit into another: choose, see what moves, then do it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired

from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing import merging as commands
from portal.organisation.managing.cards import unit_card
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, indented_units, today
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import SheetForm
from portal.web.staff_pages import done, form_page


class MergeUnitForm(SheetForm):
    """Into which unit, as of which day."""

    into = HiddenField(validators=[InputRequired()])
    on = DateField(later("Digabung sejak"), [InputRequired()])


@admin.page("/units/<int:unit_id>/merge", needs=MANAGE)
def choose_merger(unit_id: int) -> ResponseReturnValue:
    card = unit_card(current_actor(), unit_id)
    options = indented_units(current_actor(), by_code=True)
    others = [option for option in options if option[0] != card.facts.code]
    return render_template("admin/choose_merger.html", card=card, options=others)


@admin.page("/units/<int:unit_id>/merge/into", needs=MANAGE, methods=("GET", "POST"), grave=True)
def merge_unit(unit_id: int) -> ResponseReturnValue:
    actor = current_actor()
    into = request.values.get("into", "")
    try:
        plan = commands.merger(actor, unit_id=unit_id, into=into)
    except RuleBroken as error:
        card = unit_card(actor, unit_id)
        options = indented_units(actor, by_code=True)
        page = render_template(
            "admin/choose_merger.html", card=card, options=options, refused=error.message
        )
        return page, 422
    form = MergeUnitForm(data={"into": into, "on": today(), "fingerprint": plan.seen})
    if form.saved(
        lambda: commands.merge_unit(
            actor,
            unit_id=unit_id,
            into=form.into.data,
            merged_on=form.on.data,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Unit digabung."), "admin.unit", unit_id=unit_id)
    return form_page("admin/merge_unit.html", form, plan=plan, unit_id=unit_id)
