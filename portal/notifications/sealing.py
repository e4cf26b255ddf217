"""Secrets in the outbox: AES-GCM under a key that stands outside the database.

The message's handle and the fact's name are bound to the text, so that no sealed link can be
moved to another mail.
"""

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


def _key(vault_key: str) -> AESGCM:
    return AESGCM(hmac.digest(bytes.fromhex(vault_key), b"suara-loket/outbox", "sha256"))


def seal(vault_key: str, *, handle: str, name: str, text: str) -> str:
    """The text as nobody without the key can read it."""
    nonce = secrets.token_bytes(NONCE)
    sealed = _key(vault_key).encrypt(nonce, text.encode(), f"{handle}/{name}".encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(vault_key: str, *, handle: str, name: str, sealed: str) -> str:
    """The text again; ValueError under another key, another handle or another name."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        bound = f"{handle}/{name}".encode()
        return _key(vault_key).decrypt(raw[:NONCE], raw[NONCE:], bound).decode()
    except (InvalidTag, ValueError) as error:
        raise ValueError("sealed under another key") from error


def handle_of(vault_key: str, once: str) -> str:
    """The handle of a mail that is told once: the same words give the same handle."""
    key = bytes.fromhex(vault_key)
    return hmac.digest(key, f"suara-loket/once/{once}".encode(), "sha256").hex()[:24]


def new_handle() -> str:
    """A random handle."""
    return secrets.token_hex(12)
