"""What the office writes: long enough to say something, short enough to be read."""

from portal.errors import RuleBroken
from portal.language import gettext as _

LONGEST_MESSAGE = 4_000  # what the cleaner of formatted text takes as well
SHORTEST_MESSAGE = 10


def spoken_message(text: str) -> str:
    """The message without blanks around it; raises RuleBroken when it says nothing."""
    text = text.strip()
    if len(text) < SHORTEST_MESSAGE:
        raise RuleBroken(_("Tulis pesannya, paling sedikit satu kalimat pendek."))
    return short_enough(text)


def short_enough(text: str, most: int = LONGEST_MESSAGE) -> str:
    """The text, if a page can show it in one piece."""
    if len(text) > most:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(n=len(text), max=most)
        )
    return text
