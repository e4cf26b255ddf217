"""A revision beside the one before it, in words: what changed, from what to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.appraisal.closing_queries import SideBySide
from portal.indicators.figures import Indicator
from portal.indicators.rules.elements import Element
from portal.language import decimal, whole
from portal.language import gettext as _
from portal.web.figures import element_name, letter_words, period_name

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class SideRow:
    """A unit in two revisions: pairs of (before, now) to be marked where they differ."""

    name: str
    index: tuple[str, str]
    letter: tuple[str, str]
    answers: tuple[str, str]


def side_rows(units: Sequence[SideBySide]) -> list[SideRow]:
    """Index, letter and answers of each unit in the revision before and in this one."""
    return [
        SideRow(
            name=unit.name,
            index=(_index(unit.before), _index(unit.now)),
            letter=(_letter(unit.before), _letter(unit.now)),
            answers=(_answers(unit.before), _answers(unit.now)),
        )
        for unit in units
    ]


def _index(figure: Indicator | None) -> str:
    return "–" if figure is None or figure.index is None else decimal(figure.index)


def _letter(figure: Indicator | None) -> str:
    return "–" if figure is None else letter_words(figure)


def _answers(figure: Indicator | None) -> str:
    return "–" if figure is None else whole(figure.answers)


def change_rows(changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str, str, str]]:
    """Period, subject, what, old, new of every changed number, as a person reads them."""
    return [
        (
            period_name(change["period"]),
            str(change["subject"]).partition(":")[2],
            number_name(str(change["name"])),
            value_words(change["old"]),
            value_words(change["new"]),
        )
        for change in changes
        # What the gate counts stands beside each element already.
        if not str(change["name"]).startswith("counts.")
    ]


def number_name(path: str) -> str:
    """ "elements.waktu.mean" as "Waktu penyelesaian, rata-rata"."""
    head, _dot, rest = path.partition(".")
    if head == "elements":
        key, _dot, what = rest.partition(".")
        if key in tuple(Element):
            return f"{element_name(Element(key))}, {_part_name(what)}"
    return _part_name(head) if not rest else f"{_part_name(head)}, {_part_name(rest)}"


def _part_name(name: str) -> str:
    names = {
        "index": _("IKM"),
        "answers": _("jawaban"),
        "complete": _("jawaban lengkap"),
        "mean": _("rata-rata"),
        "grade": _("mutu"),
        "interval": _("selang"),
        "overall": _("nilai keseluruhan"),
        "score": _("skor"),
        "flagged": _("ditahan"),
        "served": _("dilayani"),
        "response_rate": _("tingkat jawaban"),
        "standard_error": _("galat baku"),
        "withheld": _("alasan tidak ditampilkan"),
        "channels": _("saluran"),
        "index_complete": _("IKM jawaban lengkap"),
        "index_without_biaya": _("IKM tanpa biaya"),
    }
    return names.get(name, name)


def value_words(value: Any) -> str:
    """A frozen value in a cell: numbers as people write them, anything else as it stands."""
    if value is None:
        return "–"
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, Decimal | float):
        number = Decimal(str(value))
        exponent = number.as_tuple().exponent
        return decimal(number, -exponent if isinstance(exponent, int) and exponent < 0 else 0)
    if isinstance(value, list | tuple):
        return "–".join(value_words(part) for part in value)
    return ", ".join(f"{name} {value_words(part)}" for name, part in value.items())
