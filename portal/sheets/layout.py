"""Which columns a sheet has, and taking them out of rows with every problem collected."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.errors import PortalError, Problem, Problems
from portal.sheets.table import Row, Sheet, Value, column_letter, place
from portal.sheets.values import BadValue


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is its English name (stable, heads a CSV), `title` the Indonesian one.

    `parse` turns a filled cell into a value or raises PortalError; a blank cell gives `default`.
    `show` turns a value back into a cell that `parse` takes.
    """

    key: str
    title: str
    parse: Callable[[Value], Any]
    example: str
    meaning: str
    other_names: tuple[str, ...] = ()
    required: bool = False
    default: Any = None
    exported: bool = True
    show: Callable[[Any], Any] = _as_it_is

    def names(self) -> frozenset[str]:
        """Every header under which this column is recognised, folded."""
        return frozenset(map(fold, (self.key, self.title, *self.other_names)))


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of sheet; `titles` name its worksheet, `ignored` other headers."""

    name: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ("no", "nomor urut", "keterangan", "notes")

    def knows(self, header: str) -> bool:
        """Whether a header names one of the columns."""
        return any(fold(header) in column.names() for column in self.columns)

    @property
    def title(self) -> str:
        """What the sheet is called on screen and as a worksheet."""
        return self.titles[-1][:1].upper() + self.titles[-1][1:]

    def exported(self) -> tuple[Column, ...]:
        """The columns that an export writes, in order."""
        return tuple(column for column in self.columns if column.exported)


@dataclass(frozen=True, slots=True)
class RowReader:
    """One row of a sheet under a layout; what is wrong goes into the shared `problems`."""

    sheet: Sheet
    row: Row
    positions: Mapping[str, int]
    columns: tuple[Column, ...]
    problems: list[Problem] = field(repr=False)

    def facts(self) -> dict[str, Any]:
        """The values of the columns that the sheet has, without those of bad cells."""
        taken: dict[str, Any] = {}
        for column in self.columns:
            before = len(self.problems)
            value = self._take(column)
            if len(self.problems) == before:
                taken[column.key] = value
        return taken

    def problem(self, key: str, what: str, remedy: str = "") -> None:
        """Note a problem of the cell under `key` (or of the whole row, without that column)."""
        at = (self.row.number, self.positions.get(key, 0))
        self.problems.append(Problem(self.place(key), what, remedy, at))

    def place(self, key: str) -> str:
        """Where the cell is, in words."""
        at = self.positions.get(key)
        if at is None:
            return f"Baris {self.row.number}"
        return place(self.row.number, at, self.sheet.headers[at])

    def _take(self, column: Column) -> Any:
        value = self.row.values[self.positions[column.key]]
        if value is None or value == "":
            if column.required:
                self.problem(column.key, "kosong, wajib diisi.", f"Misalnya {column.example}.")
            return column.default
        try:
            return column.parse(value)
        except BadValue as error:
            self.problem(column.key, error.what, error.remedy)
        except PortalError as error:
            self.problem(column.key, error.message)
        return None


def fold(header: str) -> str:
    """A header without case, accents, signs and spaces at the ends: `NIP *` → `nip`."""
    plain = unicodedata.normalize("NFKD", header).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("\u0307", "")).split())


def rows_of(layout: Layout, sheet: Sheet, problems: list[Problem]) -> Iterator[RowReader]:
    """A reader for each row; raises Problems at once if the headers do not fit the layout."""
    positions = _positions(layout, sheet)
    present = tuple(column for column in layout.columns if column.key in positions)
    return (RowReader(sheet, row, positions, present, problems) for row in sheet.rows)


def _positions(layout: Layout, sheet: Sheet) -> dict[str, int]:
    positions: dict[str, int] = {}
    problems = []
    for at, header in enumerate(sheet.headers):
        column = next((c for c in layout.columns if fold(header) in c.names()), None)
        if column is None:
            problems += _unknown(layout, sheet, at)
        elif column.key in positions:
            problems.append(_twice(sheet, at, positions[column.key]))
        else:
            positions[column.key] = at
    problems += [
        Problem(sheet.name, f"kolom {c.title} tidak ada.", f"Tambahkan kolom {c.title} ({c.key}).")
        for c in layout.columns
        if c.required and c.key not in positions
    ]
    if problems:
        raise Problems(problems)
    return positions


def _unknown(layout: Layout, sheet: Sheet, at: int) -> list[Problem]:
    """A column nobody knows is refused: a mistyped header must not lose its values in silence."""
    header = sheet.headers[at]
    if fold(header) in map(fold, layout.ignored):
        return []
    where = f"Kolom {column_letter(at)} ({header})" if header else f"Kolom {column_letter(at)}"
    if not header:
        filled = any(row.values[at] is not None for row in sheet.rows)
        return [Problem(where, "berisi tetapi tanpa judul.", "Beri judul.")] if filled else []
    names = {fold(name): name for c in layout.columns for name in (c.title, c.key)}
    close = difflib.get_close_matches(fold(header), names, n=1)
    remedy = f"Maksudnya {names[close[0]]}?" if close else f"Yang dikenal: {_titles(layout)}."
    return [Problem(where, "kolom tidak dikenal.", f"{remedy} Ubah judulnya atau hapus kolomnya.")]


def _titles(layout: Layout) -> str:
    return ", ".join(column.title for column in layout.columns)


def _twice(sheet: Sheet, at: int, earlier: int) -> Problem:
    where = f"Kolom {column_letter(at)} ({sheet.headers[at]})"
    return Problem(where, f"sama dengan kolom {column_letter(earlier)}.", "Hapus salah satu.")
