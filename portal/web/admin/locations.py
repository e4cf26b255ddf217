"""Locations: buildings, MPP, days of mobile service."""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing import locations as commands
from portal.organisation.managing.cards import location_card, may_change_location
from portal.organisation.managing.lists import location_list
from portal.organisation.rules.facts import LocationFacts
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, asked, today
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import EndForm, SheetForm, cell, start
from portal.web.admin.words import KINDS
from portal.web.staff_pages import done, form_page


class ChangeLocationForm(SheetForm):
    """What may change of a location."""

    name = cell("locations", "name", later("Nama gedung atau tempat"))
    kind = cell("locations", "kind", later("Jenis lokasi"), kind=SelectField)
    address = cell("locations", "address", later("Alamat"))
    held_on = DateField(
        later("Tanggal layanan keliling"),
        [Optional()],
        description=later("Hanya untuk layanan keliling; satu lokasi untuk satu hari."),
    )
    hours = cell("locations", "hours", later("Jam layanan"), later("Misalnya 08.00–12.00."))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.kind.choices = [(value, _(words)) for value, words in KINDS["locations"].items()]

    def facts(self, code: str = "") -> LocationFacts:
        return LocationFacts(**{"code": code, **self.taken(), "held_on": self.held_on.data})


class AddLocationForm(ChangeLocationForm):
    """A new location with its code."""

    first = ("code",)

    code = cell(
        "locations",
        "code",
        later("Kode lokasi"),
        later("Dipakai di lembar impor, tidak diubah lagi."),
    )


@admin.page("/locations", needs=MANAGE)
def locations() -> ResponseReturnValue:
    wanted, filters = asked("locations")
    listed = location_list(current_actor(), wanted, today())
    return render_template(
        "admin/locations.html", listed=listed, filters=filters, kinds=KINDS["locations"]
    )


@admin.page("/locations/new", needs=MANAGE, methods=("GET", "POST"))
def add_location() -> ResponseReturnValue:
    form = AddLocationForm()
    location_id = form.carry_out(lambda: commands.add_location(current_actor(), facts=form.facts()))
    if location_id is None:
        return form_page("admin/add.html", form, title=_("Lokasi baru"), back="admin.locations")
    return done(_("Lokasi tersimpan."), "admin.location", location_id=location_id)


@admin.page("/locations/<int:location_id>", needs=MANAGE, methods=("GET", "POST"))
def location(location_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), location_card(current_actor(), location_id)
    form = ChangeLocationForm(data=start(card))
    if form.saved(
        lambda: commands.change_location(
            actor, location_id=location_id, facts=form.facts(card.facts.code), seen=form.seen
        )
    ):
        return done(_("Lokasi tersimpan."), "admin.location", location_id=location_id)
    may_change = may_change_location(actor, location_id)
    return form_page("admin/location.html", form, card=card, may_change=may_change)


@admin.page("/locations/<int:location_id>/retire", needs=MANAGE, methods=("GET", "POST"))
def retire_location(location_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), location_card(current_actor(), location_id)
    form = EndForm(
        _("Tidak dipakai sejak"),
        _("Kosongkan bila lokasi masih dipakai."),
        data={"on": card.facts.retired_on or today(), "fingerprint": card.seen},
    )
    if form.saved(
        lambda: commands.retire_location(
            actor,
            location_id=location_id,
            retired_on=form.on.data,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Masa pakai lokasi tersimpan."), "admin.location", location_id=location_id)
    return form_page(
        "admin/act.html",
        form,
        title=_("Masa pakai lokasi"),
        label=_("Simpan"),
        about=card.facts.name,
        back=("admin.location", {"location_id": location_id}),
    )
