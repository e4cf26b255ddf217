"""Tracking numbers as they are typed, and statuses that go together or not."""

import pytest

from portal.complaints.rules.lapor import NoNumber, Pairing, pairing, tracking_number
from portal.complaints.rules.words import State


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("7654321", "7654321"),
        (" #7654321 ", "7654321"),
        ("lapor-2026/77", "LAPOR-2026/77"),
        ("76 543 21", "7654321"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_number_is_stored_in_one_way(typed: str, stored: str) -> None:
    assert tracking_number(typed) == stored


@pytest.mark.parametrize("typed", ["12", "=1+1", "a" * 41, "7654321;DROP", "<b>", "@nama"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(NoNumber):
        tracking_number(typed)


@pytest.mark.parametrize(
    ("status", "state", "found"),
    [
        (None, State.CLOSED, Pairing.UNSAID),
        ("", State.CLOSED, Pairing.UNSAID),
        ("Sedang ditelaah", State.CLOSED, Pairing.UNKNOWN),
        ("Selesai", State.CLOSED, Pairing.AGREES),
        (" SELESAI ", State.ANSWERED, Pairing.AGREES),
        ("Selesai", State.IN_PROGRESS, Pairing.DISAGREES),
        ("Belum  Diverifikasi", State.RECEIVED, Pairing.AGREES),
        ("Belum ditindaklanjuti", State.VERIFIED, Pairing.AGREES),
        ("Diproses", State.WAITING, Pairing.AGREES),
        ("Diproses", State.CLOSED, Pairing.DISAGREES),
        ("Tertunda", State.WAITING, Pairing.AGREES),
        ("Diarsipkan", State.ANSWERED, Pairing.DISAGREES),
    ],
)
def test_pairs(status: str | None, state: State, found: Pairing) -> None:
    assert pairing(status, state) is found


def test_an_installation_has_its_own_pairs() -> None:
    pairs = {"beres": ("closed",)}
    assert pairing("Beres", State.CLOSED, pairs) is Pairing.AGREES
    assert pairing("Selesai", State.CLOSED, pairs) is Pairing.UNKNOWN
