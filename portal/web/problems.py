"""Failures as programs read them: RFC 9457 `application/problem+json`, for all of `/api/`.

`type` is stable for each status; title and detail are for people and may be translated.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, g, request

from portal.language import gettext as _

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
TYPE = "urn:suara-loket:problem:"
TYPES: Mapping[int, str] = {
    400: "unreadable",
    401: "token",
    403: "not-allowed",
    404: "not-found",
    405: "method",
    409: "conflict",
    413: "too-large",
    422: "parameters",
    429: "too-many",
    500: "defect",
    503: "unavailable",
}


def is_for_program() -> bool:
    """Whether this request came to the API, whatever became of it."""
    return request.path.startswith(PREFIX)


def problem(status: int, detail: str | None = None, **more: Any) -> Response:
    """One failure; `more` are members of its own kind (`errors` of the parameters)."""
    # The page of documentation asks for the look of a public page; its failures are no pages.
    g.posture = "api"
    title, usual = _words(status)
    known = status if status in TYPES else 400 if status < 500 else 500
    content = {
        "type": TYPE + TYPES[known],
        "title": title,
        "status": status,
        "detail": detail or usual,
        **more,
    }
    return Response(json.dumps(content, ensure_ascii=False), status, mimetype=MEDIA_TYPE)


def _words(status: int) -> tuple[str, str]:
    words: dict[int, Callable[[], tuple[str, str]]] = {
        400: lambda: (_("Permintaan ini tidak terbaca"), _("Periksa cara menulisnya.")),
        401: lambda: (
            _("Token tidak berlaku"),
            _("Kirim Authorization: Bearer TOKEN. Token dibuat di /admin/tokens, paling lama"
              " 90 hari, dan dapat dicabut."),
        ),
        403: lambda: (_("Token ini tidak boleh membacanya"), _("Lingkup token tidak mencukupi.")),
        404: lambda: (_("Alamat ini tidak ada"), _("Daftar alamat ada di /api/v1/docs.")),
        405: lambda: (_("Cara meminta ini keliru"), _("API ini hanya dibaca: pakai GET.")),
        409: lambda: (_("Angkanya sudah berganti"), _("Mulai lagi dari halaman pertama.")),
        413: lambda: (_("Permintaan ini terlalu besar"), _("Kurangi isinya.")),
        422: lambda: (_("Ada parameter yang keliru"), _("Periksa parameternya.")),
        429: lambda: (
            _("Terlalu banyak permintaan"),
            _("Tunggu sebanyak detik di Retry-After, lalu coba lagi."),
        ),
        500: lambda: (
            _("Ada kesalahan pada sistem kami"),
            _("Kesalahan ini sudah dicatat. Coba lagi nanti."),
        ),
        503: lambda: (_("Sistem sedang penuh"), _("Coba lagi sebentar lagi.")),
    }  # fmt: skip
    return words.get(status, words[400 if status < 500 else 500])()
