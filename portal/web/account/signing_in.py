"""`/masuk`, `/masuk/kode`, `/keluar`: the password, the second factor, and the way out."""

from datetime import timedelta

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.rules.devices import device_name
from portal.accounts.sessions import end_session
from portal.accounts.signing_in import Known, check_password, open_session
from portal.authority import ANYONE, SIGNED_IN
from portal.clock import now
from portal.language import gettext as _
from portal.web.account.codes import forgive_code, heard_code
from portal.web.account.door import account
from portal.web.account.proofs import prove, proven
from portal.web.account.words import waiting_words
from portal.web.actors import current_actor, current_session, hold_tokens, tokens_here
from portal.web.gate_forms import CodeForm, GateForm, SignInForm
from portal.web.gates import lead_on, must_set_up_factor, sign_in_page
from portal.web.limits import (
    address_key,
    address_limit,
    secret_keys,
    settings,
    staff_minutes_to_wait,
)

UNFIT, TOO_MANY = 422, 429


@account.page("/masuk", needs=ANYONE, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    """The sign-in page; a right password opens a session, or asks for the second factor."""
    form = SignInForm(next=request.args.get("next"))
    if request.method == "GET":
        return sign_in_page(form)
    minutes = staff_minutes_to_wait()
    if minutes:
        return _refused(form, waiting_words(timedelta(minutes=minutes)), TOO_MANY)
    if not form.validate():
        return sign_in_page(form, status=UNFIT)
    return _answer_to_password(form)


def _answer_to_password(form: SignInForm) -> ResponseReturnValue:
    checked = check_password(
        login=form.login.data,
        password=form.password.data,
        source=address_key(),
        vault_key=secret_keys().vault_key,
        at=now(),
        generous=max(1, address_limit() // settings().address_limit),
    )
    if checked.wait:
        return _refused(form, waiting_words(checked.wait), TOO_MANY)
    if checked.known is None:
        return _refused(form, _("Nama masuk atau kata sandi tidak cocok."), UNFIT)
    if checked.known.has_totp:
        return _ask_code(form, checked.known)
    return _opened(form, checked.known, is_shared=form.shared.data)


def _refused(form: SignInForm, words: str, status: int) -> ResponseReturnValue:
    form.form_errors.append(words)
    return sign_in_page(form, status=status)


def _ask_code(form: SignInForm, known: Known) -> ResponseReturnValue:
    """The second step; the page carries the proof that the first was right."""
    proof = prove(known, is_shared=form.shared.data)
    step = CodeForm(formdata=None, next=form.next.data, kept=form.kept.data, proof=proof)
    return _code_page(step, 200)


def _code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    return make_response(render_template("account/code.html", form=form), status)


@account.page("/masuk/kode", needs=ANYONE, methods=("GET", "POST"))
def enter_code() -> ResponseReturnValue:
    """The second step of signing in: a code of the app, or a recovery code."""
    form = CodeForm()
    known, is_shared = proven(form.proof.data)
    if request.method == "GET" or known is None:
        return redirect(url_for("account.sign_in", next=form.next.data or None), 303)
    if not form.validate() or not heard_code(form, known.handle):
        return _code_page(form, UNFIT)
    opened = form.carry_out(lambda: _open(known, is_shared=is_shared, code=form.code.data))
    if opened is None:
        return _code_page(form, form.status)
    forgive_code(known.handle)
    return _led_on(form)


def _opened(form: SignInForm, known: Known, *, is_shared: bool) -> ResponseReturnValue:
    _open(known, is_shared=is_shared, code=None)
    return _led_on(form)


def _open(known: Known, *, is_shared: bool, code: str | None) -> bool:
    opened = open_session(
        known.actor,
        stored=known.stored,
        code=code,
        device=device_name(request.headers.get("User-Agent", "")),
        is_shared=is_shared,
        previous=tokens_here(),
        vault_key=secret_keys().vault_key,
        at=now(),
    )
    hold_tokens(opened.token, opened.waiting)
    return True


def _led_on(form: GateForm) -> ResponseReturnValue:
    """First what this account still lacks (factor, PIN), then where the person wanted to go."""
    found = current_session()
    if found is not None and must_set_up_factor(found):
        return _set_up("account.factor", form)
    if found is not None and found.is_shared and not found.has_pin:
        return _set_up("account.pin", form)
    return lead_on(form)


def _set_up(endpoint: str, form: GateForm) -> ResponseReturnValue:
    kept = form.kept_form
    if kept is not None:
        return lead_on(form)
    return redirect(url_for(endpoint, next=form.next.data or None), 303)


@account.page("/keluar", needs=SIGNED_IN, methods=("POST",), unfinished=True)
def sign_out() -> ResponseReturnValue:
    """End this session; others that wait in this browser go on waiting."""
    found = current_session()
    waiting = tokens_here()[1:]
    if found is not None:
        end_session(current_actor(), handle=found.session)
    hold_tokens(None, waiting)
    return redirect(url_for("account.unlock" if waiting else "account.sign_in"), 303)
