"""Parts of a text hidden for good manners: the rest stays as typed, the original elsewhere."""

import re
from collections.abc import Iterable

MASK = "[disamarkan]"
SHORTEST, LONGEST, MOST = 2, 120, 20


def parts_of(text: str) -> tuple[str, ...]:
    """What was typed, one part per line; each once, without blanks around it."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(part for part in found if part))


def masked(text: str, parts: Iterable[str]) -> str:
    """The text with each part replaced wherever it stands, in any case and spacing.

    The longest first, so that "Budi Santoso" is one mask. A part inside a longer word counts too:
    who masks "Budi" also means "Budinya".
    """
    for part in sorted(parts, key=len, reverse=True):
        # Piece by piece, so that no part is found in a mask that stands there already.
        text = MASK.join(_pattern(part).sub(MASK, piece) for piece in text.split(MASK))
    return text


def holds(text: str, part: str) -> bool:
    """Does the part stand in the text?"""
    return _pattern(part).search(text) is not None


def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, part.split())), re.IGNORECASE)
