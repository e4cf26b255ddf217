"""`/akun/sandi`, `/akun/pin`, `/masuk/lupa`, `/masuk/tautan`: passwords chosen and reset."""

import time
from datetime import timedelta

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.hashing import fits, hashed, pin_secret
from portal.accounts.passwords import (
    LINK_DEAD,
    ask_for_reset,
    change_password,
    linked_person,
    own_secrets,
    set_password_by_link,
    set_pin,
)
from portal.accounts.signing_in import ANONYMOUS
from portal.authority import ANYONE, SIGNED_IN
from portal.clock import now
from portal.errors import NotFound
from portal.language import gettext as _
from portal.web.account.codes import forgive_code, heard_code
from portal.web.account.door import account
from portal.web.account.forms import (
    ChangePasswordForm,
    ForgottenForm,
    NewPasswordForm,
    NewPinForm,
)
from portal.web.account.words import waiting_words
from portal.web.actors import current_actor, current_session, hold_tokens, tokens_here
from portal.web.fields import StaffForm
from portal.web.gates import lead_on
from portal.web.limits import secret_keys, settings, staff_minutes_to_wait
from portal.web.staff_pages import done, form_page

GONE, TOO_MANY = 404, 429
EVEN = 0.25  # seconds: the answer to a forgotten password takes that long for everybody


def own_password_fits(password: str) -> bool:
    """Is it the password of whoever is signed in here?"""
    return fits(own_secrets(current_actor()).password, password)


def right_password(form: StaffForm) -> bool:
    """Check the password a form asks for once more; counted like every other try."""
    own = own_secrets(current_actor())
    if not form.validate_on_submit() or not heard_code(form, own.handle):
        form.status = 422
        return False
    if not fits(own.password, form["current"].data):
        form["current"].errors = [_("Kata sandi tidak cocok.")]
        form.status = 422
        return False
    forgive_code(own.handle)
    return True


@account.page("/akun/sandi", needs=SIGNED_IN, methods=("GET", "POST"))
def change_own_password() -> ResponseReturnValue:
    """The old password, the new one twice; every other session ends."""
    form = ChangePasswordForm()
    own = own_secrets(current_actor())
    form.known = own.names
    if request.method == "GET" or not right_password(form):
        return form_page("account/change_password.html", form)
    found = current_session()
    token = change_password(
        current_actor(),
        stored=own.password or "",
        hashed=hashed(form.password.data),
        session=found.session if found else "",
        vault_key=secret_keys().vault_key,
        at=now(),
    )
    hold_tokens(token, tokens_here()[1:])
    return done(_("Kata sandi diganti. Perangkat lain sudah keluar."), "account.own_account")


@account.page("/akun/pin", needs=SIGNED_IN, methods=("GET", "POST"))
def pin() -> ResponseReturnValue:
    """The PIN that opens the own session again at a shared PC."""
    form = NewPinForm(next=request.args.get("next"))
    if request.method == "GET" or not right_password(form):
        return form_page("account/pin.html", form)
    own = own_secrets(current_actor())
    secret = pin_secret(secret_keys().vault_key, own.handle, form.pin.data)
    set_pin(current_actor(), hashed=hashed(secret))
    return lead_on(form)


@account.page("/masuk/lupa", needs=ANYONE, methods=("GET", "POST"))
def forgotten() -> ResponseReturnValue:
    """Ask for a link by mail; the answer and its time tell nothing about accounts."""
    form, began = ForgottenForm(), time.monotonic()
    minutes = staff_minutes_to_wait() if request.method == "POST" else 0
    if minutes:
        form.form_errors.append(waiting_words(timedelta(minutes=minutes)))
        form.status = TOO_MANY
    elif form.carry_out(lambda: _ask(form.login.data)):
        time.sleep(max(0.0, began + EVEN - time.monotonic()))
        return make_response(render_template("account/link_sent.html"))
    return form_page("account/forgotten.html", form)


def _ask(login: str) -> bool:
    where = settings().base_url + url_for("account.open_link", token="")
    ask_for_reset(login=login, address=where, vault_key=secret_keys().vault_key, at=now())
    return True


@account.page("/masuk/tautan/<token>", needs=ANYONE, methods=("GET", "POST"))
def open_link(token: str) -> ResponseReturnValue:
    """The page behind an invitation or a reset. Opening it changes nothing: mail scanners do."""
    person = linked_person(token, vault_key=secret_keys().vault_key, at=now())
    if person is None:
        return _dead_link()
    form = NewPasswordForm()
    form.known = person.names
    if form.carry_out(lambda: _set_password(form, token)) is None:
        return form_page("account/open_link.html", form, person=person)
    return done(_("Kata sandi tersimpan. Silakan masuk."), "account.sign_in")


open_link.posture = "link"  # type: ignore[attr-defined]  # read by headers, as a door's own is


def _set_password(form: NewPasswordForm, token: str) -> str | None:
    fresh = hashed(form.password.data)
    vault_key = secret_keys().vault_key
    try:
        return set_password_by_link(
            ANONYMOUS, token=token, hashed=fresh, vault_key=vault_key, at=now()
        )
    except NotFound as error:
        form.form_errors.append(_(error.message))
        return None


def _dead_link() -> ResponseReturnValue:
    """Unknown, used, over, malformed: one page."""
    return make_response(render_template("account/dead_link.html", words=_(LINK_DEAD)), GONE)
