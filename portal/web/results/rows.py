"""Units, counters, services and officers as rows of tables: words where a number may not stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.appraisal.officer_lines import OfficerLine, PersonalElement
from portal.indicators.figures import Indicator
from portal.indicators.staff_parts import Part
from portal.indicators.staff_queries import UnitLine
from portal.language import decimal, whole
from portal.language import gettext as _
from portal.month import Month
from portal.web import figures
from portal.web.charts import Bar, bar
from portal.web.results.month_asked import MONTH
from portal.web.templating import page_url


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One subject with its figure and its company; without `index` the note stands in its place."""

    name: str
    href: str = ""
    depth: int = 0
    index: str = ""
    grade: str = ""
    interval: str = ""
    answers: str = ""
    served: str = ""
    note: str = ""
    bar: Bar | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class PersonalCell:
    """One element about an officer; without `value` the words say why."""

    value: str
    interval: str
    company: str
    compared: str
    withheld: str


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer by name, in the order of the list, which no figure decides."""

    name: str
    unit: str
    kompetensi: PersonalCell
    perilaku: PersonalCell


def unit_rows(lines: Iterable[UnitLine], month: Month) -> list[SubjectRow]:
    """Units as they stand in the tree, each a link to its own page."""
    return [
        _row(
            line.unit.name,
            line.shown.figure if line.shown else None,
            href=page_url("results.unit", code=line.unit.code, **{MONTH: str(month)}),
            depth=min(line.depth, 3),
        )
        for line in lines
    ]


def part_rows(parts: Iterable[Part]) -> list[SubjectRow]:
    """Counters by number, services by name."""
    return [_row(part.name, part.figure) for part in parts]


def _row(name: str, figure: Indicator | None, *, href: str = "", depth: int = 0) -> SubjectRow:
    if figure is None:
        return SubjectRow(name, href, depth, note=_("belum ada yang dapat ditulis bulan ini"))
    note = figures.withheld_words(figure.withheld) or figures.block_words(figure)
    if figure.index is None:
        return SubjectRow(name, href, depth, note=note or _("belum cukup data"))
    interval = figures.interval_words(figure.interval)
    low, high = figure.interval or (None, None)
    sentence = _("{name}: {value} dari 100, selang {interval}").format(
        name=name, value=decimal(figure.index), interval=interval or "–"
    )
    return SubjectRow(
        name=name,
        href=href,
        depth=depth,
        index=decimal(figure.index),
        grade=figures.letter_words(figure),
        interval=interval,
        answers=whole(figure.answers),
        served=figures.served_words(figure),
        note=note,
        bar=bar(figure.index, low, high),
        sentence=sentence,
    )


def officer_rows(lines: Iterable[OfficerLine]) -> list[OfficerRow]:
    """Officers with their two elements."""
    return [
        OfficerRow(line.name, line.unit_name, _personal(line.kompetensi), _personal(line.perilaku))
        for line in lines
    ]


def _personal(element: PersonalElement) -> PersonalCell:
    found = element.figure
    company = _("{answers} jawaban, {days} hari").format(
        answers=whole(found.answers), days=whole(found.days or 0)
    )
    if found.index is None:
        words = figures.withheld_words(element.withheld) or _("belum cukup data")
        return PersonalCell("", "", company, "", words)
    interval = figures.interval_words(found.interval)
    return PersonalCell(decimal(found.index, 1), interval, company, compared_words(element), "")


def compared_words(element: PersonalElement) -> str:
    """Beside colleagues in the same work; never the words of an appraisal."""
    words = {
        "lebih tinggi": _("lebih tinggi dari rekan"),
        "belum dapat dibedakan": _("belum dapat dibedakan dari rekan"),
        "lebih rendah": _("lebih rendah dari rekan"),
    }
    return words.get(element.compared or "", "")
