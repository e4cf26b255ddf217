"""Spreadsheets in and out: CSV and XLSX, cells that cannot run as formulas.

The only reader and writer of spreadsheets. `read_book` opens any file a person may hand over,
`Layout` says which columns a sheet has, `RowReader` takes them out and collects every bad cell,
`save` writes a file whose values read back unchanged.
"""

from portal.sheets.layout import Column, Layout, RowReader, rows_of
from portal.sheets.reading import read_book, read_sheet
from portal.sheets.table import Row, Sheet, Value, column_letter, place
from portal.sheets.values import BadValue, as_date, as_line, as_text, as_time_text, as_whole
from portal.sheets.writing import Format, Table, csv_bytes, save, xlsx_bytes

__all__ = [
    "BadValue",
    "Column",
    "Format",
    "Layout",
    "Row",
    "RowReader",
    "Sheet",
    "Table",
    "Value",
    "as_date",
    "as_line",
    "as_text",
    "as_time_text",
    "as_whole",
    "column_letter",
    "csv_bytes",
    "place",
    "read_book",
    "read_sheet",
    "rows_of",
    "save",
    "xlsx_bytes",
]
