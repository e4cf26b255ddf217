"""The keys of the identity vault: a file of this installation, never in the database.

Until the first rotation the key comes from the vault secret. After it a file holds the keys;
whoever works with identities reads it each time, so that a rotation needs no restart.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from portal.complaints.vault import Keyring
from portal.errors import PortalError

KEYS_FILE = "identity_keys.json"
FIRST = "1"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the keys of an installation are: its folder, and the secret of the first one."""

    folder: Path
    vault_key: str


def read_keys(place: KeyPlace) -> Keyring:
    """The keys as they are now; PortalError, in words, where the file cannot be read."""
    path = place.folder / KEYS_FILE
    try:
        stored = json.loads(path.read_text("utf-8"))
        keys = {str(name): bytes.fromhex(key) for name, key in stored["keys"].items()}
        current = str(stored["current"])
        if current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise ValueError("no current key")
    except FileNotFoundError:
        return Keyring(FIRST, {FIRST: _first(place.vault_key)})
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise PortalError(
            f"{KEYS_FILE} tidak terbaca. Pulihkan dari cadangan kunci; tanpa berkas ini nama"
            " pelapor tidak dapat dibuka."
        ) from error
    return Keyring(current, keys)


def _first(vault_key: str) -> bytes:
    return hmac.digest(bytes.fromhex(vault_key), b"suara-loket/identity", "sha256")


def with_new_key(ring: Keyring) -> Keyring:
    """The same keys and one more, which seals from now on."""
    name = str(max(int(one) for one in ring.keys) + 1)
    return Keyring(name, {**ring.keys, name: secrets.token_bytes(KEY_BYTES)})


def write_keys(place: KeyPlace, ring: Keyring) -> None:
    """Replace the file at once or not at all, mode 0600, on disk before it counts."""
    text = json.dumps(
        {"current": ring.current, "keys": {name: key.hex() for name, key in ring.keys.items()}},
        indent=1,
    )
    path = place.folder / KEYS_FILE
    fresh = path.with_name(f"{KEYS_FILE}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(place.folder, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
