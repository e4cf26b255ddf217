"""What gunicorn says by itself, to visitors and to the log, said as the portal promises.

Requests that gunicorn cannot read never reach the application. Left alone it logs the
visitor's address with the hour and answers with an English page that repeats the request.
"""

import json
import logging
import re
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

ADDRESSES = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})(?:%\w+)?",
    re.IGNORECASE,
)
TAKEN_OUT = "(alamat dihapus)"

OURS = (errors.ConfigurationProblem, errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
STATUS: dict[type[Exception], HTTPStatus] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
}

UNREAD = ("Kiriman ini tidak terbaca", "Muat ulang halaman, lalu coba lagi.")
WORDS = {
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "Alamat halaman ini terlalu panjang",
        "Periksa alamatnya, atau pindai lagi kode QR di loket.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Ada yang salah di sisi kami",
        "Muat ulang halaman sebentar lagi.",
    ),
}
PAGE = """<!doctype html>
<html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{title}</h1>
<p>{text}</p>
</html>
"""


class LineFormatter(logging.Formatter):
    """One JSON object a line with the date only, as in portal.logs; addresses taken out."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "event": without_addresses(record.getMessage()),
            "level": record.levelname.lower(),
            "timestamp": self.formatTime(record, "%Y-%m-%d"),
        }
        if record.exc_info:
            line["error"] = without_addresses(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def without_addresses(text: str) -> str:
    """The text with every internet address taken out."""
    return ADDRESSES.sub(TAKEN_OUT, text)


class PrivateLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's log, in lines of ours."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(LineFormatter())


class PlainWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker of threads, with answers and log lines of ours for what it refuses."""

    def handle_error(self, _request: Any, client: Any, _address: Any, error: Exception) -> None:
        """Answer in words. The log gets the kind of error: its text repeats the request."""
        status = status_of(error)
        is_ours = status == HTTPStatus.INTERNAL_SERVER_ERROR
        say = self.log.error if is_ours else self.log.warning
        say("permintaan ditolak: %s, %s", status.value, type(error).__name__)
        with suppress(OSError):  # the visitor has left
            util.write_nonblock(client, answer(status))


def status_of(error: Exception) -> HTTPStatus:
    """The HTTP status for what was raised: 4xx and 501 for requests, 500 for our own faults."""
    if isinstance(error, OURS) or not isinstance(error, errors.ParseException):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return STATUS.get(type(error), HTTPStatus.BAD_REQUEST)


def answer(status: HTTPStatus) -> bytes:
    """The whole answer, headers and a short page."""
    title, text = WORDS.get(status, UNREAD)
    body = PAGE.format(title=title, text=text).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        "Content-Type: text/html; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'\r\nCache-Control: no-store\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
