"""The forms of the gates: sign in, second factor, PIN, confirmation.

Each carries where to go afterwards (`next`) and what was typed before the gate (`kept`).
"""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired

from portal.language import gettext as _
from portal.language import later
from portal.web.fields import StaffForm
from portal.web.kept import Kept, pack, unpack


class OwnForm(StaffForm):
    """A form of this door: its labels in the language being spoken."""

    def __init__(self, *arguments: Any, **facts: Any) -> None:
        super().__init__(*arguments, **facts)
        for field in self:
            field.label.text = _(field.label.text)


class GateForm(OwnForm):
    """A form that leads on to a page, or back to a form that was kept."""

    next = HiddenField()
    kept = HiddenField()

    @property
    def kept_form(self) -> Kept | None:
        return unpack(self.kept.data)


class SignInForm(GateForm):
    """Login and password."""

    login = StringField(later("Nama masuk atau surel"), [InputRequired()])
    password = PasswordField(later("Kata sandi"), [InputRequired()])
    shared = BooleanField(later("Komputer bersama"))


class CodeForm(GateForm):
    """The second step: `proof` is the signed word that the password was right."""

    proof = HiddenField()
    code = StringField(later("Kode"), [InputRequired()])


class PinForm(GateForm):
    """Who comes back to a locked PC."""

    person = RadioField(later("Siapa Anda?"), choices=[], validate_choice=True)
    pin = PasswordField(later("PIN"), [InputRequired()])


class ConfirmForm(GateForm):
    """A code of the second factor, or the password where there is none."""

    code = StringField(later("Kode"), [InputRequired()])


class ConfirmByPasswordForm(GateForm):
    """The same for whoever has no second factor and need not have one."""

    password = PasswordField(later("Kata sandi"), [InputRequired()])


def gate_form(kind: type[GateForm], kept: Kept | None, **facts: Any) -> Any:
    """The gate's form as it is first shown: not filled from the form that met the gate."""
    return kind(formdata=None, kept=pack(kept), **facts)
