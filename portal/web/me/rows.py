"""The two elements as rows of a table: a figure and its company, or words in its place."""

from dataclasses import dataclass, replace
from decimal import Decimal

from portal.appraisal.officer_lines import PersonalElement
from portal.appraisal.queries import PersonalFigure
from portal.documents.appraisal_words import compared_words
from portal.indicators.rules.publication import Withheld
from portal.language import decimal, whole
from portal.language import gettext as _
from portal.web.charts import Bar, bar
from portal.web.figures import interval_words, withheld_words


@dataclass(frozen=True, slots=True)
class Row:
    """One element; without `score` the words of `withheld` say why; `compared` is a sentence."""

    name: str
    answers: str
    days: str
    score: str = ""
    interval: str = ""
    compared: str = ""
    withheld: str = ""
    bar: Bar | None = None
    sentence: str = ""


def own_row(name: str, element: PersonalElement, *, is_open: bool) -> Row:
    """An element of the officer's own month; colleagues stand beside it once it is closed."""
    found = element.figure
    counts = found.answers, found.days or 0
    if found.index is None:
        return _row(name, counts, withheld=element.withheld)
    row = _row(name, counts, found.index, found.interval)
    return replace(row, compared=_beside(name, element.compared, is_open=is_open))


def record_row(name: str, figure: PersonalFigure) -> Row:
    """An element of the record for the appraisal."""
    counts = figure.answers, figure.days
    if figure.score is None:
        return _row(name, counts, withheld=figure.withheld)
    row = _row(name, counts, figure.score, figure.interval)
    return replace(row, compared=_beside(name, figure.compared))


def _beside(name: str, compared: str | None, *, is_open: bool = False) -> str:
    """How it stands beside colleagues in the same work, in a sentence."""
    if is_open:
        return _("{name}: dibandingkan dengan rekan saat bulan ditutup.").format(name=name)
    if compared is None:
        return _("{name}: belum ada pembanding yang cukup.").format(name=name)
    return _("{name}, dibanding petugas dalam pekerjaan yang sama: {compared}.").format(
        name=name, compared=compared_words(compared)
    )


def _row(
    name: str,
    counts: tuple[int, int],
    score: Decimal | None = None,
    interval: tuple[Decimal, Decimal] | None = None,
    *,
    withheld: Withheld | None = None,
) -> Row:
    answers, days = map(whole, counts)
    if score is None:
        words = withheld_words(withheld) or _("belum cukup data")
        return Row(name, answers, days, withheld=words)
    low, high = interval or (None, None)
    said = decimal(score, 1)
    sentence = _("{name}: {value} dari 100, selang {interval}").format(
        name=name, value=said, interval=interval_words(interval) or "–"
    )
    return Row(
        name=name,
        answers=answers,
        days=days,
        score=said,
        interval=interval_words(interval),
        bar=bar(score, low, high),
        sentence=sentence,
    )
