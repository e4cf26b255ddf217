"""Variables in prepared replies: checked when one is saved, filled when it is used. Pure."""

import html
import re
from collections.abc import Mapping
from enum import StrEnum


class Variable(StrEnum):
    """What a prepared reply may leave open; the value is what stands in braces."""

    NOMOR = "nomor"
    UNIT = "unit"
    LAYANAN = "layanan"
    LOKET = "loket"
    PEJABAT = "pejabat"
    TANGGAL_LAPOR = "tanggal_lapor"
    TANGGAL_JAWABAN = "tanggal_jawaban"


_IN_BRACES = re.compile(r"\{([^{}\n]{0,60})\}")
_SIMPLE = re.compile(r"</?(?:p|br)\s*/?>")
_TAG = re.compile(r"<[a-zA-Z/]")
_LIST = re.compile(r"<(?:ul|ol|li)\b")
_BLOCK_END = re.compile(r"</(?:p|ul|ol|li)>|<(?:ul|ol)>|<br>")
_BREAK = re.compile(r"<br\s*/?>")
_PARAGRAPH = re.compile(r"</?p\s*>")


def unknown_variables(text: str) -> tuple[str, ...]:
    """What stands in braces and is no variable, each once, in the order of the text."""
    known = frozenset(Variable)
    found = (name for name in _IN_BRACES.findall(text) if name not in known)
    return tuple(dict.fromkeys(found))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The formatted text with its variables replaced; a value never becomes formatting.

    What is not known stays in its braces: somebody still reads it before it is sent.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1])
        return match[0] if not found else html.escape(found)

    return _IN_BRACES.sub(value, text)


def left_open(text: str) -> tuple[str, ...]:
    """The variables that still stand in a reply: nobody sends "{unit}" to a resident."""
    known = frozenset(Variable)
    found = (name for name in _IN_BRACES.findall(text) if name in known)
    return tuple(dict.fromkeys(found))


def as_typed(text: str) -> str:
    """Formatted text as one edits it: blank lines for paragraphs, marks where they say more.

    Written anew it is the same text (portal.organisation.announcements.with_paragraphs).
    """
    if _LIST.search(text):
        return _BLOCK_END.sub(r"\g<0>\n", text).strip()
    lines = _BREAK.sub("\n", text)
    return "\n\n".join(part.strip() for part in _PARAGRAPH.split(lines) if part.strip())


def as_plain(text: str) -> str | None:
    """The same without any marks, where it is paragraphs alone; None where it is more."""
    return None if _TAG.search(_SIMPLE.sub("", text)) else html.unescape(as_typed(text))
