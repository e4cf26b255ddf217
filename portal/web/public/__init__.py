"""The residents' door: no sign-in, no cookie, two languages."""

from portal.web.public import (
    complain,
    counters,
    front,
    method,
    rate,
    register,
    scores,
    track,
    verification,
)
from portal.web.public.door import public

__all__ = [
    "complain",
    "counters",
    "front",
    "method",
    "public",
    "rate",
    "register",
    "scores",
    "track",
    "verification",
]
