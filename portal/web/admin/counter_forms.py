"""The forms of counters."""

from dataclasses import replace
from typing import Any

from wtforms import DateField, SelectField
from wtforms.validators import Optional

from portal.language import gettext as _
from portal.language import later
from portal.organisation.managing.cards import location_choices, service_choices
from portal.organisation.rules.facts import CounterFacts
from portal.web.actors import current_actor
from portal.web.admin.asking import indented_units
from portal.web.admin.sheet_form import SheetForm, cell
from portal.web.fields import ChecksField


class AddCounterForm(SheetForm):
    """A new counter: where it is and what its sign says; services come with its page."""

    unit = SelectField(later("Unit"))
    number = cell("counters", "number", later("Nomor loket"), later("Misalnya 3 atau A1."))
    name = cell(
        "counters", "name", later("Nama loket"), later("Yang tertulis di atas meja."), required=True
    )
    name_en = cell("counters", "name_en", later("Nama dalam bahasa Inggris"))
    location = SelectField(later("Lokasi"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.unit.choices = indented_units(current_actor(), by_code=True)
        kept = self.location.object_data
        places = [(one.code, one.name) for one in location_choices(kept)]
        self.location.choices = [("", _("(belum ditentukan)")), *places]

    def facts(self) -> CounterFacts:
        chosen = {"unit": self.unit.data, "location": self.location.data or None}
        return CounterFacts(**{**self.taken(), **chosen})


class ChangeCounterForm(AddCounterForm):
    """A counter with the services it offers: those of its unit to tick, others by code."""

    services = ChecksField(later("Layanan di loket ini"))
    others = cell(
        "counters",
        "services",
        later("Layanan unit lain"),
        later("Untuk loket bersama (MPP): kode layanan, dipisah titik koma."),
    )

    def offer(self, unit: str) -> None:
        """Give the services of the unit to tick, and sort those of other units apart."""
        own = service_choices(unit)
        codes = {one.code for one in own}
        kept = tuple(self.services.object_data or ())
        self.services.choices = [(one.code, one.name) for one in own]
        if not self.is_submitted():
            self.services.data = [code for code in kept if code in codes]
            self.others.data = "; ".join(code for code in kept if code not in codes)

    def facts(self) -> CounterFacts:
        codes = {*(self.services.data or ()), *(self.others.taken or ())}
        return replace(super().facts(), services=tuple(sorted(codes)))

    def taken(self) -> dict[str, Any]:
        """Both fields of services make one column."""
        return {name: value for name, value in super().taken().items() if name != "others"}


class CloseCounterForm(SheetForm):
    """From which day a counter is closed, and where residents go on."""

    on = DateField(
        later("Tutup sejak"),
        [Optional()],
        description=later("Kosongkan untuk membuka loket lagi."),
    )
    successor = SelectField(
        later("Loket pengganti"),
        description=later("Kode QR lama mengantar warga ke loket ini."),
    )
