"""Who sends this request: the token in `Authorization`, read anew each time."""

from datetime import date

from flask import Response, g, request

from portal.accounts.token_queries import Bearer, bearer
from portal.accounts.tokens import note_token_used
from portal.authority import Open, Permission
from portal.clock import today
from portal.web.limits import seconds_for_program, seconds_for_stranger, secret_keys, settings
from portal.web.problems import problem

SCHEME = "bearer "
CHALLENGE = 'Bearer realm="suara-loket"'


def refusal(needs: Permission | Open) -> Response | None:
    """Why this request is not answered; None when its token may."""
    day = today(settings().timezone)
    found = _bearer(day)
    if found is None:
        return _unknown()
    wait = seconds_for_program(found.handle)
    if wait:
        return _too_many(wait)
    g.bearer, g.token_actor = found, found.actor
    if found.used_on != day:
        note_token_used(found.actor, handle=found.handle, today=day)
    if isinstance(needs, Permission) and not found.actor.may(needs):
        return _challenged(problem(403), "insufficient_scope")
    return None


def _bearer(day: date) -> Bearer | None:
    sent = request.headers.get("Authorization", "")
    if not sent.lower().startswith(SCHEME):
        return None
    return bearer(sent[len(SCHEME) :].strip(), vault_key=secret_keys().vault_key, today=day)


def _unknown() -> Response:
    """The same words for every token that opens nothing; a flood of them gets fewer."""
    wait = seconds_for_stranger()
    if wait:
        return _too_many(wait)
    return _challenged(problem(401), "invalid_token")


def _challenged(response: Response, error: str) -> Response:
    has_sent = "Authorization" in request.headers
    response.headers["WWW-Authenticate"] = (
        f'{CHALLENGE}, error="{error}"' if has_sent else CHALLENGE
    )
    return response


def _too_many(wait: int) -> Response:
    response = problem(429)
    response.headers["Retry-After"] = str(wait)
    return response


def current_bearer() -> Bearer:
    """The token that opened this request."""
    found: Bearer = g.bearer
    return found
