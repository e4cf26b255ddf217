"""Which address a mail can go to."""

import re

LONGEST = 254
# As servers without extensions take it: one @, printable ASCII without blanks and brackets.
_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_SHAPE = re.compile(f"{_LOCAL}@{_DOMAIN}")


def is_address(text: str) -> bool:
    """Can a mail be sent to this text? Says nothing of whether anybody reads it."""
    return len(text) <= LONGEST and _SHAPE.fullmatch(text) is not None and ".." not in text
