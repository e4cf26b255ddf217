"""The ticket in a form: forgery protection and idempotency key in one.

A ticket says for which counter and when a form was handed out, and carries a random
nonce; all of it is signed. It needs neither cookie nor database. Its text has exactly
one spelling: base64 has slack bits, so a text that does not encode back to itself is
refused, and so is every one-bit change (threats.md T3).
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LIFETIME = timedelta(hours=24)
NONCE_BYTES = 16
SIGNATURE_BYTES = 16
_FACTS = struct.Struct(">BQI16s")
_VERSION = 1
_MOST_CHARACTERS = 200
# A clock set back must not turn fresh tickets into ones from the future.
_CLOCK_SLACK = timedelta(days=1)


class TicketRefused(ValueError):  # a value that cannot be read, as in int("x")
    """The text is no ticket of ours for this counter."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A read ticket: the counter's id, the minute of issue (UTC), 16 random bytes."""

    counter_id: int
    issued_at: datetime
    nonce: bytes


def issue(key: bytes, *, counter_id: int, at: datetime, nonce: bytes) -> str:
    """A new ticket as text for a hidden field. `at` is aware; `nonce` is 16 random bytes."""
    minute = int(at.timestamp()) // 60
    facts = _FACTS.pack(_VERSION, counter_id, minute, nonce)
    return _encode(facts + _signature(key, facts))


def read(key: bytes, text: str, *, counter_id: int) -> Ticket:
    """Check and read a ticket; raises TicketRefused. Age is not judged here."""
    raw = _decode(text)
    facts, signature = raw[: _FACTS.size], raw[_FACTS.size :]
    if not hmac.compare_digest(signature, _signature(key, facts)):
        raise TicketRefused("signature")
    version, counter, minute, nonce = _FACTS.unpack(facts)
    if version != _VERSION or counter != counter_id:
        raise TicketRefused("another counter")
    return Ticket(counter, datetime.fromtimestamp(minute * 60, UTC), nonce)


def is_stale(ticket: Ticket, *, now: datetime) -> bool:
    """True after 24 hours, or when the ticket claims to be from the future."""
    return not -_CLOCK_SLACK <= now - ticket.issued_at <= LIFETIME


def nonce_key(nonce: bytes) -> bytes:
    """What is stored of a nonce: 16 bytes from which it cannot be computed back."""
    return hashlib.blake2b(nonce, digest_size=16, person=b"ticket-key").digest()


def content_digest(nonce: bytes, content: str) -> bytes:
    """16 bytes that tell whether a repeat says the same.

    Keyed with the nonce, which is not stored, so that nobody with the database can try
    out contents.
    """
    return hashlib.blake2b(content.encode(), digest_size=16, key=nonce).digest()


def _signature(key: bytes, facts: bytes) -> bytes:
    return hmac.new(key, facts, hashlib.sha256).digest()[:SIGNATURE_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    if not text or len(text) > _MOST_CHARACTERS or not text.isascii():
        raise TicketRefused("length")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise TicketRefused("encoding") from error
    if _encode(raw) != text or len(raw) != _FACTS.size + SIGNATURE_BYTES:
        raise TicketRefused("encoding")
    return raw
