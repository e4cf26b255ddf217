"""A counter's form in a browser where staff are signed in: a trial, so that nobody rates oneself.

The one place where the public door looks at a cookie. It is read, never set or refreshed, and
the answer varies by it; a browser without the cookie costs nothing and gets no `Vary`.
"""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal.organisation.queries import CounterSign
from portal.web.actors import current_session
from portal.web.public.counters import counter_name


def is_trial() -> bool:
    """Does a staff session live in this browser, locked or not?"""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return False
    return current_session() is not None


def nothing_stored(counter: CounterSign) -> ResponseReturnValue:
    """What follows instead of the thanks: nothing was kept, and how a resident can rate."""
    return render_template(
        "public/trial.html",
        counter=counter,
        name=counter_name(counter),
        government=counter.government_name,
    )
