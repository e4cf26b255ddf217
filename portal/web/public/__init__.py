"""The residents' door: no sign-in, no cookie, two languages."""

from portal.web.public import counters, front, method, rate, scores, verification
from portal.web.public.door import public

__all__ = ["counters", "front", "method", "public", "rate", "scores", "verification"]
