"""Secrets that people and programs carry: how they are made, and the digest that is stored.

The vault key stands in `instance/secrets.json`, never in the database; so a stolen database
holds nothing that opens a page (threats.md, T8).
"""

import hmac
import secrets
from enum import StrEnum

TOKEN_BYTES = 32
HANDLE = "abcdefghjkmnpqrstvwxyz0123456789"


class Purpose(StrEnum):
    """What a digest is for: the same secret gives another digest for another purpose."""

    SESSION = "session"
    LINK = "link"
    API_TOKEN = "api-token"  # noqa: S105  # a purpose, not a password
    RECOVERY = "recovery"
    PIN = "pin"
    FAILURES = "failures"
    TOTP = "totp"


def derived_key(vault_key: str, purpose: Purpose) -> bytes:
    """The key of one purpose: 32 bytes."""
    return hmac.digest(bytes.fromhex(vault_key), f"suara-loket/{purpose}".encode(), "sha256")


def digest(vault_key: str, purpose: Purpose, secret: str) -> bytes:
    """What is stored instead of the secret: 32 bytes."""
    return hmac.digest(derived_key(vault_key, purpose), secret.encode(), "sha256")


def new_token() -> str:
    """A random secret of 256 bits, as text for a cookie, a link or a header."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_handle() -> str:
    """A random name for addresses: it tells neither how many there are nor their order."""
    return "".join(secrets.choice(HANDLE) for _ in range(12))
