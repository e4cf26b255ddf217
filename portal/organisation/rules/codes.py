"""Codes people write in sheets, counter numbers, and the codes under the QR."""

import re

from portal.errors import RuleBroken

# Crockford's base 32: without I, L, O and U, which are misread or spell words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
COUNTER_CODES = len(ALPHABET) ** CODE_LENGTH
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,39}")
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,7}")


def counter_code(random: int) -> str:
    """The code of 6 characters for a random number from 0 to COUNTER_CODES - 1."""
    letters = []
    for _ in range(CODE_LENGTH):
        random, at = divmod(random, len(ALPHABET))
        letters.append(ALPHABET[at])
    return "".join(reversed(letters))


def parse_counter_code(text: str) -> str:
    """A typed code as it is stored: any case, O read as 0, I and L as 1, spaces and - ignored."""
    typed = re.sub(r"[\s\u2010-\u2015'-]", "", text).upper().translate(_MISREAD)
    if len(typed) != CODE_LENGTH or not set(typed) <= set(ALPHABET):
        raise RuleBroken(
            f"“{text.strip()[:20]}” bukan kode loket. Kode loket terdiri dari 6 huruf dan angka."
        )
    return typed


def parse_code(text: str) -> str:
    """The code of a unit, location or service: capitals, digits, . _ / -, at most 40."""
    code = text.strip().lstrip("'").strip().upper()
    if not _CODE.fullmatch(code):
        raise RuleBroken(
            f"“{code[:45]}” bukan kode. Tulis huruf, angka, titik, atau tanda hubung tanpa spasi,"
            " paling banyak 40."
        )
    return code


def parse_codes(text: str) -> tuple[str, ...]:
    """Several codes in one cell, apart by semicolon, comma or line; sorted, each once."""
    return tuple(sorted({parse_code(part) for part in re.split(r"[;,\n]", text) if part.strip()}))


def parse_counter_number(text: str) -> str:
    """A counter's number in its unit. 03 and 3 are the same, because Excel drops the zero."""
    number = re.sub(r"^(LOKET|COUNTER)\s*", "", text.strip().lstrip("'").strip().upper())
    if not _NUMBER.fullmatch(number):
        raise RuleBroken(
            f"“{number[:20]}” bukan nomor loket. Tulis misalnya 3 atau A1, paling banyak 8 huruf."
        )
    return str(int(number)) if re.fullmatch(r"[0-9]+", number) else number


def parse_counter_key(text: str) -> tuple[str, str]:
    """A counter named in one cell: unit code, space, number (`DISDUKCAPIL 3`)."""
    parts = text.strip().lstrip("'").rsplit(maxsplit=1)
    if len(parts) != 2:
        raise RuleBroken(f"“{text.strip()[:45]}”: tulis kode unit, spasi, nomor loket.")
    return parse_code(parts[0]), parse_counter_number(parts[1])
