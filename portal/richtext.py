"""Cleans formatted text written by staff; the only user of bleach, and the only one that
may mark text safe.

Never used on residents' words: cleaning destroys evidence ("biaya <Rp50.000 dan >2 jam"
would lose half of itself). Those are stored as typed and escaped at output.

bleach is at its end of life, so what it lets through passes nh3 with the same lists; and
because deep nesting costs it seconds, long or deeply nested text is refused before.
"""

import re

import bleach
import nh3
from markupsafe import Markup

from portal.errors import RuleBroken

LONGEST = 4000  # characters
DEEPEST = 50  # opening tags
TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a"})
ATTRIBUTES = {"a": ["href"]}
PROTOCOLS = frozenset({"https", "http", "mailto", "tel"})

_OPENING_TAG = re.compile(r"<[a-zA-Z]")


def clean(text: str) -> str:
    """Formatted text with only the allowed tags and links; raises RuleBroken when too long."""
    if len(text) > LONGEST:
        raise RuleBroken(f"Terlalu panjang: {len(text)} huruf. Paling banyak {LONGEST}.")
    if len(_OPENING_TAG.findall(text)) > DEEPEST:
        raise RuleBroken(f"Terlalu banyak format. Paling banyak {DEEPEST} tanda pembuka.")
    once = bleach.clean(text, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    return nh3.clean(
        once,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(PROTOCOLS),
        link_rel="noopener noreferrer",
    )


def as_markup(text: str) -> Markup:
    """Clean once more and mark safe for a template: what is stored is not trusted either."""
    return Markup(clean(text))  # noqa: S704  # cleaned in the same breath
