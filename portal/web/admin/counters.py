"""Counters: the list, one counter, closing, a new code."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.language import gettext as _
from portal.organisation.managing import counters as commands
from portal.organisation.managing.cards import counter_card, old_codes, successor_choices
from portal.organisation.managing.lists import counter_list
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, asked, today
from portal.web.admin.counter_forms import AddCounterForm, ChangeCounterForm, CloseCounterForm
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import SheetForm, start
from portal.web.staff_pages import done, form_page


@admin.page("/counters", needs=MANAGE)
def counters() -> ResponseReturnValue:
    wanted, filters = asked("counters")
    listed = counter_list(current_actor(), wanted, today())
    return render_template("admin/counters.html", listed=listed, filters=filters)


@admin.page("/counters/new", needs=MANAGE, methods=("GET", "POST"))
def add_counter() -> ResponseReturnValue:
    form = AddCounterForm(data={"unit": request.args.get("unit", "")})
    counter_id = form.carry_out(lambda: commands.add_counter(current_actor(), facts=form.facts()))
    if counter_id is None:
        return form_page("admin/add.html", form, title=_("Loket baru"), back="admin.counters")
    words = _("Loket tersimpan. Pilih layanannya, lalu cetak posternya.")
    return done(words, "admin.counter", counter_id=counter_id)


@admin.page("/counters/<int:counter_id>", needs=MANAGE, methods=("GET", "POST"))
def counter(counter_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), counter_card(current_actor(), counter_id)
    form = ChangeCounterForm(data=start(card))
    form.offer(card.facts.unit)
    if form.saved(
        lambda: commands.change_counter(
            actor, counter_id=counter_id, facts=form.facts(), seen=form.seen
        )
    ):
        return done(_("Loket tersimpan."), "admin.counter", counter_id=counter_id)
    return form_page(
        "admin/counter.html",
        form,
        card=card,
        old=old_codes(counter_id),
    )


@admin.page("/counters/<int:counter_id>/close", needs=MANAGE, methods=("GET", "POST"))
def close_counter(counter_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), counter_card(current_actor(), counter_id)
    form = CloseCounterForm(data={"on": card.facts.closed_on or today(), "fingerprint": card.seen})
    choices = [
        (str(one.id), f"{one.code} {one.name}") for one in successor_choices(actor, counter_id)
    ]
    form.successor.choices = [("", _("(tanpa pengganti)")), *choices]
    if form.saved(
        lambda: commands.close_counter(
            actor,
            counter_id=counter_id,
            closed_on=form.on.data,
            successor_id=int(form.successor.data) if form.successor.data else None,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Masa pakai loket tersimpan."), "admin.counter", counter_id=counter_id)
    return form_page(
        "admin/act.html",
        form,
        title=_("Tutup atau buka loket"),
        label=_("Simpan"),
        about=f"{card.facts.number} {card.facts.name}",
        back=("admin.counter", {"counter_id": counter_id}),
    )


@admin.page("/counters/<int:counter_id>/code", needs=MANAGE, methods=("GET", "POST"))
def renew_counter_code(counter_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), counter_card(current_actor(), counter_id)
    form = SheetForm(data={"fingerprint": card.seen})
    if form.saved(
        lambda: commands.renew_counter_code(actor, counter_id=counter_id, seen=form.seen)
    ):
        words = _("Kode baru dibuat. Cetak posternya; kode lama tetap berlaku.")
        return done(words, "admin.counter", counter_id=counter_id)
    return form_page(
        "admin/act.html",
        form,
        title=_("Buat kode baru"),
        label=_("Buat kode baru"),
        about=f"{card.facts.number} {card.facts.name}",
        note=_(
            "Pakai ini bila poster rusak atau ditempeli kode lain. "
            "Kode lama tetap mengantar warga ke loket ini."
        ),
        back=("admin.counter", {"counter_id": counter_id}),
    )
