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


# A complaint is read by several people: there e-mail addresses and all telephones point at
# somebody too. (In a comment "0215550123" may be a file number and stays.)
HIDDEN_ADDRESS = "[surel disembunyikan]"
_LANDLINE = re.compile(
    rf"""
    (?<![\d.])(?:\(?\+62\)?{_GAP}\(?|\(?0)[2-79]\d{{1,2}}\)?  # area code, (021), 0561, +62 21
    {_GAP}(?:\d{_GAP}){{4,7}}\d(?!\d)
    """,
    re.VERBOSE,
)
# Bounded everywhere, so that no text makes it slow.
_ADDRESS = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])",
)


def has_contact(text: str) -> bool:
    """True where the text of a complaint seems to hold a number or address of somebody."""
    return hide_contacts(text) != text


def hide_contacts(text: str) -> str:
    """The text with identity numbers, telephones and e-mail addresses replaced by words."""
    without_addresses = _ADDRESS.sub(HIDDEN_ADDRESS, text)
    return _LANDLINE.sub(HIDDEN, hide_personal_numbers(without_addresses))
