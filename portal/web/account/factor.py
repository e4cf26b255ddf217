"""`/akun/faktor-kedua`: set up, replace and give up the second factor; recovery codes."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.duty import must_have_factor
from portal.accounts.factors import (
    FactorSetUp,
    give_up_factor,
    renew_recovery_codes,
    set_up_factor,
)
from portal.accounts.queries import SignedIn
from portal.accounts.rules.sessions import is_confirmed
from portal.accounts.totp import address, as_text, from_text, new_secret, seal, unseal
from portal.authority import REFUSED, SIGNED_IN
from portal.clock import now
from portal.documents.qr import QUIET_ZONE, modules, outlines
from portal.errors import NotAllowed
from portal.language import gettext as _
from portal.web.account.codes import heard_code
from portal.web.account.door import account
from portal.web.account.forms import FactorForm, FirstFactorForm
from portal.web.account.passwords import right_password
from portal.web.actors import current_actor, current_session, hold_tokens, tokens_here
from portal.web.gates import ask_confirmation, must_set_up_factor
from portal.web.limits import secret_keys, settings
from portal.web.next_page import local_path
from portal.web.staff_pages import done

GROUP = 4  # letters of the secret, as people read them aloud


@account.page("/akun/faktor-kedua", needs=SIGNED_IN, methods=("GET", "POST"), unfinished=True)
def factor() -> ResponseReturnValue:
    """The secret as a QR and as text; stored only when a code proves that the phone has it."""
    found = _here()
    is_fresh = is_confirmed(found.confirmed_at, now())
    if found.has_totp and not is_fresh:
        return ask_confirmation()
    kind = FactorForm if is_fresh else FirstFactorForm
    form = kind(next=request.args.get("next"))
    secret = _secret_of(form, found)
    if request.method == "POST" and _is_right(form, found, is_fresh=is_fresh):
        made = form.carry_out(lambda: _set_up(form, found, secret))
        if made is not None:
            hold_tokens(made.token, tokens_here()[1:])
            return codes_page(made.codes, form.next.data)
    return _page(form, found, secret)


def _here() -> SignedIn:
    found = current_session()
    if found is None:
        raise NotAllowed(REFUSED)
    return found


def _secret_of(form: FactorForm, found: SignedIn) -> str:
    """The secret this page showed before, sealed in its hidden field; else a new one."""
    key = secret_keys().vault_key
    shown = unseal(key, found.handle, from_text(form.secret.data or ""))
    secret = shown or new_secret()
    form.secret.data = as_text(seal(key, found.handle, secret))
    return secret


def _is_right(form: FactorForm, found: SignedIn, *, is_fresh: bool) -> bool:
    return heard_code(form, found.handle) if is_fresh else right_password(form)


def _set_up(form: FactorForm, found: SignedIn, secret: str) -> FactorSetUp:
    return set_up_factor(
        found.actor,
        secret=secret,
        code=form.code.data,
        session=found.session,
        vault_key=secret_keys().vault_key,
        at=now(),
        replace=found.has_totp,
    )


def _page(form: FactorForm, found: SignedIn, secret: str) -> ResponseReturnValue:
    grid = modules(address(secret, login=found.login))
    page = render_template(
        "account/factor.html",
        form=form,
        found=found,
        is_required=must_set_up_factor(found),
        secret=[secret[at : at + GROUP] for at in range(0, len(secret), GROUP)],
        outlines=outlines(grid),
        side=len(grid) + 2 * QUIET_ZONE,
        quiet=QUIET_ZONE,
    )
    return make_response(page, 422 if form.errors else form.status)


def codes_page(codes: tuple[str, ...], following: str | None = None) -> ResponseReturnValue:
    """The recovery codes, shown this once."""
    where = local_path(following)
    return make_response(render_template("account/codes.html", codes=codes, following=where))


@account.page("/akun/kode-pemulihan", needs=SIGNED_IN, methods=("POST",), grave=True)
def renew_codes() -> ResponseReturnValue:
    """Ten new codes; the old ones are dead."""
    return codes_page(renew_recovery_codes(current_actor(), vault_key=secret_keys().vault_key))


@account.page("/akun/faktor-kedua/lepas", needs=SIGNED_IN, methods=("POST",), grave=True)
def remove_factor() -> ResponseReturnValue:
    """Give up the second factor, where the installation does not require it."""
    actor = current_actor()
    give_up_factor(actor, is_required=must_have_factor(actor, settings().second_factor))
    return done(_("Faktor kedua dilepas dari akun ini."), "account.own_account")
