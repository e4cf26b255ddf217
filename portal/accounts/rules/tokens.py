"""What an API token may be: its name, its scopes, how long it lives."""

from collections.abc import Sized
from datetime import date, timedelta

PREFIX = "sl_"  # so that a token that was pasted somewhere is seen for what it is
LONGEST_LIFE = 90  # days
LONGEST_NAME = 120


def faulty_facts(name: str, scopes: Sized, days: int) -> tuple[str, ...]:
    """Which facts of a token to be made are wrong, in the order of the form."""
    faults = {
        "name": not 0 < len(name) <= LONGEST_NAME or not name.isprintable(),
        "scopes": len(scopes) == 0,
        "days": not 1 <= days <= LONGEST_LIFE,
    }
    return tuple(fact for fact, is_wrong in faults.items() if is_wrong)


def last_day(created_on: date, days: int) -> date:
    """The last day on which the token opens anything."""
    return created_on + timedelta(days=days)


def is_living(*, expires_on: date, is_revoked: bool, today: date) -> bool:
    """Whether a token still opens anything."""
    return not is_revoked and today <= expires_on
