"""Officers: their own results, sanggahan data, the check-in at the counter, questions."""

from portal.web.me import asked, check_in, objections, own, praise
from portal.web.me.door import me

__all__ = ["asked", "check_in", "me", "objections", "own", "praise"]
