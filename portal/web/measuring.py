"""Each request counted and timed, by door and outcome: no address, no counter, no person.

Pages shown and answers stored are one outcome, so that no count says how many rated today.
What staff and programs asked for is logged besides, one line a request; what residents asked
for is not, because the journal's time beside it would date an anonymous answer.
"""

import secrets
import time
from http import HTTPStatus

import structlog
from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Histogram

from portal.logs import log
from portal.metrics import Vitals
from portal.web.limits import settings

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
QUIET = {"public", "ops", "static"}  # doors of which no request is logged
EXTENSION = "portal_measures"


class Measures:
    """The counts of one application; `registry` holds what this process alone knows."""

    def __init__(self, app: Flask) -> None:
        self.registry = CollectorRegistry()
        self.vitals = Vitals(app.config["PORTAL"])
        self._requests = Histogram(
            "portal_request_seconds",
            "Seconds a request took, by door and outcome.",
            ("door", "outcome"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        # The child of each pair, because looking it up costs more than counting.
        self._children: dict[tuple[str, str], Histogram] = {}

    def count(self, door: str, outcome: str, seconds: float) -> None:
        child = self._children.get((door, outcome))
        if child is None:
            child = self._children[door, outcome] = self._requests.labels(door, outcome)
        child.observe(seconds)


def measures() -> Measures:
    """The measures of the application that serves this request."""
    found: Measures = current_app.extensions[EXTENSION]
    return found


def init_measuring(app: Flask) -> None:
    """Register it before whatever else looks at a request, so that all of it is timed."""
    app.extensions[EXTENSION] = Measures(app)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.begun = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(8))


def _end(response: Response) -> Response:
    ended, door = time.perf_counter(), door_of(request.endpoint)
    seconds = ended - g.pop("begun", ended)
    measures().count(door, outcome_of(response.status_code), seconds)
    if door not in QUIET:
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round(seconds * 1000),
        )
    return response


def door_of(endpoint: str | None) -> str:
    """The door of an endpoint; files, and addresses that lead nowhere, are "static"."""
    door, dot, _view = (endpoint or "").partition(".")
    return door if dot and door != "bootstrap" else "static"


def outcome_of(status: int) -> str:
    """Four outcomes: what was given, refused, held back by a limit, and what went wrong."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "limited"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "failed"
    return "refused" if status >= HTTPStatus.BAD_REQUEST else "given"


def is_from_this_machine() -> bool:
    """Did a program on this machine ask by itself, not a proxy for somebody outside?"""
    original = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    forwarded = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
    if any(name in request.environ for name in forwarded):
        return False
    return original.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def has_metrics_token() -> bool:
    """Does the request carry the token of the settings? Compared in constant time."""
    token = settings().metrics_token
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    if token is None or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(sent.strip().encode(), token.encode())
