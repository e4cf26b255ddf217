"""What stands between a visitor and a staff page: sign in, second factor, PIN, confirmation.

A GET is led to the gate and comes back. A POST meets the gate where it stands: what was
typed is kept on the page and can be sent again afterwards.
"""

from collections.abc import Callable

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.duty import must_have_factor
from portal.accounts.queries import SignedIn
from portal.web.actors import current_session, session_of, tokens_here
from portal.web.demonstration import demonstration_signins
from portal.web.gate_forms import (
    ConfirmByPasswordForm,
    ConfirmForm,
    GateForm,
    PinForm,
    SignInForm,
    gate_form,
)
from portal.web.kept import Kept, keep_request
from portal.web.limits import settings
from portal.web.next_page import local_path
from portal.web.origin import is_foreign

UNAUTHORISED = 401
FORBIDDEN = 403


def must_set_up_factor(found: SignedIn) -> bool:
    """Has this person to set up a second factor before anything else?"""
    return not found.has_totp and must_have_factor(found.actor, settings().second_factor)


def refuse_foreign() -> None:
    """Whatever another site sends is refused, and nothing of it is kept."""
    if request.method == "POST" and is_foreign(request, settings().base_url):
        abort(FORBIDDEN)


def ask_sign_in() -> ResponseReturnValue:
    """Nobody is signed in here, or the session is over."""
    return _gate("account.sign_in", lambda kept: sign_in_page(gate_form(SignInForm, kept), kept))


def ask_unlock() -> ResponseReturnValue:
    """The shared PC was left alone: the PIN first."""
    return _gate("account.unlock", lambda kept: unlock_page(pin_form(kept), kept))


def ask_confirmation() -> ResponseReturnValue:
    """A grave act: the second factor (or the password) first."""
    return _gate("account.confirm", lambda kept: confirm_page(confirm_form(kept), kept))


def ask_factor() -> ResponseReturnValue:
    """The second factor is required here, and this person has none yet."""
    return redirect(url_for("account.factor", next=_way_back()), 303)


def _gate(endpoint: str, page: Callable[[Kept | None], ResponseReturnValue]) -> ResponseReturnValue:
    kept = keep_request()
    if kept is None:
        return redirect(url_for(endpoint, next=_way_back()), 303)
    return make_response(page(kept), UNAUTHORISED)


def _way_back() -> str:
    """The page to come back to: its path and query; of a POST only the path can be opened."""
    is_get = request.method in ("GET", "HEAD")
    return request.full_path.rstrip("?") if is_get else request.path


def sign_in_page(
    form: SignInForm, kept: Kept | None = None, status: int = 200
) -> ResponseReturnValue:
    """The sign-in page; with what is kept, and the sign-ins of a demonstration."""
    page = render_template(
        "account/sign_in.html",
        form=form,
        kept=kept or form.kept_form,
        demonstration=demonstration_signins(settings().instance),
    )
    return make_response(page, status)


def pin_form(kept: Kept | None = None, *, sent: bool = False, **facts: object) -> PinForm:
    """The form with everybody whose session waits in this browser."""
    people = [(found.session, found.name) for found in sessions_here()]
    form: PinForm = PinForm(**facts) if sent else gate_form(PinForm, kept, **facts)
    form.person.choices = people
    if form.person.data not in dict(people) and people:
        form.person.data = people[0][0]
    return form


def sessions_here() -> list[SignedIn]:
    """The living sessions of this browser, the active one first, each person once."""
    found = {one.person_id: one for one in map(session_of, reversed(tokens_here())) if one}
    return list(reversed(found.values()))


def unlock_page(form: PinForm, kept: Kept | None = None, status: int = 200) -> ResponseReturnValue:
    """Who comes back, and the PIN."""
    page = render_template("account/unlock.html", form=form, kept=kept or form.kept_form)
    return make_response(page, status)


def confirm_form(kept: Kept | None = None, *, sent: bool = False, **facts: object) -> GateForm:
    """The code of the second factor, or the password where there is none."""
    found = current_session()
    kind = ConfirmForm if found is not None and found.has_totp else ConfirmByPasswordForm
    return kind(**facts) if sent else gate_form(kind, kept, **facts)


def confirm_page(
    form: GateForm, kept: Kept | None = None, status: int = 200
) -> ResponseReturnValue:
    """Why it is asked, and the one field."""
    page = render_template("account/confirm.html", form=form, kept=kept or form.kept_form)
    return make_response(page, status)


def lead_on(form: GateForm) -> ResponseReturnValue:
    """Through the gate: the kept form ready to be sent again, or the page that was asked for."""
    kept = form.kept_form
    if kept is not None:
        return continue_page(kept)
    return redirect(local_path(form.next.data) or url_for("account.home"), 303)


def continue_page(kept: Kept) -> ResponseReturnValue:
    """The kept form, to be sent again by whoever is signed in now."""
    return make_response(render_template("account/continue.html", kept=kept))


def after_stale_token() -> ResponseReturnValue:
    """A form whose token is not good any more: the gate where one is needed, else once more."""
    if is_foreign(request, settings().base_url):
        abort(FORBIDDEN)
    found = current_session()
    if found is None:
        return ask_sign_in()
    if found.is_locked:
        return ask_unlock()
    kept = keep_request()
    assert kept is not None  # noqa: S101  # only a POST is asked for a token
    return continue_page(kept)
