"""A figure and its company, in words and places for the templates: pages only arrange them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.indicators.figures import ElementFigure, Indicator
from portal.indicators.rules.change import break_even
from portal.indicators.rules.elements import FORM_ORDER, Element
from portal.indicators.rules.index import GRADES, Grade
from portal.indicators.rules.publication import Reason, Withheld
from portal.indicators.rules.sample import needed_sample
from portal.language import Language, decimal, language, month_name, short_month, whole
from portal.language import gettext as _
from portal.month import Month, Period
from portal.web.charts import Bar, bar

ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element on a page: words, bar and the same numbers."""

    name: str
    value: str
    interval: str
    bar: Bar | None
    sentence: str
    answers: str
    is_lowest: bool
    withheld: str


def withheld_words(withheld: Withheld | None) -> str:
    """Why a figure is not said, with its numbers, in the language being spoken."""
    if withheld is None:
        return ""
    names = ", ".join(
        _("{name} ({have} dari {need})").format(
            name=element_name(element), have=have, need=withheld.need
        )
        for element, have in withheld.elements
    )
    return _reasons()[withheld.reason].format(have=withheld.have, need=withheld.need, names=names)


def _reasons() -> Mapping[Reason, str]:
    return {
        Reason.NO_ANSWERS: _("belum ada jawaban"),
        Reason.JOINED: _("{have} jawaban, digabung sampai {need}"),
        Reason.TOO_FEW: _("belum cukup data ({have} dari {need})"),
        Reason.TOO_FEW_DAYS: _("belum cukup data ({have} dari {need} hari)"),
        Reason.ELEMENTS: _("belum cukup jawaban untuk unsur {names}"),
        Reason.NO_LETTER: _("mutu ditulis mulai {need} jawaban ({have} dari {need})"),
        Reason.COMPLEMENT: _(
            "digabung, supaya jawaban beberapa orang tidak dapat dihitung dari selisih"
        ),
    }


def element_name(element: Element) -> str:
    """The element's short name on figures."""
    names = {
        Element.PERSYARATAN: _("Persyaratan"),
        Element.PROSEDUR: _("Prosedur"),
        Element.WAKTU: _("Waktu penyelesaian"),
        Element.BIAYA: _("Biaya/tarif"),
        Element.PRODUK: _("Produk layanan"),
        Element.KOMPETENSI: _("Kompetensi petugas"),
        Element.PERILAKU: _("Perilaku petugas"),
        Element.SARANA: _("Sarana prasarana"),
        Element.PENGADUAN: _("Penanganan pengaduan"),
    }
    return names[element]


def grade_word(grade: Grade) -> str:
    """The word of a grade in the language being spoken."""
    _lowest, word_id, word_en = GRADES[grade]
    return word_en if language() is Language.ENGLISH else word_id


def grade_label(figure: Indicator) -> str:
    """ "Baik", or "Baik, bisa Sangat Baik" where the interval crosses a border."""
    if figure.grade is None:
        return ""
    words = grade_word(figure.grade)
    if not figure.possible:
        return words
    others = _(" atau ").join(f"{grade} ({grade_word(grade)})" for grade in figure.possible)
    return _("{word}, bisa {others}").format(word=words, others=others)


def letter_words(figure: Indicator) -> str:
    """ "B", or "B (bisa A)" where the interval crosses a border; a dash without a letter."""
    if figure.grade is None:
        return "–"
    if not figure.possible:
        return str(figure.grade)
    others = _(" atau ").join(str(grade) for grade in figure.possible)
    return _("{letter} (bisa {others})").format(letter=figure.grade, others=others)


def interval_words(interval: tuple[Decimal, Decimal] | None) -> str:
    """ "83,1–86,3"; empty where there is none."""
    if interval is None:
        return ""
    return f"{decimal(interval[0], 1)}–{decimal(interval[1], 1)}"


def period_name(text: str) -> str:
    """ "Oktober 2026", "Triwulan IV 2026", "Semester 2 2026", "Tahun 2026"."""
    period = Period.parse(text)
    if len(period.months) == 1:
        return month_name(period.first_day)
    number = text.rpartition("-")[2]
    year = period.first_day.year
    if number.startswith("TW"):
        return _("Triwulan {number} {year}").format(number=ROMAN[int(number[2:])], year=year)
    if number.startswith("S"):
        return _("Semester {number} {year}").format(number=number[1:], year=year)
    return _("Tahun {year}").format(year=year)


def period_title(figure: Indicator) -> str:
    """The period's name; where it lacks months, those it has are told with it."""
    name = period_name(figure.month)
    period = Period.parse(figure.month)
    if not figure.block or set(figure.block) == {str(month) for month in period.months}:
        return name
    if len(period.months) == 1:
        return block_words(figure) or name
    months = ", ".join(short_month(Month.parse(month).first_day) for month in figure.block)
    return _("{period} (baru {months})").format(period=name, months=months)


def block_words(figure: Indicator) -> str:
    """The months that were joined into one figure of a month, or nothing."""
    if len(figure.block) < 2 or len(Period.parse(figure.month).months) > 1:
        return ""
    first, last = (
        short_month(Month.parse(m).first_day) for m in (figure.block[0], figure.block[-1])
    )
    return _("gabungan {first} sampai {last}").format(first=first, last=last)


def served_words(figure: Indicator) -> str:
    """How many were served and what share of them answered."""
    if figure.served is None or figure.response_rate is None:
        return ""
    share = decimal(figure.response_rate * 100, 1)
    return _("{share} % ikut menilai").format(share=share)


def sample_words(figure: Indicator) -> str:
    """Answers against the sample of Krejcie and Morgan for those served."""
    if figure.served is None:
        return _("sampel yang perlu tidak dapat dihitung")
    return _("perlu paling sedikit {needed}").format(needed=whole(needed_sample(figure.served)))


def element_rows(figure: Indicator) -> list[ElementRow]:
    """The nine elements in the order of the form; empty where none may be said."""
    shown = [f.index for f in figure.elements.values() if f.index is not None]
    if not shown:
        return []
    lowest = min(shown) if len(set(shown)) > 1 else None
    return [
        _element_row(element, figure.elements[element], lowest)
        for element in FORM_ORDER
        if element in figure.elements
    ]


def _element_row(element: Element, figure: ElementFigure, lowest: Decimal | None) -> ElementRow:
    name = element_name(element)
    if figure.index is None:
        words = _("belum cukup data ({have} dari {need})").format(have=figure.answers, need=10)
        return ElementRow(name, "", "", None, "", whole(figure.answers), False, words)
    low, high = figure.interval or (None, None)
    value, interval = decimal(figure.index, 1), interval_words(figure.interval)
    sentence = _("{name}: {value} dari 100, selang {interval}").format(
        name=name, value=value, interval=interval or "–"
    )
    return ElementRow(
        name=name,
        value=value,
        interval=interval,
        bar=bar(figure.index, low, high),
        sentence=sentence,
        answers=whole(figure.answers),
        is_lowest=figure.index == lowest,
        withheld="",
    )


def silence_words(figure: Indicator) -> str:
    """How much lower the silent would have to be for the grade to fall (domain.md §2.3)."""
    if figure.index is None or figure.grade is None or figure.served is None:
        return ""
    points = break_even(figure.index, figure.answers, figure.served)
    if points is None:
        return ""
    return _(
        "Mutu baru turun bila yang tidak menjawab rata-rata {points} poin lebih rendah."
    ).format(points=decimal(points, 1))
