"""Response headers, one table per class of page; a snapshot test covers every route."""

import secrets
from collections.abc import Mapping

from flask import Flask, Response, current_app, g, request

EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
}

NOTHING_LOADS = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

# `private, no-cache`: the browser may show the page again (back button) but asks first;
# with no-store the back button would fetch a new ticket (product.md §2 rule 1).
POSTURES: Mapping[str, Mapping[str, str]] = {
    "public": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "private, no-cache",
    },
    # Our own Bootstrap comes from /static; a page about people is kept by no cache.
    "staff": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "private, no-cache",
    },
    # A name out of the vault: no browser keeps it for the back button.
    "revealed": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
    },
    # The address of a one-time link is its secret: it goes into no Referer, not even our own.
    "link": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "strict-origin",
    },
    # What a receipt opens is kept by no cache and comes back by no button.
    "receipt": {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
    },
    "receipt-file": {"Content-Security-Policy": NOTHING_LOADS, "Cache-Control": "no-store"},
    "api": {"Content-Security-Policy": NOTHING_LOADS, "Cache-Control": "private, no-cache"},
    "ops": {"Content-Security-Policy": NOTHING_LOADS, "Cache-Control": "no-store"},
    "download": {"Content-Security-Policy": NOTHING_LOADS, "Cache-Control": "private, no-cache"},
    # A resident's file: even where a browser opens it, nothing in it runs (threats.md T7).
    "attachment": {
        "Content-Security-Policy": f"sandbox; {NOTHING_LOADS}",
        "Cache-Control": "no-store",
    },
    "static": {
        "Content-Security-Policy": NOTHING_LOADS,
        "Cache-Control": "public, max-age=86400",
    },
}

_TABLES = {posture: {**EVERYWHERE, **table} for posture, table in POSTURES.items()}

# Our own files, and Bootstrap's as Bootstrap-Flask brings them.
STATIC = {"static", "bootstrap.static"}

HSTS = "max-age=31536000; includeSubDomains"


def style_nonce() -> str:
    """The nonce of this response's one <style>."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(12)
    return str(g.style_nonce)


def add_headers(response: Response) -> Response:
    """Give the response the headers of its class of page."""
    for name, value in _TABLES[posture_of_response(response)].items():
        response.headers[name] = value
    policy = response.headers["Content-Security-Policy"]
    if "{nonce}" in policy:
        response.headers["Content-Security-Policy"] = policy.replace("{nonce}", style_nonce())
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def posture_of_response(response: Response) -> str:
    """Which row of the table applies: what the view asked for, else what its door says."""
    if "posture" in g:
        return str(g.posture)
    if request.endpoint in STATIC and response.status_code < 400:
        return "static"
    view = current_app.view_functions.get(request.endpoint or "")
    return str(getattr(view, "posture", "public"))


def init_headers(app: Flask) -> None:
    """Send the table's headers with every response."""
    app.after_request(add_headers)
    app.jinja_env.globals["style_nonce"] = style_nonce
