"""What a review of held answers may decide: pure."""

import hashlib
from enum import StrEnum

SHORTEST_REASON, LONGEST_REASON = 10, 2_000
LONGEST_STORED = 200


class Decision(StrEnum):
    """What becomes of a group of held answers."""

    RELEASE = "release"
    STRIKE = "strike"


def group_name(month: str, unit_id: int, counter_id: int | None, signal: str) -> str:
    """A name of a group for forms: where it was held, and why."""
    facts = "\0".join([month, str(unit_id), str(counter_id or ""), signal])
    return hashlib.sha256(facts.encode()).hexdigest()[:24]


def reason_is_short(reason: str) -> bool:
    return len(reason.strip()) < SHORTEST_REASON


def reason_is_long(reason: str) -> bool:
    return len(reason.strip()) > LONGEST_REASON
