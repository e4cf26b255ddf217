"""SP4N-LAPOR!: its tracking numbers, and which of its statuses goes with which of our states.

The pairs are seed data from memory [M]: the application has no public interface, its words were
not verified. An installation replaces them by the setting `lapor_statuses`.
"""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from portal.complaints.rules.words import State

Pairs = Mapping[str, Collection[str]]

PAIRS: Pairs = {
    "belum diverifikasi": (State.RECEIVED,),
    "belum ditindaklanjuti": (State.RECEIVED, State.VERIFIED),
    "diproses": (State.VERIFIED, State.IN_PROGRESS, State.WAITING),
    "tertunda": (State.WAITING,),
    "selesai": (State.ANSWERED, State.CLOSED),
    "diarsipkan": (State.CLOSED,),
}
LONGEST = 40
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z./-]{2,39}")


class Pairing(StrEnum):
    """How a status there stands to the state here."""

    AGREES = "agrees"
    UNSAID = "unsaid"
    UNKNOWN = "unknown"
    DISAGREES = "disagrees"


class NoNumber(ValueError):
    """What was typed is no tracking number."""


def tracking_number(text: str) -> str:
    """A number as it is stored: #7654321 is 7654321. Empty stays empty; NoNumber for the rest."""
    number = "".join(text.split()).lstrip("#").upper()
    if number and not _NUMBER.fullmatch(number):
        raise NoNumber(text)
    return number


def folded(status: str) -> str:
    """A status as it is compared: without case and double blanks."""
    return " ".join(status.casefold().split())


def pairing(status: str | None, state: str, pairs: Pairs = PAIRS) -> Pairing:
    """Does the status there go with our state?"""
    if not status:
        return Pairing.UNSAID
    states = pairs.get(folded(status))
    if states is None:
        return Pairing.UNKNOWN
    return Pairing.AGREES if state in states else Pairing.DISAGREES
