"""Services with their tariff."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing import services as commands
from portal.organisation.managing.cards import service_card
from portal.organisation.managing.lists import service_list
from portal.organisation.rules.facts import ServiceFacts
from portal.organisation.rules.tariff import tariff_cell
from portal.web.actors import current_actor
from portal.web.admin.asking import MANAGE, asked, indented_units, today
from portal.web.admin.door import admin
from portal.web.admin.sheet_form import EndForm, SheetForm, cell, start
from portal.web.staff_pages import done, form_page


class ChangeServiceForm(SheetForm):
    """What may change of a service."""

    name = cell("services", "name", later("Nama layanan"))
    name_en = cell("services", "name_en", later("Nama dalam bahasa Inggris"))
    unit = SelectField(later("Unit penyelenggara"))
    tariff = cell(
        "services",
        "tariff",
        later("Tarif"),
        later("Tulis gratis, jumlah seperti 50.000, atau berbayar bila memakai tabel tarif."),
        required=True,
    )

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.unit.choices = indented_units(current_actor(), by_code=True)

    def facts(self, code: str = "") -> ServiceFacts:
        return ServiceFacts(**{"code": code, **self.taken(), "unit": self.unit.data})


class AddServiceForm(ChangeServiceForm):
    """A new service with its code."""

    first = ("code",)

    code = cell(
        "services",
        "code",
        later("Kode layanan"),
        later("Misalnya KTP-EL. Dipakai di lembar impor, tidak diubah lagi."),
    )


@admin.page("/services", needs=MANAGE)
def services() -> ResponseReturnValue:
    wanted, filters = asked("services")
    listed = service_list(current_actor(), wanted, today())
    return render_template("admin/services.html", listed=listed, filters=filters)


@admin.page("/services/new", needs=MANAGE, methods=("GET", "POST"))
def add_service() -> ResponseReturnValue:
    form = AddServiceForm(data={"unit": request.args.get("unit", ""), "tariff": "gratis"})
    service_id = form.carry_out(lambda: commands.add_service(current_actor(), facts=form.facts()))
    if service_id is None:
        return form_page("admin/add.html", form, title=_("Layanan baru"), back="admin.services")
    return done(_("Layanan tersimpan."), "admin.service", service_id=service_id)


@admin.page("/services/<int:service_id>", needs=MANAGE, methods=("GET", "POST"))
def service(service_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), service_card(current_actor(), service_id)
    form = ChangeServiceForm(data=start(card, tariff=str(tariff_cell(card.facts.tariff))))
    if form.saved(
        lambda: commands.change_service(
            actor, service_id=service_id, facts=form.facts(card.facts.code), seen=form.seen
        )
    ):
        return done(_("Layanan tersimpan."), "admin.service", service_id=service_id)
    return form_page("admin/service.html", form, card=card)


@admin.page("/services/<int:service_id>/retire", needs=MANAGE, methods=("GET", "POST"))
def retire_service(service_id: int) -> ResponseReturnValue:
    actor, card = current_actor(), service_card(current_actor(), service_id)
    form = EndForm(
        _("Tidak dipakai sejak"),
        _("Kosongkan bila layanan masih ada. Layanan yang berakhir hilang dari formulir warga."),
        data={"on": card.facts.retired_on or today(), "fingerprint": card.seen},
    )
    if form.saved(
        lambda: commands.retire_service(
            actor,
            service_id=service_id,
            retired_on=form.on.data,
            seen=form.seen,
            today=today(),
        )
    ):
        return done(_("Masa pakai layanan tersimpan."), "admin.service", service_id=service_id)
    return form_page(
        "admin/act.html",
        form,
        title=_("Masa pakai layanan"),
        label=_("Simpan"),
        about=card.facts.name,
        back=("admin.service", {"service_id": service_id}),
    )
