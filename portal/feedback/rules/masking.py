"""Numbers that point at a person have no place in a comment: NIK, NIP, telephone.

Found before a comment is stored, so that the resident can decide (microcopy.md #6). What
is hidden is gone: nothing of the number is kept.
"""

import re

HIDDEN = "[nomor disembunyikan]"

# People write numbers in groups; one blank, point or hyphen may stand between two digits.
_GAP = r"[ .\-]?"
_PERSONAL_NUMBER = re.compile(
    rf"""
    (?<!\d)(?:
        \d(?:{_GAP}\d){{17}}                                # NIP, NI PPPK: 18 digits
      | \d(?:{_GAP}\d){{15}}                                # NIK, KK: 16 digits
      | (?:\(?\+?62\)?|0){_GAP}8\d(?:{_GAP}\d){{6,10}}  # mobile telephone
    )(?!\d)
    """,
    re.VERBOSE,
)


def has_personal_number(text: str) -> bool:
    """True where the text seems to hold an identity or mobile telephone number."""
    return _PERSONAL_NUMBER.search(text) is not None


def hide_personal_numbers(text: str) -> str:
    """The text with each such number replaced by words."""
    return _PERSONAL_NUMBER.sub(HIDDEN, text)
