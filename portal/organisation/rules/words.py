"""Words people write in sheets for the stored words."""

import re

from portal.errors import RuleBroken

_YES = frozenset(("ya", "y", "yes", "true", "benar", "1", "x", "v"))
_NO = frozenset(("tidak", "t", "no", "n", "false", "salah", "0", "-"))
_LOCATIONS = {
    "kantor": "kantor",
    "gedung": "kantor",
    "office": "kantor",
    "mpp": "mpp",
    "mal pelayanan publik": "mpp",
    "keliling": "keliling",
    "layanan keliling": "keliling",
    "mobil keliling": "keliling",
    "mobile": "keliling",
}
_ACTING = {
    "plt": "plt",
    "pelaksana tugas": "plt",
    "plh": "plh",
    "pelaksana harian": "plh",
}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def parse_yes_no(text: str) -> bool:
    """Read ya/tidak and what spreadsheets make of it."""
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise RuleBroken(f"“{text.strip()[:20]}” bukan ya atau tidak.")
    return word in _YES


def parse_location_kind(text: str) -> str:
    """Read kantor, mpp, keliling and their longer names."""
    return _known(_LOCATIONS, text, "Tulis kantor, mpp, atau keliling.")


def parse_acting_kind(text: str) -> str:
    """Read Plt. and Plh."""
    return _known(_ACTING, text, "Tulis Plt. atau Plh.")


def acting_word(kind: str) -> str:
    """The word as it is written: `plt` → `Plt.`"""
    return f"{kind.capitalize()}."


def _known(words: dict[str, str], text: str, remedy: str) -> str:
    try:
        return words[_plain(text)]
    except KeyError:
        raise RuleBroken(f"“{text.strip()[:30]}” tidak dikenal. {remedy}") from None
