"""How a row stands in a backup: one line, PostgreSQL's COPY text form, for both databases.

Columns are parted by a tab, NULL is ``\\N``; backslash, tab, line feed and carriage return
are written as two characters. Booleans are t and f, bytes ``\\x`` and hex, moments are UTC
without a zone, times have six decimals.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import types

NULL = r"\N"
SPECIAL = re.compile(r"\\(.)", re.DOTALL)
MEANT = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


class Kind(StrEnum):
    """What a column holds, whichever database it comes from."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    BYTES = "bytes"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"


KINDS: tuple[tuple[type[types.TypeEngine[Any]], Kind], ...] = (
    (types.Boolean, Kind.BOOLEAN),
    (types.LargeBinary, Kind.BYTES),
    (types.DateTime, Kind.MOMENT),
    (types.Date, Kind.DATE),
    (types.Time, Kind.TIME),
    (types.Integer, Kind.INTEGER),
    (types.Numeric, Kind.NUMBER),
)


def kind_of(column_type: types.TypeEngine[Any]) -> Kind:
    """The kind of a reflected column."""
    return next((kind for known, kind in KINDS if isinstance(column_type, known)), Kind.TEXT)


def sqlite_expression(column: str, kind: Kind) -> str:
    """SQL that yields one column of a line on SQLite."""
    written = {
        Kind.BOOLEAN: f"CASE {column} WHEN 0 THEN 'f' ELSE 't' END",
        Kind.BYTES: rf"'\\x' || lower(hex({column}))",
        Kind.NUMBER: f"printf('%.17g', {column})",
        Kind.INTEGER: f"{column}",
    }.get(kind, _escaped(column))
    return rf"CASE WHEN {column} IS NULL THEN '\N' ELSE {written} END"


def _escaped(column: str) -> str:
    for code, sign in ((92, r"\\"), (9, r"\t"), (10, r"\n"), (13, r"\r")):
        column = f"replace({column}, char({code}), '{sign}')"
    return column


def postgresql_expression(column: str, kind: Kind) -> str:
    """SQL that yields one column on PostgreSQL; COPY itself escapes."""
    return {
        Kind.MOMENT: f"to_char({column}, 'YYYY-MM-DD HH24:MI:SS.US')",
        Kind.TIME: f"to_char({column}, 'HH24:MI:SS.US')",
    }.get(kind, column)


def parse_lines(lines: Iterator[bytes], kinds: Sequence[Kind]) -> Iterator[list[Any]]:
    """The rows of a table's member as values for SQLite; ValueError for a line of other width."""
    converters = [
        (place, CONVERTERS[kind]) for place, kind in enumerate(kinds) if kind in CONVERTERS
    ]
    for line in lines:
        row: list[Any] = line.decode("utf-8").removesuffix("\n").split("\t")
        if len(row) != len(kinds):
            raise ValueError(f"{len(row)} kolom, seharusnya {len(kinds)}")
        row = [None if value == NULL else value for value in row]
        if b"\\" in line:
            row = [value if value is None else SPECIAL.sub(_meant, value) for value in row]
        for place, convert in converters:
            if row[place] is not None:
                row[place] = convert(row[place])
        yield row


def _meant(found: re.Match[str]) -> str:
    return MEANT.get(found[1], found[1])


CONVERTERS: dict[Kind, Callable[[str], Any]] = {
    Kind.BOOLEAN: {"t": 1, "f": 0}.__getitem__,
    Kind.BYTES: lambda text: bytes.fromhex(text.removeprefix("\\x")),
    Kind.INTEGER: int,
    Kind.NUMBER: float,
}
