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
    """What is known at intake; officers are ids. `choice` is an id, a saying, or nothing.

    `checked_in` are those who had checked in at the counter when the form was shown, `on_duty`
    those whom the roster put there.
    """

    choice: int | Saying | None = None
    ticket_officer: int | None = None
    checked_in: Sequence[int] = ()
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
    if isinstance(evidence.choice, int):
        certainty = "likely" if _is_contradicted(evidence.choice, evidence) else "exact"
        return Attribution(evidence.choice, "choice", certainty)
    if evidence.choice in (Saying.OTHER, Saying.NOT_THIS_ONE):
        return Attribution(None, "choice", "unknown")
    if evidence.ticket_officer is not None:
        return Attribution(evidence.ticket_officer, "ticket", "exact")
    if evidence.checked_in:
        return _one_of(evidence.checked_in, "check_in", "exact")
    return _one_of(evidence.on_duty, "roster", "likely") if evidence.on_duty else NOBODY


def _is_contradicted(chosen: int, evidence: Evidence) -> bool:
    """Does the ticket, or else a check-in, say that it was somebody else?"""
    if evidence.ticket_officer is not None:
        return evidence.ticket_officer != chosen
    return bool(evidence.checked_in) and chosen not in evidence.checked_in


def _one_of(officers: Sequence[int], source: str, certainty: str) -> Attribution:
    """One officer is named; of several nobody is."""
    if len(officers) == 1:
        return Attribution(officers[0], source, certainty)
    return Attribution(None, source, "shared")
