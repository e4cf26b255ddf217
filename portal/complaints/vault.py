"""The identity vault: who reported, sealed under a key that is not in the database.

AES-GCM with the case's id as associated data: a row copied to another case does not open.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.complaints.models import SealedIdentity

NONCE = 12


@dataclass(frozen=True, slots=True)
class Reporter:
    """What a reporter gave of themselves; each part may be empty."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.address, self.phone, self.email))


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of the vault by their id; `current` seals, the others still open."""

    current: str
    keys: Mapping[str, bytes]


def sealed_identity(ring: Keyring, complaint_id: int, reporter: Reporter) -> SealedIdentity:
    """The row of a named or confidential case."""
    sealed = seal(ring, complaint_id, reporter)
    return SealedIdentity(complaint_id=complaint_id, key_id=ring.current, sealed=sealed)


def seal(ring: Keyring, complaint_id: int, reporter: Reporter) -> bytes:
    """A random nonce and the ciphertext, under the current key."""
    nonce = secrets.token_bytes(NONCE)
    text = json.dumps(asdict(reporter), ensure_ascii=False).encode()
    return nonce + AESGCM(ring.keys[ring.current]).encrypt(nonce, text, _bound(complaint_id))


def opened(ring: Keyring, row: SealedIdentity) -> Reporter:
    """The identity again; ValueError under another key, or moved to another case."""
    try:
        key = AESGCM(ring.keys[row.key_id])
        text = key.decrypt(row.sealed[:NONCE], row.sealed[NONCE:], _bound(row.complaint_id))
    except (InvalidTag, KeyError) as error:
        raise ValueError("sealed under another key, or for another case") from error
    return Reporter(**json.loads(text))


def _bound(complaint_id: int) -> bytes:
    return f"suara-loket/identity/{complaint_id}".encode()
