"""`/admin/tokens`: keys for programs; made and shown once, listed without their text, revoked."""

from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.accounts.rules.tokens import LONGEST_LIFE, LONGEST_NAME
from portal.accounts.token_queries import listed_tokens, units_for_tokens
from portal.accounts.tokens import MadeToken, make_token, revoke_token
from portal.authority import Actor, Permission, Scope
from portal.clock import today
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.admin.door import admin
from portal.web.fields import ChecksField, StaffForm
from portal.web.limits import secret_keys, settings
from portal.web.staff_pages import done, form_page

USUAL_LIFE = 30
SCOPE_WORDS: Mapping[Scope, str] = {
    Scope.COMPLAINTS_READ: later("Membaca daftar pengaduan, tanpa isi dan tanpa nama"),
    Scope.INDICATORS_READ: later("Membaca indikator unit, loket, dan layanan"),
    Scope.APPRAISALS_READ: later("Membaca hasil dan bukti dukung per petugas, dengan NIP"),
}


class MakeTokenForm(StaffForm):
    """What a new token is for, what it may read, where, how long."""

    name = StringField(validators=[InputRequired(), Length(max=LONGEST_NAME)])
    scopes = ChecksField(validators=[InputRequired()])
    unit = SelectField(validators=[InputRequired()])
    days = IntegerField(
        validators=[InputRequired(), NumberRange(1, LONGEST_LIFE)], default=USUAL_LIFE
    )

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.name.label.text = _("Program yang memakainya")
        self.scopes.label.text = _("Lingkup")
        self.unit.label.text = _("Unit dan semua di bawahnya")
        self.days.label.text = _("Berlaku berapa hari")
        self.scopes.choices = [(str(scope), _(words)) for scope, words in SCOPE_WORDS.items()]
        units = units_for_tokens(actor)
        self.unit.choices = [(code, f"{name} ({code})") for code, name in units]


@admin.page("/tokens", needs=Permission.MANAGE_TOKENS)
def tokens() -> ResponseReturnValue:
    found = listed_tokens(current_actor(), today=today(settings().timezone))
    return render_template("admin/tokens.html", tokens=found, scope_words=_scope_words())


@admin.page("/tokens/new", needs=Permission.MANAGE_TOKENS, methods=("GET", "POST"), grave=True)
def make_token_page() -> ResponseReturnValue:
    """The answer to the POST shows the token; no address ever leads to it again."""
    actor = current_actor()
    form = MakeTokenForm(actor)
    made = form.carry_out(lambda: _made(actor, form))
    if made is None:
        return form_page("admin/token_new.html", form)
    return render_template("admin/token_made.html", made=made, name=form.name.data)


def _made(actor: Actor, form: MakeTokenForm) -> MadeToken:
    return make_token(
        actor,
        name=form.name.data,
        scopes={Scope(scope) for scope in form.scopes.data},
        unit=form.unit.data,
        days=form.days.data,
        vault_key=secret_keys().vault_key,
        today=today(settings().timezone),
    )


@admin.page("/tokens/<handle>/revoke", needs=Permission.MANAGE_TOKENS, methods=("POST",))
def revoke_token_now(handle: str) -> ResponseReturnValue:
    name = revoke_token(current_actor(), handle=handle)
    return done(_("Token {name} dicabut.").format(name=name), "admin.tokens")


def _scope_words() -> dict[str, str]:
    return {str(scope): _(words) for scope, words in SCOPE_WORDS.items()}
