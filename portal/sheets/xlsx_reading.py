"""Reads XLSX within bounds: no bomb, no entity, no formula is ever run."""

import functools
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.workbook.workbook import Workbook

from portal.errors import Problem, Problems
from portal.sheets.table import MAX_COLUMNS, Row, Unusable, Value, check_size
from portal.sheets.text import clean_text

MAX_SHEET_BYTES = 120 * 2**20
MAX_OTHER_BYTES = 40 * 2**20
MAX_PARTS = 1_000
_LAST_ROW = 1_048_576

# openpyxl warns about decorations it does not read; nobody needs to know.
warnings.filterwarnings("ignore", module=r"openpyxl\.")

_Cell = ReadOnlyCell | EmptyCell
_NEVER_CALCULATED = Unusable(
    "berisi rumus yang belum pernah dihitung.",
    "Buka berkas di Excel dan simpan, atau tempel sebagai nilai.",
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of one worksheet, and how many formulas were read by their stored value."""

    title: str
    rows: tuple[Row, ...]
    formulas: int


def parse_xlsx(data: bytes, name: str) -> tuple[Grid, ...]:
    """Every visible worksheet that holds anything."""
    _check_archive(data, name)
    try:
        grids = _grids(data, name)
    except Problems:
        raise
    # The parser fails in as many ways as a file can be damaged; none of them is our fault.
    except Exception as error:
        raise Problems([_damaged(name)]) from error
    return tuple(grid for grid in grids if grid.rows)


def _check_archive(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise Problems([_damaged(name)]) from error
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise Problems([_other_archive(name, names)])
    sheets = sum(p.file_size for p in parts if p.filename.startswith("xl/worksheets/"))
    others = sum(p.file_size for p in parts) - sheets
    if len(parts) > MAX_PARTS or sheets > MAX_SHEET_BYTES or others > MAX_OTHER_BYTES:
        raise Problems(
            [
                Problem(
                    name, "isinya terlalu besar.", "Bagi menjadi beberapa berkas, atau pakai CSV."
                )
            ]
        )


def _other_archive(name: str, parts: set[str]) -> Problem:
    what = "bukan lembar kerja XLSX."
    if "content.xml" in parts:
        what = "berkas ini ODS (LibreOffice), bukan XLSX."
    elif any(part.startswith("word/") for part in parts):
        what = "berkas ini dokumen Word, bukan lembar kerja."
    return Problem(name, what, "Simpan ulang sebagai XLSX atau CSV.")


def _damaged(name: str) -> Problem:
    return Problem(name, "berkas rusak atau tidak lengkap.", "Buka di Excel, lalu simpan ulang.")


def _grids(data: bytes, name: str) -> list[Grid]:
    book = _open(data, stored_values=False)
    calculated = functools.cache(lambda: _open(data, stored_values=True))
    return [
        _grid(book, calculated, sheet.title, name)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]


def _open(data: bytes, *, stored_values: bool) -> Workbook:
    return load_workbook(
        io.BytesIO(data), read_only=True, data_only=stored_values, keep_links=False
    )


def _grid(book: Workbook, calculated: Callable[[], Workbook], title: str, name: str) -> Grid:
    where = f"{name}, lembar {title}"
    # Cells become plain values at once: the library's cell objects would fill the memory.
    rows = [
        Row(number, tuple(map(_value, cells))) for number, cells in _filled_rows(book, title, where)
    ]
    formulas = sum(value is _NEVER_CALCULATED for row in rows for value in row.values)
    if formulas:
        rows = list(_with_stored_values(rows, calculated(), title))
    return Grid(title, tuple(rows), formulas)


def _filled_rows(book: Workbook, title: str, where: str) -> Iterator[tuple[int, list[_Cell]]]:
    """Rows up to their last filled cell; rows that only carry a format are passed over."""
    filled = 0
    blank: tuple[_Cell, ...] = ()
    for number, cells in enumerate(_all_rows(book, title), start=1):
        # The reader fills gaps with one and the same empty row, a million times if asked to.
        if cells is blank:
            continue
        kept = _up_to_last_filled(cells)
        if not kept:
            blank = cells
        else:
            filled += 1
            check_size(where, filled, len(kept))
            yield number, kept


def _all_rows(book: Workbook, title: str) -> Iterator[tuple[_Cell, ...]]:
    sheet: Any = book[title]
    # Some programs write a wrong size of the table; the rows themselves are what counts.
    sheet.reset_dimensions()
    rows: Iterator[tuple[_Cell, ...]] = sheet.iter_rows(
        min_row=1, max_row=_LAST_ROW, max_col=MAX_COLUMNS + 1
    )
    return rows


def _up_to_last_filled(cells: tuple[_Cell, ...]) -> list[_Cell]:
    for at in range(len(cells), 0, -1):
        if cells[at - 1].value is not None:
            return list(cells[:at])
    return []


def _with_stored_values(rows: list[Row], book: Workbook, title: str) -> Iterator[Row]:
    """Put in place of each formula the value that the spreadsheet program stored for it."""
    wanted = {row.number: row for row in rows}
    for number, stored in enumerate(_all_rows(book, title), start=1):
        if row := wanted.get(number):
            yield Row(number, tuple(map(_known, row.values, stored)))


def _known(value: Value, stored: _Cell) -> Value:
    """A formula that was calculated to an empty text is blank; one never calculated stays."""
    never = stored.value is None and stored.data_type not in ("str", "s")
    return value if value is not _NEVER_CALCULATED or never else _value(stored)


def _value(cell: _Cell) -> Value:
    value = cell.value
    if cell.data_type == "f":
        return _NEVER_CALCULATED
    if cell.data_type == "e":
        return Unusable(f"berisi kesalahan {value}.", "Perbaiki rumusnya, atau ketik nilainya.")
    if value is None or isinstance(value, bool | int | float | datetime | date | time):
        return value
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return clean_text(str(value)) or None
