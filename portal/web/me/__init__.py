"""Officers: their own results."""

from portal.web.me.door import me

__all__ = ["me"]
