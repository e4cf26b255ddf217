"""Does a question to an officer repeat what the reporter wrote? Pure (threats.md T4).

The officer concerned must not read the reporter's words: people know each other's phrases.
"""

import re

LONGEST_RUN = 5  # words in a row that two people write by chance
_WORD = re.compile(r"\w+")


def copied_words(question: str, *told: str) -> str:
    """The longest run of words in the question that stands in one of the texts as well.

    Empty where no run is longer than chance allows. Case, marks and spaces do not count.
    """
    asked = [match[0].casefold() for match in _WORD.finditer(question)]
    longest = max((_shared_run(asked, _words(text)) for text in told), key=len, default=[])
    return " ".join(longest) if len(longest) > LONGEST_RUN else ""


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text)]


def _shared_run(left: list[str], right: list[str]) -> list[str]:
    """The longest common run: one row of the usual table at a time."""
    best, end = 0, 0
    before = [0] * (len(right) + 1)
    for row, word in enumerate(left, 1):
        here = [0] * (len(right) + 1)
        for column, other in enumerate(right, 1):
            if word == other:
                here[column] = before[column - 1] + 1
                if here[column] > best:
                    best, end = here[column], row
        before = here
    return left[end - best : end]
