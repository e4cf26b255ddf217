"""The index of one sheet of answers, as `portal index` prints it: no database, no minimum."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portal.errors import Problem, Problems
from portal.indicators.rules.definition import Definition, Weight
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import (
    MARKS,
    Grade,
    Index,
    Tally,
    element_index,
    index_without_fee,
    is_complete,
    other_weights,
    round_half_up,
    tally_answers,
)
from portal.indicators.rules.interval import Interval, index_interval_of_rows
from portal.indicators.rules.sheet_columns import Columns
from portal.indicators.rules.sheet_footer import is_remark, is_total, skipped_in_words

Answer = Mapping[Element, int | None]
Cell = str | int | float | Decimal | None
MEAN_PLACES = 4
NO_MARK_WORDS = frozenset({"", "-", "–", "tidak tahu", "belum bisa dinilai", "don't know"})
REMEDY = "Tulis 1, 2, 3 atau 4; kosongkan kalau tidak dijawab."


def read_mark(cell: Cell) -> int | None:
    """A mark 1 to 4, or None for an answer without one; anything else is a ValueError."""
    text = "" if cell is None else str(cell).replace("\xa0", " ").strip().lower()
    if text in NO_MARK_WORDS:
        return None
    for mark in MARKS:
        if text in {f"{mark}", f"{mark}.0", f"{mark},0", f"{mark}.00", f"{mark},00"}:
            return mark
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """The answers of a sheet by row number, the rows that are none, and the cells that are wrong.

    A row with a bad mark stands among the answers without that element.
    """

    numbers: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    unmarked: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def skipped(self) -> tuple[str, ...]:
        """Which rows were not counted and why, in words; to be shown beside every result."""
        return skipped_in_words(self.totals, self.remarks)


def read_answers(
    rows: Iterable[tuple[int, Sequence[Cell]]], columns: Columns
) -> tuple[list[int], list[Answer]]:
    """Row numbers and answers of `sheet_answers`, for who has no place to say what was skipped."""
    found = sheet_answers(rows, columns)
    return found.numbers, found.answers


def sheet_answers(rows: Iterable[tuple[int, Sequence[Cell]]], columns: Columns) -> SheetAnswers:
    """`collect_answers`, refused if there is a bad cell; every one is named at once."""
    found = collect_answers(rows, columns)
    if found.problems:
        raise Problems(found.problems)
    return found


def collect_answers(rows: Iterable[tuple[int, Sequence[Cell]]], columns: Columns) -> SheetAnswers:
    """The rows that hold a mark, and what is wrong with them.

    ``rows`` are (row number as the spreadsheet shows it, cells); short rows end in blanks. Rows of
    sums and means, and the grade table below them, are no answers.
    """
    found = SheetAnswers()
    first, last = min(columns.position.values()), max(columns.position.values())
    for number, cells in rows:
        if is_total(cells, first):
            found.totals.append(number)
        elif found.totals and is_remark(cells, last):
            found.remarks.append(number)
        else:
            _take_row(number, cells, columns, found)
    return found


def _take_row(
    number: int,
    cells: Sequence[Cell],
    columns: Columns,
    found: SheetAnswers,
) -> None:
    before = len(found.problems)
    answer = _read_row(number, cells, columns, found.problems)
    if len(found.problems) > before or any(mark is not None for mark in answer.values()):
        found.numbers.append(number)
        found.answers.append(answer)
    else:
        found.unmarked.append(number)


def _read_row(
    number: int, cells: Sequence[Cell], columns: Columns, problems: list[Problem]
) -> dict[Element, int | None]:
    answer: dict[Element, int | None] = {}
    for element, column in columns.position.items():
        cell = cells[column] if column < len(cells) else None
        try:
            answer[element] = read_mark(cell)
        except ValueError:
            where = f"baris {number}, kolom {columns.headers[column]}"
            problems.append(Problem(where, _what_is_wrong(cell), REMEDY, (number, column)))
    return answer


def _what_is_wrong(cell: Cell) -> str:
    if str(cell).strip() in {"0", "0.0", "0,0"}:
        return "0 bukan nilai; sel kosong pun tidak pernah berarti 0."
    return f"“{str(cell)[:40]}” bukan nilai 1 sampai 4."


@dataclass(frozen=True, slots=True)
class SheetIndex:
    """All that one sheet says; ``as_json`` is the contract of ``portal index --json``."""

    index: Index
    weight: Weight
    answers: int
    complete: int
    interval: Interval | None
    tallies: Mapping[Element, Tally]
    without_fee: Index
    over_complete: Index
    others: Mapping[Weight, Index]

    def as_json(self) -> dict[str, object]:
        """Numbers rounded as they are printed; element means to four decimals."""
        return {
            "index": _number(self.index.value),
            "grade": _letter(self.index.grade),
            "answers": self.answers,
            "complete": self.complete,
            "interval": _bounds(self.interval),
            "weight": self.weight.value,
            "definition": str(Definition(self.weight)),
            "elements": {e.value: _element(self.tallies[e]) for e in FORM_ORDER},
            "index_complete": _number(self.over_complete.value),
            "index_without_biaya": _number(self.without_fee.value),
            "other_weights": {
                weight.value: {"index": _number(found.value), "grade": _letter(found.grade)}
                for weight, found in self.others.items()
            },
        }


def sheet_index(
    answers: Sequence[Answer], weight: Weight, days: Sequence[Hashable] | None = None
) -> SheetIndex:
    """The index of these answers; ``days``, if every answer has one, widen the interval.

    Refused in words: no answers at all, or an element that nobody answered.
    """
    if not answers:
        raise Problems([Problem("lembar", "tidak ada satu pun nilai 1 sampai 4.", REMEDY)])
    tallies = tally_answers(answers)
    index = element_index(tallies, weight)
    if index.missing:
        names = ", ".join(e.name_id for e in index.missing)
        raise Problems(
            [
                Problem(
                    "lembar",
                    f"tidak ada jawaban untuk unsur {names}, jadi indeks tidak dapat dihitung.",
                    "Isi nilainya; unsur yang tidak dijawab tidak pernah ditebak.",
                )
            ]
        )
    full = [answer for answer in answers if is_complete(answer)]
    return SheetIndex(
        index=index,
        weight=weight,
        answers=len(answers),
        complete=len(full),
        interval=index_interval_of_rows(answers, days, weight=weight),
        tallies=tallies,
        without_fee=index_without_fee(tallies, weight),
        over_complete=element_index(tally_answers(full), weight),
        others=other_weights(tallies, weight),
    )


def _element(tally: Tally) -> dict[str, object]:
    mean = tally.mean
    return {
        "answers": tally.answers,
        "mean": None if mean is None else _number(round_half_up(mean, MEAN_PLACES)),
        "index": _number(tally.score),
        "grade": _letter(tally.grade),
    }


def _number(value: Decimal | None) -> float | None:
    """A printed number as JSON has it: the shortest float that prints the same."""
    return None if value is None else float(value)


def _letter(grade: Grade | None) -> str | None:
    return None if grade is None else grade.value


def _bounds(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [float(interval.low), float(interval.high)]
