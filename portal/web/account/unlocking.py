"""`/masuk/buka`, `/masuk/ganti`, `/masuk/konfirmasi`: a PC that people share, and grave acts."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.hashing import fits, pin_secret
from portal.accounts.queries import SignedIn
from portal.accounts.sessions import (
    confirm_session,
    count_pin_try,
    end_session,
    lock_session,
    unlock_session,
)
from portal.authority import ANYONE, SIGNED_IN
from portal.clock import now
from portal.language import gettext as _
from portal.web.account.codes import forgive_code, heard_code
from portal.web.account.door import account
from portal.web.account.passwords import own_password_fits
from portal.web.actors import current_actor, current_session, hold_tokens, session_of, tokens_here
from portal.web.gate_forms import GateForm, PinForm
from portal.web.gates import (
    confirm_form,
    confirm_page,
    lead_on,
    pin_form,
    sessions_here,
    unlock_page,
)
from portal.web.limits import secret_keys

UNFIT = 422


@account.page("/masuk/buka", needs=ANYONE, methods=("GET", "POST"))
def unlock() -> ResponseReturnValue:
    """Who comes back to this PC: the name and the PIN."""
    here = {found.session: found for found in sessions_here()}
    if not here:
        return redirect(url_for("account.sign_in", next=request.args.get("next")), 303)
    form = pin_form(sent=True, next=request.args.get("next"))
    if request.method == "GET":
        return unlock_page(form)
    if not form.validate():
        return unlock_page(form, status=UNFIT)
    return _answer_to_pin(form, here[form.person.data])


def _answer_to_pin(form: PinForm, found: SignedIn) -> ResponseReturnValue:
    tried = count_pin_try(found.actor, handle=found.session)
    secret = pin_secret(secret_keys().vault_key, found.handle, form.pin.data)
    if tried is not None and fits(tried.stored, secret):
        _unlock(found)
        return lead_on(form)
    if tried is not None and tried.left:
        form.pin.errors = [_("PIN tidak cocok. Masih {n} kali percobaan.").format(n=tried.left)]
        return unlock_page(form, status=UNFIT)
    return _ended(form, found)


def _ended(form: PinForm, found: SignedIn) -> ResponseReturnValue:
    """Five wrong PINs: only the password opens an account again."""
    end_session(found.actor, handle=found.session, reason="lima PIN salah")
    tokens = [token for token in tokens_here() if session_of(token)]
    hold_tokens(None, tokens)
    return redirect(url_for("account.sign_in", ended="pin", next=form.next.data or None), 303)


def _unlock(found: SignedIn) -> None:
    others = {token: one for token in tokens_here() if (one := session_of(token))}
    token = unlock_session(
        found.actor,
        handle=found.session,
        others=[one.session for one in others.values()],
        vault_key=secret_keys().vault_key,
        at=now(),
    )
    hold_tokens(token, [t for t, one in others.items() if one.session != found.session])


@account.page("/masuk/ganti", needs=SIGNED_IN, methods=("GET", "POST"), unfinished=True)
def change_person() -> ResponseReturnValue:
    """Lock this session and let somebody else in, in one press."""
    found = current_session()
    if request.method == "POST" and found is not None:
        lock_session(current_actor(), handle=found.session)
        return redirect(url_for("account.unlock"), 303)
    return make_response(render_template("account/change_person.html"))


@account.page("/masuk/konfirmasi", needs=SIGNED_IN, methods=("GET", "POST"), unfinished=True)
def confirm() -> ResponseReturnValue:
    """Before a grave act: the second factor once more (or the password)."""
    form = confirm_form(sent=True, next=request.args.get("next"))
    if request.method == "GET":
        return confirm_page(form)
    handle = _own_handle()
    if not form.validate() or not heard_code(form, handle) or not _is_right(form):
        return confirm_page(form, status=UNFIT)
    token = form.carry_out(lambda: _confirm(form))
    if token is None:
        return confirm_page(form, status=form.status)
    forgive_code(handle)
    hold_tokens(token, tokens_here()[1:])
    return lead_on(form)


def _own_handle() -> str:
    found = current_session()
    return found.handle if found else ""


def _is_right(form: GateForm) -> bool:
    """A password is looked at before the command, a code inside it."""
    if "code" in form:
        return True
    is_right = own_password_fits(form["password"].data)
    if not is_right:
        form["password"].errors = [_("Kata sandi tidak cocok.")]
    return is_right


def _confirm(form: GateForm) -> str:
    found = current_session()
    return confirm_session(
        current_actor(),
        handle=found.session if found else "",
        code=form["code"].data if "code" in form else None,
        vault_key=secret_keys().vault_key,
        at=now(),
    )
