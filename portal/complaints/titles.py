"""The title a case gets when it is filed: the beginning of the reporter's own first sentence."""

import re

from portal.masking import hide_contacts

LONGEST = 100  # characters; the office may write a better one
_END = re.compile(r"(?<=[.!?])\s|\n")


def title_of(story: str) -> str:
    """The first sentence without numbers of people, cut between two words where it is long."""
    first = next((part for part in _END.split(story.strip()) if part.strip()), "")
    text = " ".join(hide_contacts(first).split())
    if len(text) <= LONGEST:
        return text.rstrip(".")
    cut = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    return f"{cut}…"
