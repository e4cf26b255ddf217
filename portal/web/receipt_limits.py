"""Guessing receipts: limited per code and per network, never for all (threats.md T16).

A throttle for everybody would let one attacker lock every reporter out. A network is held back
by its wrong codes alone: neighbours with a right one are not in its way. Nothing that is counted
leads back to a case: its name is made under a key that lives one day.
"""

import hmac

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour

from portal.web.limits import (
    address_key,
    address_limit,
    has_room,
    hit,
    key_of_today,
    minutes_left,
)

LOOKS = RateLimitItemPerHour(120)  # with one receipt, right or wrong
REHEARSED = RateLimitItemPerHour(1_000_000_000)  # work without a limit
LEFT = RateLimitItemPerDay(1)


def receipt_minutes_to_wait(receipt: bytes) -> int:
    """Count one look with this receipt's digest; 0 when it is let in, else how long to wait."""
    name, network = _name(receipt), address_key()
    if not hit(LOOKS, "receipt", name):
        return minutes_left(LOOKS, "receipt", name)
    wrong = _wrong()
    return 0 if has_room(wrong, "wrong-receipt", network) else _wait(wrong, network)


def count_wrong_receipt() -> None:
    """A code of the right form that opens nothing."""
    hit(_wrong(), "wrong-receipt", address_key())


def rehearse(receipt: bytes) -> None:
    """The same work as for a wrong code, and no attempt: a slip of the finger costs none."""
    name, network = _name(receipt), address_key()
    hit(REHEARSED, "mistyped", name)
    has_room(REHEARSED, "mistyped", network)
    hit(REHEARSED, "mistyped", network)


def leave_visit(visit: str) -> None:
    """Somebody pressed the quick exit: pages of this visit open nothing any more."""
    hit(LEFT, "left", visit)


def has_left(visit: str) -> bool:
    """Was the quick exit pressed on a page of this visit?"""
    return not has_room(LEFT, "left", visit)


def _wrong() -> RateLimitItem:
    return RateLimitItemPerHour(address_limit())


def _wait(wrong: RateLimitItem, network: str) -> int:
    return minutes_left(wrong, "wrong-receipt", network)


def _name(receipt: bytes) -> str:
    return hmac.digest(key_of_today(), b"receipt" + receipt, "sha256").hex()[:24]
