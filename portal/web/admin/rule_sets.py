"""Rule sets: by when complaints are answered, by which law, and whether anybody compared it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.language import gettext as _
from portal.language import plain_date
from portal.organisation.managing import rule_sets as commands
from portal.organisation.rule_sets import (
    MANAGE,
    general_rule_set,
    may_change_rule_set,
    rule_set_card,
    rule_set_to_change,
)
from portal.organisation.rule_sets import (
    rule_sets as all_rule_sets,
)
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.rule_set_forms import (
    AddRuleSetForm,
    ChangeRuleSetForm,
    ConfirmRuleSetForm,
    EndRuleSetForm,
)
from portal.web.admin.words import LIMIT_WORDS
from portal.web.navigation import staff_person
from portal.web.staff_pages import done, form_page


@admin.page("/rule-sets", needs=MANAGE)
def rule_sets() -> ResponseReturnValue:
    found = all_rule_sets(current_actor())
    return render_template("admin/rule_sets.html", rule_sets=found, today=today())


@admin.page("/rule-sets/new", needs=MANAGE, methods=("GET", "POST"))
def add_rule_set() -> ResponseReturnValue:
    actor = current_actor()
    form = AddRuleSetForm(general_rule_set(today()), today())
    made = form.carry_out(lambda: commands.add_rule_set(actor, facts=form.facts(), today=today()))
    if made is None:
        return form_page("admin/rule_set_new.html", form)
    return done(_("Aturan tersimpan."), "admin.rule_sets")


@admin.page("/rule-sets/<int:rule_set_id>", needs=MANAGE, methods=("GET", "POST"))
def change_rule_set(rule_set_id: int) -> ResponseReturnValue:
    """Also how somebody who may not change it reads all its limits."""
    actor, card = current_actor(), rule_set_card(current_actor(), rule_set_id)
    form = ChangeRuleSetForm(card, today())
    if form.saves(
        lambda: commands.change_rule_set(
            actor, rule_set_id=card.id, facts=form.facts(), seen=form.seen, today=today()
        )
    ):
        return done(_("Aturan tersimpan."), "admin.rule_sets")
    return form_page(
        "admin/rule_set.html",
        form,
        card=card,
        words=LIMIT_WORDS,
        has_begun=card.has_begun(today()),
        may_change=may_change_rule_set(actor, card.unit_id),
    )


@admin.page("/rule-sets/<int:rule_set_id>/confirm", needs=MANAGE, methods=("GET", "POST"))
def confirm_rule_set(rule_set_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), rule_set_to_change(current_actor(), rule_set_id)
    form, person = ConfirmRuleSetForm(card), staff_person()
    if form.saves(
        lambda: commands.confirm_rule_set(
            actor,
            rule_set_id=card.id,
            legal_basis=form.legal_basis.data,
            name=person.name if person else actor.name,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Aturan dikonfirmasi."), "admin.rule_sets")
    return form_page("admin/rule_set_confirm.html", form, card=card, words=LIMIT_WORDS)


@admin.page("/rule-sets/<int:rule_set_id>/end", needs=MANAGE, methods=("GET", "POST"))
def end_rule_set(rule_set_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), rule_set_to_change(current_actor(), rule_set_id)
    form = EndRuleSetForm(card, today())
    if form.saves(
        lambda: commands.end_rule_set(
            actor,
            rule_set_id=card.id,
            last_day=form.last_day.data,
            seen=form.seen,
            today=today(),
        )
    ):
        words = _("Aturan berakhir {day}.").format(day=plain_date(form.last_day.data))
        return done(words, "admin.rule_sets")
    return form_page(
        "admin/act.html",
        form,
        title=_("Akhiri aturan"),
        label=_("Akhiri"),
        about=f"{card.name}, {card.unit_name}",
        note=_("Sesudahnya unit ini memakai aturan unit di atasnya. Yang berjalan tidak berubah."),
        back=("admin.change_rule_set", {"rule_set_id": card.id}),
    )
