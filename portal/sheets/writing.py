"""Writes CSV for programs and XLSX for people; no cell of either ever calculates."""

import csv
import io
import itertools
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from portal.errors import PortalError
from portal.sheets.text import guard

Cell = str | int | float | Decimal | bool | date | datetime | time | None

_LAST_ROW = 1_048_576
_LONGEST_TEXT = 32_767
_SAMPLE = 200
_WIDTHS = (8, 60)


class Format(StrEnum):
    """The kinds of file written here."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Table:
    """What to write: a title for the worksheet, headers, and rows of typed cells.

    Text stays text (a NIP too), numbers stay numbers; Decimal keeps its decimals.
    """

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def save(path: Path, tables: Sequence[Table], kind: Format) -> None:
    """Write a file entirely or not at all. CSV holds one table, XLSX one worksheet per table.

    Raises PortalError in words where the file cannot be written.
    """
    if path.exists() and not path.is_file():
        raise PortalError(f"{path}: bukan berkas. Tulis nama berkas {kind}.")
    try:
        with _replacing(path) as file:
            if kind is Format.CSV:
                write_csv(file, tables[0])
            else:
                write_xlsx(file, tables)
    except OSError as error:
        raise PortalError(_not_written(path, error)) from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` only when it is complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _not_written(path: Path, error: OSError) -> str:
    reason = error.strerror or "tidak diketahui"
    return f"{path}: berkas tidak dapat ditulis ({reason}). Periksa folder, izin, dan ruang disk."


def csv_bytes(table: Table) -> bytes:
    """The content of a CSV file; see `write_csv`."""
    buffer = io.BytesIO()
    write_csv(buffer, table)
    return buffer.getvalue()


def write_csv(file: BinaryIO, table: Table) -> None:
    """RFC 4180: comma, CRLF, UTF-8 without a mark, because programs read it.

    Text that a spreadsheet would calculate carries a leading apostrophe, headers too.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(header) for header in table.headers])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    text.detach()


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return guard(cell)
    return "" if cell is None else plain(cell)


def plain(cell: int | float | Decimal | bool | date | datetime | time) -> str:
    """A typed cell as unambiguous text: ISO dates, 08:00, decimals with a point, ya/tidak."""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%dT%H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return cell.isoformat() if isinstance(cell, date) else f"{cell}"


def xlsx_bytes(tables: Sequence[Table]) -> bytes:
    """The content of an XLSX file; see `write_xlsx`."""
    buffer = io.BytesIO()
    write_xlsx(buffer, tables)
    return buffer.getvalue()


def write_xlsx(file: BinaryIO, tables: Sequence[Table]) -> None:
    """A workbook with one worksheet per table: bold frozen headers, text as text."""
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    formats = _Formats(book)
    for number, table in enumerate(tables, start=1):
        _write_table(book.add_worksheet(_title(table.title, number)), table, formats)
    book.close()


def _title(title: str, number: int) -> str:
    """A worksheet's name as Excel allows it."""
    allowed = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31].strip()
    return allowed if allowed and allowed.casefold() != "history" else f"Lembar {number}"


class _Formats:
    """The cell formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.header = book.add_format({"bold": True, "num_format": "@", "bottom": 1})

    def of(self, cell: Cell) -> Any:
        """The format for this cell; text is marked as text so that editing keeps it so."""
        code = _number_format(cell)
        if code not in self._made:
            self._made[code] = self._book.add_format({"num_format": code})
        return self._made[code]


def _number_format(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return "dd/mm/yyyy hh:mm"
    if isinstance(cell, date):
        return "dd/mm/yyyy"
    if isinstance(cell, time):
        return "hh:mm"
    if isinstance(cell, Decimal):
        exponent = cell.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return "0." + "0" * decimals if decimals else "0"
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return "General" if is_number else "@"


def _write_table(sheet: Any, table: Table, formats: _Formats) -> None:
    rows = iter(table.rows)
    sample = list(itertools.islice(rows, _SAMPLE))
    for at, header in enumerate(table.headers):
        column = [row[at] for row in sample]
        shown = next((cell for cell in column if cell is not None), None)
        sheet.set_column(at, at, _width(header, column), formats.of(shown))
    for at, header in enumerate(table.headers):
        sheet.write_string(0, at, header, formats.header)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(itertools.chain(sample, rows), start=1):
        if number >= _LAST_ROW:
            raise PortalError("Lebih dari 1.048.575 baris; lembar XLSX penuh. Ekspor sebagai CSV.")
        for at, cell in enumerate(row):
            _write_cell(sheet, number, at, cell, formats.of(cell))


def _width(header: str, column: Sequence[Cell]) -> int:
    texts = [header, *(_shown(cell) for cell in column)]
    longest = max(len(line) for text in texts for line in (text.splitlines() or [""]))
    return min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return "" if cell is None else plain(cell)


def _write_cell(sheet: Any, row: int, at: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, datetime | date | time):
        sheet.write_datetime(row, at, cell, style)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, at, cell, style)
    elif cell is not None and cell != "":
        _write_text(sheet, row, at, _shown(cell), style)


def _write_text(sheet: Any, row: int, at: int, text: str, style: Any) -> None:
    if len(text) > _LONGEST_TEXT:
        raise PortalError(f"Baris {row + 1}: teks lebih dari {_LONGEST_TEXT} huruf. Pakai CSV.")
    sheet.write_string(row, at, text, style)
