"""Reads an existing SKM sheet: layouts A and B of domain.md §2.5, or any with the nine elements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.errors import PortalError, Problem, Problems
from portal.feedback.rules.sheet_rating import plain
from portal.indicators.rules.elements import Element, Order
from portal.indicators.rules.sheet_columns import ELEMENT_OF_NAME, Columns, recognise_columns
from portal.indicators.rules.sheet_footer import rows_in_words
from portal.indicators.rules.sheet_index import collect_answers
from portal.sheets import Row, Sheet, Value, as_date, as_text, read_sheet
from portal.sheets.table import Unusable

DATE_NAMES = frozenset(
    {"tanggal", "tgl", "tanggal survei", "tanggal survey", "date", "survey date"}
)
OTHER_NAMES: Mapping[str, frozenset[str]] = {
    "time": frozenset({"jam", "jam survei", "waktu survei", "time of day", "hour"}),
    "sex": frozenset({"jenis kelamin", "jk", "l p", "sex", "gender"}),
    "age": frozenset({"usia", "umur", "age"}),
    "education": frozenset({"pendidikan", "pendidikan terakhir", "education"}),
    "occupation": frozenset({"pekerjaan", "pekerjaan utama", "occupation"}),
    "comment": frozenset({"saran", "saran masukan", "masukan", "komentar", "comment"}),
    "counter": frozenset({"id loket", "loket", "nomor loket", "counter"}),
    "officer": frozenset({"petugas", "nip petugas", "nip", "officer"}),
}
NAME_NAMES = frozenset({"nama", "nama responden", "name", "nama lengkap"})


@dataclass(frozen=True, slots=True)
class SurveySheet:
    """A sheet read: which header was taken for which element, the marks, and the sheet itself.

    `unmarked` are the numbers of filled rows without any mark; `problems` are the bad marks.
    """

    sheet: Sheet
    columns: Columns
    positions: Mapping[str, int]
    rows: tuple[Row, ...]
    answers: tuple[Mapping[Element, int | None], ...]
    unmarked: tuple[int, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """Cells that the index has no use for but an import would refuse, by column, in words."""
        return tuple(_unread(self))

    def days(self) -> list[date] | None:
        """The date of every answer, if each row has one that can be read."""
        at = self.positions.get("date")
        if at is None:
            return None
        try:
            return [as_date(row.values[at]) for row in self.rows]
        except PortalError:
            return None


def read_survey(path: Path, order: Order | None) -> SurveySheet:
    """Open a sheet whose marks are all good; every bad mark is named. Raises Problems."""
    survey = open_survey(path, order)
    if survey.problems:
        raise Problems(survey.problems)
    return survey


def open_survey(path: Path, order: Order | None) -> SurveySheet:
    """Open a sheet and find its columns; bad marks are among its `problems`.

    Raises Problems if the file or its headers cannot be read.
    """
    sheet = read_sheet(path, known=_is_known)
    columns = recognise_columns(sheet.headers, order)
    cells = [(row.number, [_cell(value) for value in row.values]) for row in sheet.rows]
    found = collect_answers(cells, columns)
    by_number = {row.number: row for row in sheet.rows}
    notes = [*sheet.notes, *found.skipped]
    dropped = [header for header in sheet.headers if plain(header) in NAME_NAMES]
    if dropped:
        notes.append(f"Kolom {', '.join(dropped)} tidak dibaca: penilaian tidak menyimpan nama.")
    return SurveySheet(
        sheet=sheet,
        columns=columns,
        positions=_positions(sheet.headers, columns),
        rows=tuple(by_number[number] for number in found.numbers),
        answers=tuple(found.answers),
        unmarked=tuple(found.unmarked),
        problems=tuple(found.problems),
        notes=tuple(notes),
    )


def _unread(survey: SurveySheet) -> Iterator[str]:
    for at in sorted(survey.positions.values()):
        bad = [row.number for row in survey.rows if isinstance(row.values[at], Unusable)]
        if bad:
            header, rows = survey.sheet.headers[at], rows_in_words(bad)
            yield (
                f"Kolom {header} tidak dapat dibaca di baris {rows} (rumus yang belum dihitung"
                " atau kesalahan): indeks tidak memerlukannya, tetapi impor menolaknya."
            )


def _is_known(header: str) -> bool:
    name = plain(header)
    if name in DATE_NAMES or any(name in names for names in OTHER_NAMES.values()):
        return True
    return name in ELEMENT_OF_NAME or (name[:1] == "u" and name[1:].isdecimal())


def _positions(headers: Sequence[str], columns: Columns) -> dict[str, int]:
    elements = set(columns.position.values())
    names = {"date": DATE_NAMES, **OTHER_NAMES}
    return {
        key: at
        for key, known in names.items()
        for at, header in reversed(list(enumerate(headers)))
        if plain(header) in known and at not in elements
    }


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, Unusable):
        return value.what
    if value is None or isinstance(value, str | int | float):
        return value
    return as_text(value)
