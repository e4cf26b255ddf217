"""Which officer, how it is known, how certain: decided once, when the answer arrives.

product.md §2 rule 7 and §4: exact is only a one-time ticket, the officer's check-in at the
counter, or the resident's explicit choice. One name on the roster is likely, never exact:
rosters are fiction by nine o'clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Saying(StrEnum):
    """What a resident may say instead of choosing an officer on duty."""

    OTHER = "other"
    UNKNOWN = "unknown"
    NOT_THIS_ONE = "not_this_one"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known at intake; officers are ids. `choice` is an id, a saying, or nothing."""

    choice: int | Saying | None = None
    ticket_officer: int | None = None
    checked_in: int | None = None
    on_duty: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Officer id or None; source and certainty in the words of portal.feedback.models."""

    officer_id: int | None
    source: str | None
    certainty: str


NOBODY = Attribution(None, None, "unknown")


def attribute(evidence: Evidence) -> Attribution:
    """The strongest evidence wins; evidence that contradicts itself is never exact."""
    known = evidence.ticket_officer or evidence.checked_in
    if isinstance(evidence.choice, int):
        contradicted = known is not None and known != evidence.choice
        return Attribution(evidence.choice, "choice", "likely" if contradicted else "exact")
    if evidence.choice in (Saying.OTHER, Saying.NOT_THIS_ONE):
        return Attribution(None, "choice", "unknown")
    if evidence.ticket_officer is not None:
        return Attribution(evidence.ticket_officer, "ticket", "exact")
    if evidence.checked_in is not None:
        return Attribution(evidence.checked_in, "check_in", "exact")
    return _from_roster(evidence.on_duty)


def _from_roster(on_duty: Sequence[int]) -> Attribution:
    if not on_duty:
        return NOBODY
    if len(on_duty) == 1:
        return Attribution(on_duty[0], "roster", "likely")
    return Attribution(None, "roster", "shared")
