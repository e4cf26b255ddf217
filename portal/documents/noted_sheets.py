"""A sheet given back with the reasons: the same cells, and a last column that says what to mend."""

from collections.abc import Sequence
from datetime import date, datetime, time

from portal.errors import Problem
from portal.sheets import Sheet, Table, Value, column_letter
from portal.sheets.writing import Cell

NOTES = "Keterangan"  # a header that every import passes over
MARK = "▲ "


def noted_table(sheet: Sheet, problems: Sequence[Problem]) -> Table:
    """The sheet with its notes; those of an earlier round are replaced."""
    width = _width_without_notes(sheet)
    notes: dict[int, list[str]] = {}
    for problem in problems:
        notes.setdefault(problem.at[0], []).append(_said(sheet, problem))
    return Table(
        sheet.name,
        [*sheet.headers[:width], NOTES],
        [
            [*map(_cell, row.values[:width]), MARK + " ".join(notes[row.number])]
            if row.number in notes
            else [*map(_cell, row.values[:width]), ""]
            for row in sheet.rows
        ],
    )


def _said(sheet: Sheet, problem: Problem) -> str:
    at = problem.at[1]
    head = sheet.headers[at] if at < len(sheet.headers) else column_letter(at)
    return f"{head}: {problem.what} {problem.remedy}".strip()


def _width_without_notes(sheet: Sheet) -> int:
    """Without a last column of our own notes; a person's own remarks stay."""
    last = len(sheet.headers) - 1
    if last < 0 or sheet.headers[last] != NOTES:
        return len(sheet.headers)
    said = [row.values[last] for row in sheet.rows if row.values[last] is not None]
    ours = all(isinstance(text, str) and text.startswith(MARK) for text in said)
    return last if ours else len(sheet.headers)


def _cell(value: Value) -> Cell:
    known = isinstance(value, str | int | float | bool | date | datetime | time)
    return value if known else None  # type: ignore[return-value]  # narrowed above
