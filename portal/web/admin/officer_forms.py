"""The forms of officers."""

from dataclasses import replace

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing.cards import free_internal_id
from portal.organisation.rules.facts import OfficerFacts
from portal.web.actors import current_actor
from portal.web.admin.asking import indented_units
from portal.web.admin.sheet_form import SheetForm, cell
from portal.web.admin.words import KINDS
from portal.web.fields import StaffForm


class FindOfficerForm(StaffForm):
    """A name, or a whole NIP or internal id; sent by POST, so that no NIP gets into an address."""

    cari = StringField(later("Nama, NIP, atau ID internal"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.cari.label.text = _(self.cari.label.text)


class ChangeOfficerForm(SheetForm):
    """What may change of an officer; unit and end have their own pages."""

    name = cell("officers", "name", later("Nama lengkap"), later("Dengan gelar."))
    kind = SelectField(later("Jenis kepegawaian"))
    nip = cell(
        "officers", "nip", later("NIP atau NI PPPK"), later("18 angka. Kosongkan bila bukan ASN.")
    )
    internal_id = cell("officers", "internal_id", later("ID internal"))
    call_name = cell(
        "officers",
        "call_name",
        later("Nama panggilan"),
        later("Nama yang dipilih warga di formulir. Kosong: nama lengkap."),
    )
    shows_name = BooleanField(later("Tampilkan nama di formulir warga"))
    position = cell("officers", "position", later("Jabatan"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.kind.choices = [(value, _(words)) for value, words in KINDS["officers"].items()]
        self.internal_id.description = _(
            "Wajib bagi yang tidak punya NIP; bukan NIK. Yang masih kosong: {id}."
        ).format(id=free_internal_id())

    def facts(self, unit: str) -> OfficerFacts:
        taken = self.taken()
        number = taken.pop("nip")
        return OfficerFacts(
            nip=number.digits if number else None,
            unit=unit,
            kind=self.kind.data,
            shows_name=self.shows_name.data,
            **taken,
        )


class AddOfficerForm(ChangeOfficerForm):
    """A new officer with the unit."""

    first = ("unit",)

    unit = SelectField(later("Unit"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.unit.choices = indented_units(current_actor(), by_code=True)

    def facts(self, unit: str = "") -> OfficerFacts:
        return replace(super().facts(unit), unit=self.unit.data)


class TransferOfficerForm(SheetForm):
    """To which unit, as of which day."""

    unit = SelectField(later("Unit yang baru"))
    on = DateField(later("Pindah sejak"), [InputRequired()])
