"""What the tables of cases share: a column of words, and no order of arrival."""

from collections.abc import Iterable

import sqlalchemy as sa

RANDOM = {"sqlite_with_rowid": False}


def in_words(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    """Only one of these words may stand in the column."""
    return sa.CheckConstraint(one_of(column, words), name=f"{column}_word")


def one_of(column: str, words: Iterable[str]) -> str:
    """The condition as SQL text; the words are our own."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"
