"""The second factor's arithmetic: secrets, codes, and the seal they are stored under.

The secret is AES-GCM under a key that is not in the database, with the person's handle as
associated data: moved to another person's row it does not open. No query returns it.
"""

import base64
import secrets
from binascii import Error as Base64Error
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.accounts.rules.keys import Purpose, derived_key

STEP = 30  # seconds
NEIGHBOURS = (-1, 0, 1)  # a clock may be half a minute off
NONCE_BYTES = 12
ISSUER = "Suara Loket"


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps want them."""
    return pyotp.random_base32()


def address(secret: str, *, login: str, issuer: str = ISSUER) -> str:
    """The otpauth:// address that the QR shows."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def accepted_step(secret: str, code: str, *, at: datetime, last: int | None) -> int | None:
    """The time step whose code this is; None for a wrong code or a step that was used."""
    typed = code.replace(" ", "")
    now = int(at.timestamp()) // STEP
    found = None
    for step in (now + offset for offset in NEIGHBOURS):
        expected = pyotp.TOTP(secret).at(step * STEP)
        is_right = secrets.compare_digest(expected.encode(), typed.encode())
        if is_right and (last is None or step > last):
            found = step
    return found


def seal(vault_key: str, handle: str, secret: str) -> bytes:
    """The secret as it is stored with this person."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(derived_key(vault_key, Purpose.TOTP))
    return nonce + cipher.encrypt(nonce, secret.encode(), handle.encode())


def unseal(vault_key: str, handle: str, sealed: bytes) -> str | None:
    """The secret; None where it was altered, or sealed for somebody else."""
    cipher = AESGCM(derived_key(vault_key, Purpose.TOTP))
    try:
        opened = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], handle.encode())
    except (InvalidTag, ValueError):
        return None
    return opened.decode()


def as_text(sealed: bytes) -> str:
    """A sealed secret for a hidden field."""
    return base64.urlsafe_b64encode(sealed).decode()


def from_text(text: str) -> bytes:
    """The sealed secret of a hidden field; nothing that opens where it was altered."""
    try:
        return base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (Base64Error, ValueError):
        return b""
