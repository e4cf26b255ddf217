"""A sheet in memory: headers, and rows that know where a person finds them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from portal.errors import Problem, Problems

MAX_ROWS = 200_000
MAX_COLUMNS = 100
_HEADER_SEARCH = 20


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell whose content cannot be taken (an error value, a formula never calculated)."""

    what: str
    remedy: str


Value = str | int | float | bool | date | datetime | time | Unusable | None


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row; `number` counts from 1 as the margin of the spreadsheet does."""

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `headers` as written, `rows` padded to their number, `notes` for the reader."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """The letter over a column: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place(row: int, index: int, header: str) -> str:
    """Where a cell is, in words: `Baris 4, kolom B (NIP)`."""
    return f"Baris {row}, kolom {column_letter(index)} ({header})"


def check_size(where: str, filled: int, width: int) -> None:
    """Refuse a sheet with more rows or columns than anybody needs; `filled` counts the header."""
    if filled > MAX_ROWS + 1:
        raise Problems(
            [Problem(where, f"lebih dari {MAX_ROWS} baris.", "Bagi menjadi beberapa berkas.")]
        )
    if width > MAX_COLUMNS:
        raise Problems(
            [Problem(where, f"lebih dari {MAX_COLUMNS} kolom.", "Hapus kolom yang tidak dipakai.")]
        )


def build_sheet(
    name: str,
    grid: Iterable[Row],
    known: Callable[[str], bool],
    notes: Sequence[str] = (),
) -> Sheet:
    """Find the header row and pad what follows it; titles above the header are passed over."""
    filled = [row for row in grid if any(value is not None for value in row.values)]
    if not filled:
        raise Problems([Problem(name, "lembar ini kosong.", "Isi baris judul dan datanya.")])
    start = _header_position(filled, known)
    headers = _trimmed(tuple(_header_text(value) for value in filled[start].values))
    width = max([len(headers), *(_width(row.values) for row in filled[start + 1 :])])
    padded_headers = headers + ("",) * (width - len(headers))
    rows = tuple(Row(row.number, _fitted(row.values, width)) for row in filled[start + 1 :])
    return Sheet(name, padded_headers, rows, tuple(notes))


def _header_position(rows: Sequence[Row], known: Callable[[str], bool]) -> int:
    """The first row with two known headers; else the first with two filled cells; else the first.

    A title over the table fills one (merged) cell.
    """
    first = rows[:_HEADER_SEARCH]
    for at_least_two in (known, bool):
        for position, row in enumerate(first):
            if sum(1 for value in row.values if at_least_two(_header_text(value))) >= 2:
                return position
    return 0


def _header_text(value: Value) -> str:
    if value is None or isinstance(value, Unusable):
        return ""
    return " ".join(str(value).split())


def _trimmed(headers: tuple[str, ...]) -> tuple[str, ...]:
    while headers and not headers[-1]:
        headers = headers[:-1]
    return headers


def _width(values: Sequence[Value]) -> int:
    return next((at for at in range(len(values), 0, -1) if values[at - 1] is not None), 0)


def _fitted(values: tuple[Value, ...], width: int) -> tuple[Value, ...]:
    return values[:width] + (None,) * (width - len(values))
