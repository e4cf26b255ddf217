"""The forms about people."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.people import LONGEST_REASON
from portal.accounts.rules.holding import Holding
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.admin.asking import indented_units, today
from portal.web.admin.people_words import HELD, role_options
from portal.web.admin.sheet_form import SheetForm

NAME = (InputRequired(), Length(max=200))
EMAIL = (Optional(), Length(max=254))


class ChangePersonForm(SheetForm):
    """Name and address; the login stays."""

    name = StringField(later("Nama lengkap"), [*NAME])
    email = StringField(later("Surel"), [*EMAIL], render_kw={"type": "email"})


class GrantRoleForm(SheetForm):
    """A role in a unit, from when to when, and how it is held."""

    role = SelectField(later("Peran"), [InputRequired()])
    unit = SelectField(
        later("Unit"), description=later("Peran berlaku di unit ini dan semua sub-unitnya.")
    )
    held = RadioField(later("Dipegang sebagai"), default="definitif")
    starts_on = DateField(later("Hari pertama"), [InputRequired()])
    ends_on = DateField(
        later("Hari terakhir"),
        [Optional()],
        description=later("Wajib bagi Plt. dan Plh. Kosong: sampai diakhiri."),
    )
    decree = StringField(
        later("Nomor surat perintah atau SK"),
        [Optional(), Length(max=200)],
        description=later("Wajib bagi Plt. dan Plh."),
    )

    def __init__(self, **facts: Any) -> None:
        facts["data"] = {"starts_on": today(), **facts.get("data", {})}
        super().__init__(**facts)
        self.role.choices = [("", _("(pilih peran)")), *role_options()]
        self.unit.choices = indented_units(current_actor(), by_code=True)
        self.held.choices = [(value, _(words)) for value, words in HELD.items()]

    def holding(self) -> Holding:
        return Holding(
            role=self.role.data,
            unit=self.unit.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            held=self.held.data,
            decree=self.decree.data or "",
        )


class InviteForm(GrantRoleForm):
    """Somebody new with a first role."""

    first = ("name", "login", "email")

    name = StringField(later("Nama lengkap"), [*NAME])
    login = StringField(
        later("Nama masuk"),
        [InputRequired(), Length(max=80)],
        description=later("Huruf kecil dan angka, misalnya ratna.w. Tidak diubah lagi."),
    )
    email = StringField(
        later("Surel"),
        [*EMAIL],
        description=later("Undangan dikirim ke sini. Tanpa surel, Anda menyerahkan tautannya."),
        render_kw={"type": "email"},
    )


class EndRoleForm(SheetForm):
    """After which day a role ends."""

    last_day = DateField(
        later("Hari terakhir"),
        [InputRequired()],
        description=later("Tulis kemarin untuk mengakhiri sekarang juga."),
    )

    def day(self) -> date:
        found: date = self.last_day.data
        return found


class ReasonForm(SheetForm):
    """Why; it stays in the trail."""

    reason = TextAreaField(
        later("Alasan"),
        [InputRequired(), Length(max=LONGEST_REASON)],
        description=later("Tersimpan di jejak audit."),
    )


class LinkOfficerForm(SheetForm):
    """Which officer this person is."""

    officer = RadioField(later("Petugas"), [InputRequired()])


class SendLinkForm(SheetForm):
    """Nothing but the fingerprint."""


class ConfirmSheetForm(SheetForm):
    """The sheet as it was looked at, and the fingerprint of what it would change."""

    sheet = HiddenField()
    file_name = HiddenField()
