"""The rows of one sheet, with everything that is wrong in them."""

import difflib
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.errors import Problem, Problems
from portal.sheets import Layout, RowReader, Sheet, rows_of

_MOST_GUESSES = 50  # looking for a near name among thousands takes a while for each

Progress = Callable[[Sequence[RowReader]], Iterable[RowReader]]
"""Hands on the rows one by one, and may show how far it is."""


def no_progress(rows: Sequence[RowReader]) -> Iterable[RowReader]:
    """The progress that shows nothing."""
    return rows


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One row: where it is, and the values of its good cells by column key."""

    reader: RowReader
    taken: dict[str, Any]

    @property
    def number(self) -> int:
        return self.reader.row.number

    def is_bad(self, key: str) -> bool:
        """Whether the sheet has this column but the cell could not be taken."""
        return key not in self.taken and key in self.reader.positions

    def problem(self, key: str, what: str, remedy: str = "") -> None:
        """Note that the cell under `key` is wrong."""
        self.reader.problem(key, what, remedy)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Every row of a sheet; the checks add to `problems` and `settle` raises them all."""

    layout: Layout
    rows: tuple[IncomingRow, ...]
    problems: list[Problem]

    def settle(self) -> None:
        """Raise Problems with all that was found wrong, in the order of the rows."""
        if self.problems:
            raise Problems.in_order(self.problems)

    def values(self, key: str) -> set[Any]:
        """The values under one column."""
        return {row.taken[key] for row in self.rows if row.taken.get(key) is not None}


def incoming(layout: Layout, sheet: Sheet, progress: Progress) -> Incoming:
    """Read every row of a sheet; raises Problems at once if its headers do not fit."""
    problems: list[Problem] = []
    readers = list(rows_of(layout, sheet, problems))
    rows = tuple(IncomingRow(reader, reader.facts()) for reader in progress(readers))
    return Incoming(layout, rows, problems)


def refuse_twice(
    rows: Incoming, key: str, identity: Callable[[Mapping[str, Any]], Hashable | None]
) -> None:
    """Note each row whose identity (None: unknown) stands in an earlier row of the sheet."""
    first: dict[Hashable, int] = {}
    for row in rows.rows:
        found = identity(row.taken)
        if found is None:
            continue
        if found in first:
            row.problem(key, f"sama dengan baris {first[found]}.", "Hapus salah satu.")
        else:
            first[found] = row.number


def keys_of(*names: str) -> Callable[[Mapping[str, Any]], Hashable | None]:
    """An identity made of several columns; None while one of them is missing or bad."""

    def identity(taken: Mapping[str, Any]) -> Hashable | None:
        found = tuple(taken.get(name) for name in names)
        return None if None in found else found

    return identity


def check_known(rows: Incoming, key: str, known: Collection[str], noun: str, where: str) -> None:
    """Note each cell that names something unknown; `where` says on which sheet it belongs."""
    unknown = sorted(rows.values(key) - set(known))
    remedies = {value: did_you_mean(value, known, where) for value in unknown[:_MOST_GUESSES]}
    for row in rows.rows:
        value = row.taken.get(key)
        if value is not None and value not in known:
            remedy = remedies.get(value, f"Tambahkan dulu di lembar {where}.")
            row.problem(key, f"{noun} {value} tidak dikenal.", remedy)


def did_you_mean(value: str, known: Collection[str], where: str) -> str:
    """The nearest known code as a question, else on which sheet to add it."""
    close = difflib.get_close_matches(value, known, n=1) if len(known) < 5_000 else []
    return f"Maksudnya {close[0]}?" if close else f"Tambahkan dulu di lembar {where}."
