"""The legal time limits of a rule set: what may stand in one (domain.md §3).

Offices publish other limits than the national ones (2/5/14/60; 3 + 10 + 7; 14 with 7), so they
are data; the bounds here only refuse what cannot be meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from portal.errors import Problem, Problems

LONGEST = 366  # days, of whatever kind
UNVERIFIED = "belum diverifikasi"  # stands in a legal basis that nobody has compared yet
MAY_BE_NONE = frozenset({"extension_days"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Days of each step; working days unless the name says otherwise."""

    verification_days: int
    first_step_days: int
    information_days: int
    aspiration_days: int
    complaint_days: int
    oversight_days: int
    silence_days: int
    incomplete_calendar_days: int
    pause_days: int
    extension_days: int
    reopen_days: int


NAMES = tuple(one.name for one in fields(Limits))


@dataclass(frozen=True, slots=True)
class RuleSetFacts:
    """A rule set as an administrator writes it; no unit: the whole installation."""

    unit_id: int | None
    name: str
    legal_basis: str
    valid_from: date
    limits: Limits


def check_facts(facts: RuleSetFacts) -> None:
    """Raise Problems with all that is wrong at once."""
    if found := list(_problems(facts)):
        raise Problems(found)


def _problems(facts: RuleSetFacts) -> Iterator[Problem]:
    if not facts.name.strip():
        yield Problem("", "Nama aturan kosong.", "Tulis namanya.")
    if not facts.legal_basis.strip():
        yield Problem("", "Dasar hukum kosong.", "Tulis nomor peraturan atau keputusannya.")
    for name in NAMES:
        days, least = getattr(facts.limits, name), 0 if name in MAY_BE_NONE else 1
        if not least <= days <= LONGEST:
            yield Problem(
                "", f"Batas {days} hari tidak mungkin.", f"Tulis {least} sampai {LONGEST}."
            )


def is_compared(legal_basis: str) -> bool:
    """Does the legal basis no longer say of itself that nobody compared it?"""
    return bool(legal_basis.strip()) and UNVERIFIED not in legal_basis.casefold()
