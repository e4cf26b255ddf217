"""A preview as a person reads it: bad cells with their neighbours, or what would change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from portal.errors import Problem
from portal.language import later
from portal.listing import Asked, Listed
from portal.organisation.imports.parts import Kind, Line, Part, lines_of
from portal.organisation.layouts import LAYOUTS
from portal.sheets import Column, Sheet
from portal.sheets.table import Unusable

KIND_WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.ADDED: (later("Baru"), "ok"),
    Kind.CHANGED: (later("Berubah"), "warn"),
    Kind.REMOVED: (later("Dihapus"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to mend; `anchor` is the id of its cell, "" where it is in none."""

    where: str
    what: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it came, with what is wrong in it."""

    text: str
    reason: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """Problems of one page, the rows they are in, and the rows around those."""

    told: Listed[Told]
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    bad_cells: int
    good_rows: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that would change: each fact before and after, as text."""

    words: str
    look: str
    is_change: bool
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one sheet would change: how much, and one page of it with the columns that say it."""

    title: str
    counts: tuple[int, int, int, int]
    heads: tuple[str, ...]
    lines: Listed[Shown]


def mending(sheet: Sheet, problems: Sequence[Problem], asked: Asked) -> Mended:
    """One page of what has to be mended."""
    asked = asked.within(len(problems))
    page = problems[asked.offset : asked.offset + asked.size]
    bad = {problem.at for problem in problems if problem.at[0]}
    rows = tuple(_rows(sheet, page))
    return Mended(
        told=Listed(tuple(map(_told, page)), len(problems), asked),
        headers=sheet.headers,
        rows=rows,
        bad_cells=len(bad),
        good_rows=len(sheet.rows) - len({at[0] for at in bad}),
    )


def changes(part: Part, asked: Asked) -> Changes:
    """One page of what a sheet would change."""
    lines = lines_of(part)
    asked = asked.within(len(lines))
    columns = [column for column in LAYOUTS[part.name].exported() if _is_told(column, lines)]
    page = lines[asked.offset : asked.offset + asked.size]
    return Changes(
        title=LAYOUTS[part.name].title,
        counts=(
            len(part.plan.added),
            len(part.plan.changed),
            len(part.plan.removed),
            part.plan.unchanged,
        ),
        heads=tuple(column.title for column in columns),
        lines=Listed(tuple(_shown(line, columns) for line in page), len(lines), asked),
    )


def text_of(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H.%M}"
    if isinstance(value, Unusable):
        return "?"
    return "" if value is None else str(value)


def _told(problem: Problem) -> Told:
    words = f"{problem.what} {problem.remedy}".strip()
    return Told(problem.where, words, _anchor(problem.at) if problem.at[0] else "")


def _anchor(at: tuple[int, int]) -> str:
    return f"sel-{at[0]}-{at[1]}"


def _rows(sheet: Sheet, problems: Sequence[Problem]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    reasons: dict[tuple[int, int], list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.at, []).append(problem.what.rstrip("."))
    places = {row.number: place for place, row in enumerate(sheet.rows)}
    bad = {places[at[0]] for at in reasons if at[0] in places}
    wanted = sorted({near for place in bad for near in (place - 1, place, place + 1)})
    for place in wanted:
        if 0 <= place < len(sheet.rows):
            row = sheet.rows[place]
            yield (
                row.number,
                tuple(
                    _cell((row.number, at), value, reasons) for at, value in enumerate(row.values)
                ),
            )


def _cell(at: tuple[int, int], value: Any, reasons: Mapping[tuple[int, int], list[str]]) -> Cell:
    if at not in reasons:
        return Cell(text_of(value))
    return Cell(text_of(value), "; ".join(reasons[at]), _anchor(at))


def _is_told(column: Column, lines: Sequence[Line]) -> bool:
    return any(_text(column, value) for line in lines for value in line.values(column.key))


def _shown(line: Line, columns: Sequence[Column]) -> Shown:
    words, look = KIND_WORDS[line.kind]
    facts = []
    for column in columns:
        before, after = (_text(column, value) for value in line.values(column.key))
        facts.append((before, before if line.kind is Kind.REMOVED else after))
    return Shown(words, look, line.kind is Kind.CHANGED, tuple(facts))


def _text(column: Column, value: Any) -> str:
    return "" if value is None else text_of(column.show(value))
