"""Text of cells: cleaned of what nobody can see, and guarded against running as a formula."""

import re
import unicodedata

# Zero-width and direction signs: invisible in a cell, yet they make two equal codes differ.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029|\x85|\x0b|\x0c")
# What neither XML nor a database text column can hold.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# First signs with which Excel, LibreOffice or Google Sheets begin to calculate, the full-width
# ones of East Asian keyboards included.
_DANGEROUS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_NEEDS_GUARD = re.compile(f"'*[{_DANGEROUS}]")
_IS_GUARDED = re.compile(f"'+[{_DANGEROUS}]")


def clean_text(text: str) -> str:
    """Drop invisible signs, unify line breaks and composed letters, trim (hard spaces too)."""
    visible = _UNSTORABLE.sub("", _INVISIBLE.sub("", _BREAKS.sub("\n", text)))
    return unicodedata.normalize("NFC", visible).strip()


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would calculate.

    Text that already looks guarded gets one more, so that `unguard(guard(text)) == text` always.
    """
    return "'" + text if _NEEDS_GUARD.match(text) else text


def unguard(text: str) -> str:
    """Take away exactly the apostrophe that `guard` adds, and no other ('Aisyah keeps hers)."""
    return text[1:] if _IS_GUARDED.match(text) else text
