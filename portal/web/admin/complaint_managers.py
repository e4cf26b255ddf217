"""Who is responsible for complaints: the name and address that the public register shows."""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from portal.language import gettext as _
from portal.language import later
from portal.organisation.complaint_managers import (
    MANAGE,
    Manager,
    manager_lines,
    own_manager,
    seen_as,
    set_complaint_manager,
)
from portal.web.actors import current_actor
from portal.web.admin.door import admin
from portal.web.fields import StaffForm
from portal.web.staff_pages import done, form_page

FACTS = ("name", "position", "address", "phone")


class ManagerForm(StaffForm):
    """All of it is read by residents."""

    fingerprint = HiddenField()
    name = StringField(later("Nama"), [Length(max=200)])
    position = StringField(later("Jabatan"), [Length(max=200)])
    address = TextAreaField(later("Alamat"), [Length(max=400)])
    phone = StringField(later("Telepon kantor"), [Length(max=40)])

    def __init__(self, manager: Manager) -> None:
        facts = {name: getattr(manager, name) for name in FACTS}
        super().__init__(data={**facts, "fingerprint": seen_as(manager)})
        self.phone.description = _("Nomor kantor, bukan nomor pribadi.")

    def manager(self) -> Manager:
        return Manager(**{name: str(self[name].data or "") for name in FACTS})


@admin.page("/complaint-managers", needs=MANAGE)
def complaint_managers() -> ResponseReturnValue:
    lines = manager_lines(current_actor())
    return render_template("admin/complaint_managers.html", lines=lines)


@admin.page("/complaint-managers/<int:unit_id>", needs=MANAGE, methods=("GET", "POST"))
def complaint_manager(unit_id: int) -> ResponseReturnValue:
    actor = current_actor()
    form = ManagerForm(own_manager(actor, unit_id))
    if form.saves(
        lambda: set_complaint_manager(
            actor, unit_id=unit_id, manager=form.manager(), seen=str(form.fingerprint.data or "")
        )
    ):
        return done(_("Penanggung jawab tersimpan."), "admin.complaint_managers")
    line = next(one for one in manager_lines(actor) if one.unit_id == unit_id)
    return form_page("admin/complaint_manager.html", form, line=line)
