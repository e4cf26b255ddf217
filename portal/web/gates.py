"""What stands between a visitor and a staff page: sign in, give the PIN, confirm a grave act.

A GET is led to the gate and comes back; a POST keeps what was typed.
"""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue


def _way_back() -> str:
    """The page to come back to: its path and query; of a POST only the path can be opened."""
    query = request.query_string.decode("ascii", "ignore")
    return f"{request.path}?{query}" if query and request.method == "GET" else request.path


def ask_sign_in() -> ResponseReturnValue:
    """Nobody is signed in here, or the session is over."""
    return redirect(url_for("account.sign_in", next=_way_back()), 303)


def ask_unlock() -> ResponseReturnValue:
    """The shared PC was left alone: the PIN first."""
    return redirect(url_for("account.unlock", next=_way_back()), 303)


def ask_confirmation() -> ResponseReturnValue:
    """A grave act: the second factor (or the password) first."""
    return redirect(url_for("account.confirm", next=_way_back()), 303)
