"""What comments speak of, counted instead of quoted: pure.

For the officer, until ten comments can be read together: a count tells nobody's words. The word
lists are plain and short; a comment may have several themes, or none. Whether it praises or
complains is not judged: "tidak ramah" and "ramah" both speak of friendliness.
"""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

FEWEST_MENTIONS = 3  # below this a theme is one or two people, and is not said


class Theme(StrEnum):
    """What a comment about an officer speaks of."""

    THANKS = "thanks"
    FRIENDLINESS = "friendliness"
    SPEED = "speed"
    CLARITY = "clarity"
    SKILL = "skill"


WORDS: dict[Theme, tuple[str, ...]] = {
    Theme.THANKS: (
        *("terima kasih", "terimakasih", "trima kasih", "makasih", "tks", "thank"),
        *("matur nuwun", "hatur nuhun", "suksma", "tarimo kasih"),
    ),
    Theme.FRIENDLINESS: ("ramah", "sopan", "senyum", "sabar", "jutek", "ketus", "judes", "kasar"),
    Theme.SPEED: ("cepat", "lambat", "lama", "antre", "antri", "sebentar", "menunggu"),
    Theme.CLARITY: ("jelas", "penjelasan", "menjelaskan", "informasi", "bingung", "paham"),
    Theme.SKILL: ("paham aturan", "terampil", "teliti", "salah ketik", "cekatan", "menguasai"),
}
_PATTERNS = {
    theme: re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    for theme, words in WORDS.items()
}


def themes_of(text: str) -> frozenset[Theme]:
    """The themes of one comment."""
    folded = " ".join(text.split())
    return frozenset(theme for theme, pattern in _PATTERNS.items() if pattern.search(folded))


def theme_counts(texts: Iterable[str]) -> tuple[tuple[Theme, int], ...]:
    """How many comments speak of each theme, in a fixed order; rare ones are left out."""
    counted = Counter(theme for text in texts for theme in themes_of(text))
    return tuple((t, counted[t]) for t in Theme if counted[t] >= FEWEST_MENTIONS)
