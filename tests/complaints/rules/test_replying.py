"""When a case may be extended, and how it may be closed."""

from datetime import date, timedelta

import pytest

from portal.complaints.rules.replying import Fault, closing_fault, extension_fault
from portal.complaints.rules.words import Outcome, State

TODAY = date(2026, 11, 4)
WHY = "Sudah diputus pengadilan."
RECEIVED, VERIFIED, DOING, WAITING, ANSWERED, CLOSED = State


@pytest.mark.parametrize(
    ("days", "extended_by", "due_in", "fault"),
    [
        (7, 0, 1, None),
        (7, 0, 0, None),
        (7, 0, -1, Fault.TOO_LATE),
        (0, 0, 1, Fault.NO_EXTENSION),
        (7, 7, 1, Fault.EXTENDED),
        (7, 7, -1, Fault.EXTENDED),
        (7, 0, None, Fault.NO_CLOCK),
    ],
)
def test_an_extension(days: int, extended_by: int, due_in: int | None, fault: Fault | None) -> None:
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    found = extension_fault(days=days, extended_by=extended_by, due=due, today=TODAY)
    assert found == fault


@pytest.mark.parametrize(
    ("state", "outcome", "klass", "reason", "fault"),
    [
        (ANSWERED, Outcome.SELESAI, "pengaduan", "", None),
        (VERIFIED, Outcome.SELESAI, "pengaduan", WHY, Fault.NOT_ANSWERED),
        (DOING, Outcome.SELESAI, "pengaduan", WHY, Fault.NOT_ANSWERED),
        (WAITING, Outcome.SELESAI, "pengaduan", WHY, Fault.WAITING),
        (VERIFIED, Outcome.SELESAI, "apresiasi", "", None),
        (DOING, Outcome.SELESAI, "apresiasi", "", None),
        (RECEIVED, Outcome.SELESAI, "apresiasi", "", Fault.NOT_ANSWERED),
        (VERIFIED, Outcome.DITOLAK, "pengaduan", WHY, None),
        (DOING, Outcome.DITOLAK, "pengaduan", WHY, None),
        (ANSWERED, Outcome.DITOLAK, "pengaduan", WHY, None),
        (DOING, Outcome.DITOLAK, "pengaduan", "", Fault.NO_REASON),
        (DOING, Outcome.DITOLAK, "pengaduan", " " * 30, Fault.NO_REASON),
        (WAITING, Outcome.DITOLAK, "pengaduan", WHY, Fault.WAITING),
        (RECEIVED, Outcome.DITOLAK, "pengaduan", WHY, Fault.NOT_ANSWERED),
    ],
)
def test_a_closing(
    state: State, outcome: Outcome, klass: str, reason: str, fault: Fault | None
) -> None:
    assert closing_fault(state, outcome, klass=klass, reason=reason) == fault
