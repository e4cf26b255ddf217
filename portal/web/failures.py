"""Whatever goes wrong is answered in words; no stack trace reaches a visitor."""

import traceback
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadHost, HTTPException

from portal.database import BUSY, db, is_without_connection
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, Problems, Unavailable
from portal.language import gettext as _
from portal.logs import log
from portal.web.gates import after_stale_token
from portal.web.navigation import is_staff_page, staff_person
from portal.web.problems import is_for_program, problem

STATUS: dict[type[PortalError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Problems: 422,
    Unavailable: 503,
}

# Seconds; these are nobody's mistake, and the same form can be sent again later.
RETRY_AFTER = {503: "30", 429: "600"}


def failure_page(status: int, title: str, text: str) -> Response:
    """One page for all failures: what is wrong, what to do, and where to go on."""
    if is_for_program():
        response = problem(status, None if text == _words(status)[1] else text)
    else:
        response = make_response(
            render_template(
                _template(status), title=title, text=text, status=status, kept=_kept(status)
            ),
            status,
        )
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[status]
    return response


def _template(status: int) -> str:
    """Staff stay in their own frame; not where something may be away that the frame asks."""
    is_calm = status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in RETRY_AFTER
    if is_calm and is_staff_page() and staff_person() is not None:
        return "account/failure.html"
    return "public/failure.html"


def _kept(status: int) -> list[tuple[str, str]]:
    """What was sent with a form, to be sent again when the portal can store it."""
    if request.method != "POST" or status not in RETRY_AFTER:
        return []
    return list(request.form.items(multi=True))


def _words(status: int) -> tuple[str, str]:
    words: dict[int, Callable[[], tuple[str, str]]] = {
        400: lambda: (_("Kiriman ini tidak terbaca"), _("Muat ulang halaman, lalu coba lagi.")),
        403: lambda: (_("Ini tidak dapat dibuka"), _("Halaman ini bukan untuk Anda.")),
        404: lambda: (
            _("Halaman ini tidak ada"),
            _("Periksa alamatnya, atau mulai dari halaman depan."),
        ),
        405: lambda: (_("Cara membuka ini keliru"), _("Mulai dari halaman depan.")),
        413: lambda: (
            _("Kiriman ini terlalu besar"),
            _("Kurangi isinya, lalu kirim lagi."),
        ),
        429: lambda: (
            _("Terlalu banyak kiriman dari jaringan ini"),
            _("Tunggu beberapa menit, lalu coba lagi."),
        ),
        503: lambda: (_("Sistem sedang penuh"), _("Coba lagi sebentar lagi.")),
    }
    fallback = words[400] if status < HTTPStatus.INTERNAL_SERVER_ERROR else None
    chosen = words.get(status, fallback)
    if chosen is not None:
        return chosen()
    return _("Ada yang salah pada sistem kami"), _("Kesalahan ini sudah dicatat. Coba lagi nanti.")


def _http_failure(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if isinstance(error, BadHost):
        # Without a host no page can say where to go on: links need it.
        return Response(" ".join(_words(400)), 400, mimetype="text/plain")
    response = failure_page(error.code, *_words(error.code))
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "GET")
    return response


def _stale_token(error: CSRFError) -> ResponseReturnValue:
    """A form of staff that came too late: nothing typed is lost (portal.web.gates)."""
    try:
        return after_stale_token()
    except HTTPException as refused:
        return _http_failure(refused)


def _refusal(error: PortalError) -> ResponseReturnValue:
    status = STATUS.get(type(error), 400)
    title, _text = _words(status)
    return failure_page(status, title, _(error.message))


def _database_failure(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database_failure", error=type(error).__name__, endpoint=request.endpoint)
    return failure_page(503, _words(503)[0], _(BUSY))


def _no_connection(error: InvalidRequestError) -> ResponseReturnValue:
    """The pool gave up on a server that ends every connection; any other is a defect of ours."""
    if is_without_connection(error):
        return _database_failure(error)
    if current_app.testing:
        raise error
    return _unexpected(error)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error(
        "unexpected_failure",
        error=type(error).__name__,
        endpoint=request.endpoint,
        where=_place(error),
    )
    try:
        return failure_page(500, *_words(500))
    except Exception as second:
        # The page that explains failures failed itself: plain words still reach the visitor.
        log.error("failure_page_failed", error=type(second).__name__, where=_place(second))
        return Response("\n".join(_words(500)), 500, mimetype="text/plain")


def _place(error: Exception) -> str:
    """File and line where it happened; never the values, which may be somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def init_failures(app: Flask) -> None:
    """Register the pages for every kind of failure."""
    app.register_error_handler(HTTPException, _http_failure)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(PortalError, _refusal)
    app.register_error_handler(DBAPIError, _database_failure)
    app.register_error_handler(PoolTimeout, _database_failure)
    app.register_error_handler(InvalidRequestError, _no_connection)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
