"""Who is asking: session or token → Actor (plain data)."""

from collections.abc import Sequence

from flask import g, request, session

from portal.accounts.queries import SignedIn, signed_in
from portal.authority import RESIDENT, Actor
from portal.clock import now, today
from portal.web.limits import secret_keys, settings

SID = "sid"  # in Flask's signed cookie: the token of the session, and nothing about the person
ASKED = "portal.signed_in"  # in the request's environment, asked once for it
WAITING = "waiting"  # the tokens of other people's locked sessions at a shared PC


def current_session() -> SignedIn | None:
    """The living session of this browser; asked once for a request.

    Whoever calls it makes the answer vary by cookie, because the cookie is read.
    """
    if ASKED not in request.environ:
        token = session.get(SID)
        request.environ[ASKED] = None if token is None else session_of(token)
    found: SignedIn | None = request.environ[ASKED]
    return found


def session_of(token: str) -> SignedIn | None:
    """The living session that a token of this browser opens."""
    day = today(settings().timezone)
    return signed_in(token, vault_key=secret_keys().vault_key, at=now(), today=day)


def current_actor() -> Actor:
    """Whoever sends this request: the token's or the session's actor, else a resident."""
    token_actor: Actor | None = g.get("token_actor")
    if token_actor is not None:
        return token_actor
    found = current_session()
    return RESIDENT if found is None or found.is_locked else found.actor


def tokens_here() -> list[str]:
    """All tokens of this browser, the active one first."""
    active = session.get(SID)
    return ([active] if active else []) + list(session.get(WAITING, ()))


def hold_tokens(active: str | None, waiting: Sequence[str] = ()) -> None:
    """Put new tokens into the cookie; whatever else stood there goes, the CSRF token too."""
    session.clear()
    request.environ.pop(ASKED, None)
    g.pop("csrf_token", None)
    if active:
        session[SID] = active
    if waiting:
        session[WAITING] = list(waiting)
