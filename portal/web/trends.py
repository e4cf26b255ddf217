"""Several months of a figure: the chart, its table, and whether the last one moved.

A month is never compared across a change in how answers were collected (paper against phone).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.indicators.figures import Indicator
from portal.indicators.rules.change import Change, change, shifted_channels
from portal.indicators.rules.interval import Interval
from portal.language import decimal, short_month, whole
from portal.language import gettext as _
from portal.month import Month
from portal.web.charts import Reading, Trend, trend
from portal.web.figures import block_words, interval_words, period_name, withheld_words


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of a trend's table."""

    label: str
    index: str
    interval: str
    answers: str
    grade: str
    note: str


def trend_of(figures: Sequence[Indicator]) -> Trend | None:
    """The chart of some months, oldest first; None below two months with a number."""
    if sum(figure.index is not None for figure in figures) < 2:
        return None
    return trend([_reading(f, is_break=_is_break(figures, f)) for f in figures])


def _is_break(figures: Sequence[Indicator], figure: Indicator) -> bool:
    """Whether paper and phone moved too much since the last month with a number."""
    earlier = [f for f in figures if f.index is not None and f.month < figure.month]
    return bool(earlier and shifted_channels(earlier[-1].channels, figure.channels))


def _reading(figure: Indicator, *, is_break: bool) -> Reading:
    first = Month.parse(figure.block[-1] if figure.block else figure.month).first_day
    label, _space, year = short_month(first).rpartition(" ")
    low, high = figure.interval or (None, None)
    return Reading(label, year, figure.index, low, high, is_break)


def month_rows(figures: Sequence[Indicator]) -> list[MonthRow]:
    """The same months as a table, newest first."""
    return [_month_row(f, is_break=_is_break(figures, f)) for f in reversed(figures)]


def _month_row(figure: Indicator, *, is_break: bool) -> MonthRow:
    note = withheld_words(figure.withheld) or block_words(figure)
    if is_break:
        note = note or _("cara mengumpulkan jawaban berubah")
    return MonthRow(
        label=short_month(Month.parse(figure.month).first_day),
        index="" if figure.index is None else decimal(figure.index),
        interval=interval_words(figure.interval),
        answers=whole(figure.answers),
        grade=str(figure.grade or ""),
        note=note,
    )


def trend_sentence(figures: Sequence[Indicator]) -> str:
    """What the trend's picture says, for whoever does not see it."""
    said = [figure for figure in figures if figure.index is not None]
    if not said:
        return _("Belum ada bulan dengan angka.")
    first, last = said[0], said[-1]
    return _("IKM dari {first} ({from_value}) sampai {last} ({to_value}), {n} bulan").format(
        first=period_name(first.month),
        from_value=decimal(first.index or 0),
        last=period_name(last.month),
        to_value=decimal(last.index or 0),
        n=len(said),
    )


def change_words(figure: Indicator, trend: Sequence[Indicator]) -> str:
    """Up, down, or not to be told apart yet: a month against the last one before it."""
    earlier = [f for f in trend if f.index is not None and f.month < figure.month]
    if figure.index is None or not earlier or all(f.month != figure.month for f in trend):
        return ""
    before = earlier[-1]
    if _is_break(trend, figure):
        return _("Tidak dibandingkan dengan {month}: cara mengumpulkan jawaban berubah.").format(
            month=period_name(before.month)
        )
    words = {
        Change.UP: _("Naik dari {before} pada {month}, lebih dari kebetulan."),
        Change.DOWN: _("Turun dari {before} pada {month}, lebih dari kebetulan."),
        Change.UNCLEAR: _("Belum dapat dibedakan dari {before} pada {month}."),
    }
    return words[_change(before, figure)].format(
        before=decimal(before.index or 0), month=period_name(before.month)
    )


def _change(before: Indicator, now: Indicator) -> Change:
    if before.index is None or now.index is None:
        return Change.UNCLEAR
    return change(before.index, _interval(before), now.index, _interval(now))


def _interval(figure: Indicator) -> Interval | None:
    if figure.interval is None or figure.standard_error is None:
        return None
    return Interval(*figure.interval, figure.standard_error)
