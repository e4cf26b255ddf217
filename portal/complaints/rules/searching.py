"""From text to the words that are searched: the same words for what is stored and what is asked.

Both databases get finished words, so that neither's own idea of a word matters (SQLite FTS5,
PostgreSQL tsvector). A word asked for finds whatever begins with it: Indonesian puts its small
words behind ("akta" finds "aktanya"), and of those only -nya is taken off, which is safe; -lah,
-kah and -an would spoil "masalah", "langkah" and "makan".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST_WORD = 40  # letters; longer ones are cut, in the index and in the question alike
MOST_ASKED = 8  # words of a question that count
SHORTEST_BEGINNING = 3  # letters; a shorter word is looked for as it stands
LONGEST_BEGINNING = 5  # of those that FTS5 indexes
SHORTEST_STEM = 4
NYA = "nya"
NOT_STEMMED = frozenset({"bertanya", "ditanya", "kutanya", "tertanya", "sebenarnya", "senyatanya"})

_WITHIN_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
_MONEY = re.compile(r"\brp(?=\d)")
# Crockford's base 32 reads what is easily confused (product.md §3).
_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
_FORGIVEN = str.maketrans("OIL", "011")


def words_of(*texts: str) -> str:
    """What is stored of these texts: each word and each stem once, in alphabetical order.

    The order of the text is not kept; nothing can be read back from the words.
    """
    found = {form for text in texts for word in _words(text) for form in (word, _stem(word))}
    return " ".join(sorted(found))


def number_words(number: str) -> str:
    """A case's number as it is typed: whole, and in its two halves."""
    return f"{number} {number[:4]} {number[4:]}"


def asked_words(typed: str) -> tuple[str, ...]:
    """The words to look for, each once; single letters only where nothing longer is asked."""
    found = list(dict.fromkeys(_stem(word) for word in _words(typed)))
    longer = [word for word in found if len(word) > 1 or word.isdecimal()]
    return tuple((longer or found)[:MOST_ASKED])


def as_number(typed: str) -> str | None:
    """The case number somebody typed, forgiving blanks, hyphens, O, I and L; None for a word."""
    plain = re.sub(r"[\s-]", "", typed).upper().translate(_FORGIVEN)
    return plain if _NUMBER.fullmatch(plain) and any(sign.isdigit() for sign in plain) else None


def fts5_question(words: Iterable[str]) -> str:
    """All of these words, for FTS5's MATCH; words hold letters and digits only."""
    return " AND ".join(f'"{word}"{"*" if _is_beginning(word) else ""}' for word in words)


def fts5_frequent(words: Iterable[str]) -> str:
    """Nearly the same, for counting: a long word as it stands, its endings cost too much.

    Beginnings of up to five letters have an index of their own (migration 0013).
    """
    return " AND ".join(
        f'"{word}"{"*" if _is_beginning(word) and len(word) <= LONGEST_BEGINNING else ""}'
        for word in words
    )


def tsquery(words: Iterable[str]) -> str:
    """The same for PostgreSQL's tsquery."""
    return " & ".join(f"'{word}'{':*' if _is_beginning(word) else ''}" for word in words)


def parts_of(words: Iterable[str]) -> tuple[str, ...]:
    """The same as parts of the stored words, where a blank stands around each."""
    return tuple(f" {word}" if _is_beginning(word) else f" {word} " for word in words)


def _is_beginning(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING


def _words(text: str) -> Iterator[str]:
    plain = _MONEY.sub("rp ", _WITHIN_NUMBER.sub("", folded(text)))
    letters = "".join(sign if sign.isalnum() else " " for sign in plain)
    return (word[:LONGEST_WORD] for word in letters.split())


def folded(text: str) -> str:
    """Without case, accents and the other ways to write the same letter."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize(
        "NFC", "".join(sign for sign in parts if not unicodedata.combining(sign))
    )


def _stem(word: str) -> str:
    stem = word.removesuffix(NYA)
    if stem == word or len(stem) < SHORTEST_STEM or word in NOT_STEMMED:
        return word
    return stem
