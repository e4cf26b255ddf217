"""A form that met a gate: kept on the page, signed, until it can be sent again.

Nothing is stored on the server. Passwords, PINs and codes are never kept, files cannot be.
"""

from dataclasses import dataclass

from flask import request
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.web.legible import readable
from portal.web.limits import secret_keys

NEVER_KEPT = frozenset(
    {"csrf_token", "password", "current", "repeat", "pin", "code", "secret", "proof", "kept"}
)
KEPT_FOR = 12 * 3600  # seconds: as long as a session
LARGEST = 160 * 1024  # characters; more would not come back through the limit of a form
NOT_TYPED = ("fingerprint", "digest", "seen")  # how fields end that nobody typed
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """What was sent, and where to: fields in their order, names of files that are lost."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody typed or chose, to be read before it is sent, and to be copied."""
        said = [t for name, t in self.fields if t.strip() and not name.endswith(NOT_TYPED)]
        return tuple(said[:MOST_SHOWN])


def keep_request() -> Kept | None:
    """What this request sent; None where nothing was sent."""
    if request.method != "POST":
        return None
    fields = tuple(
        (name, readable(value))
        for name, value in request.form.items(multi=True)
        if name not in NEVER_KEPT
    )
    files = tuple(readable(file.filename) for file in request.files.values() if file.filename)
    return Kept(request.full_path.rstrip("?"), fields, files)


def pack(kept: Kept | None) -> str:
    """The kept form for a hidden field; empty where there is none or it is too large."""
    if kept is None:
        return ""
    text = str(_serializer().dumps([kept.path, kept.fields, kept.files]))
    return text if len(text) <= LARGEST else ""


def unpack(text: str | None) -> Kept | None:
    """The kept form; None for what is not ours or too old."""
    if not text:
        return None
    try:
        path, fields, files = _serializer().loads(text, max_age=KEPT_FOR)
    except (BadData, ValueError):
        return None
    return Kept(path, tuple((name, value) for name, value in fields), tuple(files))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_keys().session_key, salt="kept-form")
