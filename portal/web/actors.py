"""Who is asking: session or token → Actor (plain data)."""

from flask import g, session

from portal.accounts.queries import SignedIn, signed_in
from portal.authority import RESIDENT, Actor
from portal.clock import now, today
from portal.web.limits import secret_keys, settings

SID = "sid"  # in Flask's signed cookie: the token of the session, and nothing about the person


def current_session() -> SignedIn | None:
    """The living session of this browser; asked once for a request.

    Whoever calls it makes the answer vary by cookie, because the cookie is read.
    """
    if "signed_in" not in g:
        token = session.get(SID)
        g.signed_in = None if token is None else _asked(token)
    found: SignedIn | None = g.signed_in
    return found


def _asked(token: str) -> SignedIn | None:
    day = today(settings().timezone)
    return signed_in(token, vault_key=secret_keys().vault_key, at=now(), today=day)


def current_actor() -> Actor:
    """Whoever sends this request: the token's or the session's actor, else a resident."""
    token_actor: Actor | None = g.get("token_actor")
    if token_actor is not None:
        return token_actor
    found = current_session()
    return RESIDENT if found is None or found.is_locked else found.actor
