"""The rows of a survey sheet as values to store, with everything that is wrong in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.documents.rating_sheets import SurveySheet
from portal.errors import PortalError, Problem
from portal.feedback.rules.answers import part_of_day_at
from portal.feedback.rules.sheet_rating import (
    Named,
    Naming,
    SheetContent,
    SheetRating,
    age_band_of,
    education_of,
    occupation_of,
    plain,
    sex_of,
)
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.sheet_footer import rows_in_words
from portal.indicators.rules.sheet_index import REMEDY
from portal.organisation.rules.hours import parse_time
from portal.sheets import BadValue, Row, Value, as_date, as_line, as_text, as_time_text, place

LONGEST_COMMENT = 2_000


@dataclass(slots=True)
class _Reader:
    survey: SurveySheet
    today: date
    problems: list[Problem] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    months: set[str] = field(default_factory=set)

    def rating(self, row: Row, answer: Mapping[Element, int | None]) -> SheetRating | None:
        before = len(self.problems)
        on = self.date(row)
        facts: dict[str, Any] = {
            "part_of_day": self.take(row, "time", _part_of_day),
            "sex": self.take(row, "sex", _worded(sex_of)),
            "age_band": self.take(row, "age", _worded(age_band_of)),
            "education": self.take(row, "education", _worded(education_of)),
            "occupation": self.take(row, "occupation", _worded(occupation_of)),
            "comment": self.take(row, "comment", _comment) or "",
            "counter": self.name(row, "counter", Named.COUNTER),
            "officer": self.name(row, "officer", Named.OFFICER),
        }
        if on is None or len(self.problems) > before:
            return None
        elements = {element.value: answer.get(element) for element in FORM_ORDER}
        return SheetRating(row=row.number, on=on, elements=elements, **facts)

    def date(self, row: Row) -> date | None:
        """The survey's date; a sheet without that column is refused once, not per row."""
        if "date" not in self.survey.positions:
            return None
        before = len(self.problems)
        on: date | None = self.take(row, "date", as_date)
        if on is None and len(self.problems) == before:
            self.problem(row, "date", "kosong, wajib diisi. Misalnya 31/12/2026.")
        elif on is not None and on > self.today:
            self.problem(row, "date", f"{on:%d/%m/%Y} belum terjadi. Periksa tahunnya.")
        elif on is not None:
            self.months.add(f"{on:%Y-%m}")
        return on

    def name(self, row: Row, key: str, kind: Named) -> str:
        text = self.take(row, key, _worded(str)) or ""
        if text:
            self.namings.append(Naming(kind, text, *self.cell(row, key)))
        return text

    def take(self, row: Row, key: str, parse: Callable[[Value], Any]) -> Any:
        at = self.survey.positions.get(key)
        value = None if at is None else row.values[at]
        if value is None or value == "":
            return None
        try:
            return parse(value)
        except PortalError as error:
            self.problem(row, key, error.message)
            return None

    def problem(self, row: Row, key: str, what: str) -> None:
        where, at = self.cell(row, key)
        self.problems.append(Problem(where, what, at=at))

    def cell(self, row: Row, key: str) -> tuple[str, tuple[int, int]]:
        at = self.survey.positions[key]
        return place(row.number, at, self.survey.sheet.headers[at]), (row.number, at)


def survey_ratings(survey: SurveySheet, today: date) -> SheetContent:
    """The rows with a mark or a comment; all that is wrong in any cell is in its problems."""
    reader = _Reader(survey, today)
    found = [reader.rating(*pair) for pair in zip(survey.rows, survey.answers, strict=True)]
    comments, empty = _unmarked(survey)
    found += [reader.rating(row, {}) for row in comments]
    return SheetContent(
        ratings=tuple(rating for rating in found if rating is not None),
        namings=tuple(reader.namings),
        months=frozenset(reader.months),
        problems=(*_of_the_whole(survey), *survey.problems, *reader.problems),
        notes=tuple(_notes([row.number for row in comments], empty)),
    )


def _of_the_whole(survey: SurveySheet) -> Iterator[Problem]:
    if "date" not in survey.positions:
        yield Problem(survey.sheet.name, "kolom TANGGAL tidak ada.", "Tambahkan tanggal survei.")
    if not survey.rows:
        yield Problem(survey.sheet.name, "tidak ada satu pun nilai 1 sampai 4.", REMEDY)


def _unmarked(survey: SurveySheet) -> tuple[list[Row], list[int]]:
    """The rows without a mark: those that hold a comment, and the numbers of those that do not."""
    at = survey.positions.get("comment")
    by_number = {row.number: row for row in survey.sheet.rows}
    rows = [by_number[number] for number in survey.unmarked]
    comments = [row for row in rows if at is not None and row.values[at] not in (None, "")]
    said = {row.number for row in comments}
    return comments, [number for number in survey.unmarked if number not in said]


def _notes(comments: list[int], empty: list[int]) -> Iterator[str]:
    if comments:
        rows = rows_in_words(comments)
        yield f"Baris {rows} tidak berisi nilai: hanya sarannya yang disimpan."
    if empty:
        rows = rows_in_words(empty)
        yield f"Baris {rows} kosong, tanpa nilai dan tanpa saran: tidak disimpan."


def _worded(parse: Callable[[str], Any]) -> Callable[[Value], Any]:
    return lambda value: parse(as_line(value, longest=80))


def _comment(value: Value) -> str:
    text = as_text(value).strip()
    if len(text) > LONGEST_COMMENT:
        remedy = "Pendekkan, atau pindahkan sisanya ke baris baru tanpa nilai."
        raise BadValue(f"{len(text)} huruf, paling banyak {LONGEST_COMMENT}.", remedy)
    return text


def _part_of_day(value: Value) -> str:
    text = as_time_text(value)
    words = {"pagi": "pagi", "siang": "siang", "sore": "siang"}
    # A range such as 08.00–12.00 counts by its beginning.
    start = text.replace("–", "-").split("-")[0].strip()
    return words.get(plain(text)) or part_of_day_at(parse_time(start))
