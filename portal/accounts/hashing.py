"""Passwords and PINs as argon2id: slow for a thief, bounded for the server.

19 MiB, two passes, one lane (OWASP's smallest recommendation): about 50 ms here. A
semaphore keeps a flood of sign-ins from taking the memory and both cores of a small
server; whoever waits too long gets words.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.rules.keys import Purpose, digest
from portal.accounts.rules.passwords import normal
from portal.database import BUSY
from portal.errors import Unavailable

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = 4
LONGEST_WAIT = 10.0  # seconds
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(secret: str) -> str:
    """What is stored of a password; never inside a command, because it takes its time."""
    with _turn():
        return _HASHER.hash(normal(secret))


def fits(stored: str | None, secret: str) -> bool:
    """Is it the secret behind this hash? Costs the same where nothing is stored."""
    with _turn():
        try:
            is_right = _HASHER.verify(stored or _nobodys(), normal(secret))
        except (VerificationError, InvalidHashError):
            return False
    return is_right and stored is not None


def is_outdated(stored: str) -> bool:
    """Was it hashed with other parameters than those of today?"""
    return _HASHER.check_needs_rehash(stored)


def pin_secret(vault_key: str, handle: str, pin: str) -> str:
    """What is hashed for a PIN: six digits alone are a second's work for whoever has the hash."""
    return digest(vault_key, Purpose.PIN, f"{handle}:{pin}").hex()


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=LONGEST_WAIT):
        raise Unavailable(BUSY)
    try:
        yield
    finally:
        _turns.release()
