"""What a person fills in about the own account; passwords and PINs are checked by the rules."""

from wtforms import HiddenField, PasswordField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.validators import EqualTo, InputRequired

from portal.accounts.rules.passwords import LONGEST, SHORTEST, Weakness, normal, weakness
from portal.accounts.rules.pins import is_easy, is_pin
from portal.language import gettext as _
from portal.language import later
from portal.web.gate_forms import GateForm, OwnForm

WEAK = {
    Weakness.SHORT: later("paling sedikit {shortest} huruf. Empat kata biasa sudah cukup."),
    Weakness.LONG: later("paling banyak {longest} huruf."),
    Weakness.NAME: later("jangan memakai nama atau nama masuk Anda."),
    Weakness.COMMON: later("terlalu mudah ditebak. Pilih kata-kata lain."),
}


class NewPasswordForm(OwnForm):
    """A password chosen twice; `known` is what others know about the person."""

    known: tuple[str, ...] = ()

    password = PasswordField(later("Kata sandi baru"), [InputRequired()])
    repeat = PasswordField(
        later("Kata sandi baru sekali lagi"), [InputRequired(), EqualTo("password")]
    )

    def validate_password(self, field: Field) -> None:
        """The rule, in words."""
        found = weakness(normal(field.data or ""), known=self.known)
        if found is not None:
            words = _(WEAK[found]).format(shortest=SHORTEST, longest=LONGEST)
            raise ValidationError(words)


class ChangePasswordForm(NewPasswordForm):
    """The same for somebody who is signed in and gives the old one."""

    current = PasswordField(later("Kata sandi sekarang"), [InputRequired()])


class ForgottenForm(OwnForm):
    """Who asks for a link."""

    login = StringField(later("Nama masuk atau surel"), [InputRequired()])


class NewPinForm(GateForm):
    """Six digits, twice, and the password once."""

    current = PasswordField(later("Kata sandi"), [InputRequired()])
    pin = PasswordField(later("PIN baru"), [InputRequired()])
    repeat = PasswordField(later("PIN baru sekali lagi"), [InputRequired(), EqualTo("pin")])

    def validate_pin(self, field: Field) -> None:
        """Six digits, no pattern and no day of birth."""
        if not is_pin(field.data or ""):
            raise ValidationError(_("tulis enam angka."))
        if is_easy(field.data):
            raise ValidationError(
                _("terlalu mudah ditebak. Hindari urutan, pengulangan, dan tanggal lahir.")
            )


class FactorForm(GateForm):
    """The first code of the app; the sealed secret travels in `secret` until it is proven."""

    secret = HiddenField()
    code = StringField(later("Kode dari aplikasi"), [InputRequired()])


class FirstFactorForm(FactorForm):
    """The same with the password, where nothing was confirmed just now."""

    current = PasswordField(later("Kata sandi"), [InputRequired()])
