"""Units: the tree, one unit, and what can be done to it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing import units as commands
from portal.organisation.managing.cards import Card, unit_above, unit_card
from portal.organisation.managing.tree import unit_tree
from portal.organisation.rules.facts import UnitFacts
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, asked, indented_units, today
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import EndForm, SheetForm, cell, start
from portal.web.staff_pages import done, form_page


class ChangeUnitForm(SheetForm):
    """What may change of a unit in its place."""

    name = cell("units", "name", later("Nama"), later("Nama resmi, seperti di kop surat."))
    kind = cell("units", "kind", later("Jenis unit"), later("Misalnya dinas, kecamatan, UPT."))
    work_days = cell(
        "units",
        "work_days",
        later("Hari kerja seminggu"),
        kind=SelectField,
        choices=[("5", "5"), ("6", "6")],
    )
    contact = cell(
        "units",
        "contact",
        later("Kontak"),
        later("Telepon atau alamat yang dicetak di poster untuk warga."),
    )

    def facts(self, code: str, parent: str | None = None) -> UnitFacts:
        return UnitFacts(code=code, parent=parent, **self.taken())


class AddUnitForm(ChangeUnitForm):
    """A new unit: its code and the unit above it."""

    first = ("code", "parent")

    code = cell(
        "units",
        "code",
        later("Kode unit"),
        later(
            "Huruf, angka, titik, atau tanda hubung. Dipakai di lembar impor, tidak diubah lagi."
        ),
    )
    parent = SelectField(later("Unit induk"))

    def facts(self, code: str = "", parent: str | None = None) -> UnitFacts:
        return UnitFacts(parent=self.parent.data or None, **self.taken())


class MoveUnitForm(SheetForm):
    """Where a unit goes."""

    parent = SelectField(
        later("Unit induk yang baru"),
        description=later("Semua sub-unit, loket, dan petugasnya ikut."),
    )


@admin.page("/units", needs=MANAGE)
def units() -> ResponseReturnValue:
    wanted, filters = asked("units")
    lines = unit_tree(current_actor(), wanted, today())
    return render_template("admin/units.html", asked=wanted, filters=filters, lines=lines)


@admin.page("/units/new", needs=MANAGE, methods=("GET", "POST"))
def add_unit() -> ResponseReturnValue:
    form = AddUnitForm(data={"parent": request.args.get("induk", ""), "work_days": "5"})
    form.parent.choices = _parents()
    unit_id = form.carry_out(lambda: commands.add_unit(current_actor(), facts=form.facts()))
    if unit_id is None:
        return form_page("admin/add.html", form, title=_("Unit baru"), back="admin.units")
    return done(_("Unit tersimpan."), "admin.unit", unit_id=unit_id)


@admin.page("/units/<int:unit_id>", needs=MANAGE, methods=("GET", "POST"))
def unit(unit_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), unit_card(current_actor(), unit_id)
    form = ChangeUnitForm(data=start(card))
    if form.saved(
        lambda: commands.change_unit(
            actor, unit_id=unit_id, facts=form.facts(card.facts.code), seen=form.seen
        )
    ):
        return done(_("Unit tersimpan."), "admin.unit", unit_id=unit_id)
    above = unit_above(actor, card.facts)
    return form_page("admin/unit.html", form, card=card, above=above)


@admin.page("/units/<int:unit_id>/move", needs=MANAGE, methods=("GET", "POST"))
def move_unit(unit_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), unit_card(current_actor(), unit_id)
    form = MoveUnitForm(data={"parent": card.facts.parent or "", "fingerprint": card.seen})
    form.parent.choices = _parents()
    if form.saved(
        lambda: commands.move_unit(
            actor, unit_id=unit_id, parent=form.parent.data or None, seen=form.seen
        )
    ):
        return done(_("Unit dipindahkan."), "admin.unit", unit_id=unit_id)
    return _act(form, card, _("Pindahkan unit"), _("Pindahkan"))


@admin.page("/units/<int:unit_id>/retire", needs=MANAGE, methods=("GET", "POST"))
def retire_unit(unit_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), unit_card(current_actor(), unit_id)
    form = EndForm(
        _("Tidak dipakai sejak"),
        _("Kosongkan bila unit masih dipakai. Bulan yang sudah ditutup tetap tersimpan."),
        data={"on": card.facts.retired_on or today(), "fingerprint": card.seen},
    )
    if form.saved(
        lambda: commands.retire_unit(
            actor, unit_id=unit_id, retired_on=form.on.data, seen=form.seen, today=today()
        )
    ):
        return done(_("Masa pakai unit tersimpan."), "admin.unit", unit_id=unit_id)
    return _act(form, card, _("Masa pakai unit"), _("Simpan"))


def _act(form: SheetForm, card: Card[UnitFacts], title: str, label: str) -> ResponseReturnValue:
    return form_page(
        "admin/act.html",
        form,
        title=title,
        label=label,
        about=card.facts.name,
        back=("admin.unit", {"unit_id": card.id}),
    )


def _parents() -> list[tuple[str, str]]:
    return indented_units(current_actor(), by_code=True)
