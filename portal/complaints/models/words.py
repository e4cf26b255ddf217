"""What the tables of cases share: a column of words, and no order of arrival."""

from collections.abc import Iterable

import sqlalchemy as sa

RANDOM = {"sqlite_with_rowid": False}


def in_words(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    """Only one of these words may stand in the column."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")
