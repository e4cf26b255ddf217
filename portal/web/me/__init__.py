"""Officers: their own results, sanggahan data, and the check-in at the counter."""

from portal.web.me import check_in, objections, own, praise
from portal.web.me.door import me

__all__ = ["check_in", "me", "objections", "own", "praise"]
