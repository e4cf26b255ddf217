"""Who is asking, as plain data."""

from portal.authority import RESIDENT, Actor


def current_actor() -> Actor:
    """Whoever sends this request. Nobody can sign in yet, so everybody is a resident."""
    return RESIDENT
