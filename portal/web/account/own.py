"""`/akun`: the own account, the sessions in which it is open, and how to end them."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.factors import codes_left
from portal.accounts.sessions import end_session, own_sessions, sign_out_everywhere
from portal.authority import SIGNED_IN
from portal.clock import now
from portal.language import gettext as _
from portal.web.account.door import account
from portal.web.account.words import spoken
from portal.web.actors import current_actor, current_session, hold_tokens, tokens_here
from portal.web.staff_pages import done


@account.page("/akun", needs=SIGNED_IN)
def own_account() -> ResponseReturnValue:
    """Everything about the own account on one page."""
    actor = current_actor()
    page = render_template(
        "account/own_account.html",
        found=current_session(),
        codes_left=codes_left(actor),
        sessions=len(own_sessions(actor, now())),
    )
    return make_response(page)


@account.page("/akun/sesi", needs=SIGNED_IN)
def sessions() -> ResponseReturnValue:
    """Where this account is open."""
    found = own_sessions(current_actor(), now())
    page = render_template(
        "account/sessions.html",
        sessions=[(one, spoken(one.started_at), spoken(one.seen_at)) for one in found],
        found=current_session(),
    )
    return make_response(page)


@account.page("/akun/sesi/<handle>/akhiri", needs=SIGNED_IN, methods=("POST",))
def end_own_session(handle: str) -> ResponseReturnValue:
    """End one of them; ending the own one is signing out."""
    found = current_session()
    end_session(current_actor(), handle=handle)
    if found is not None and found.session == handle:
        hold_tokens(None, tokens_here()[1:])
        return redirect(url_for("account.sign_in"), 303)
    return done(_("Sesi itu sudah diakhiri."), "account.sessions")


@account.page("/akun/sesi/keluar-semua", needs=SIGNED_IN, methods=("POST",))
def end_all_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    sign_out_everywhere(current_actor())
    hold_tokens(None, tokens_here()[1:])
    return done(_("Anda sudah keluar dari semua perangkat."), "account.sign_in")
