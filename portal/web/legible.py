"""Text as a page may show it: what HTML does not allow is taken out, the rest stays."""

import re

# What HTML does not allow in a text: control characters and Unicode's noncharacters.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def readable(text: str) -> str:
    """The text without what no page may show; everything a person can type stays."""
    return _UNREADABLE.sub("", text)
