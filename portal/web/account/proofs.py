"""The signed word between password and second factor: "this password was right just now".

It opens nothing by itself, is good for five minutes, and dies when the password changes.
"""

import hashlib

from itsdangerous import BadData, URLSafeTimedSerializer

from portal.accounts.signing_in import Known, known_by_handle
from portal.web.limits import secret_keys

GOOD_FOR = 300  # seconds


def prove(known: Known, *, is_shared: bool) -> str:
    """The proof for a hidden field."""
    return str(_serializer().dumps([known.handle, _trace(known), bool(is_shared)]))


def proven(proof: str | None) -> tuple[Known | None, bool]:
    """Who it is, and whether the PC is shared; nobody where the proof is not good any more."""
    try:
        handle, trace, is_shared = _serializer().loads(proof or "", max_age=GOOD_FOR)
    except (BadData, ValueError):
        return None, False
    known = known_by_handle(handle)
    return (known, is_shared) if known and _trace(known) == trace else (None, False)


def _trace(known: Known) -> str:
    return hashlib.sha256(known.stored.encode()).hexdigest()[:16]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_keys().session_key, salt="password-was-right")
