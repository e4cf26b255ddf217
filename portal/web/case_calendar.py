""" "Mengapa tanggal ini?": a stored explanation as a calendar and a list, never counted again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from portal.complaints.rules.clock import Day, Deadline, Why
from portal.complaints.rules.explaining import from_json
from portal.language import day_and_month, long_date, month_name, plain_date, short_weekday
from portal.language import gettext as _
from portal.web.complaint_words import CLASSES, word

MONDAY = date(2026, 6, 1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its number in the month, its number among the counted, or a word why not."""

    label: str
    number: int | None = None
    word: str = ""
    is_off: bool = False
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks from the filing to the due day."""

    title: str
    heads: tuple[str, ...]
    weeks: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class WhyDate:
    """All that explains a date: where it starts, the limit, the calendar, what did not count."""

    begun: str
    limit: str
    basis: str
    calendar: Calendar
    skipped: tuple[str, ...]


def why_date(explanation: str, *, today: date, reopened: bool = False) -> WhyDate | None:
    """The explanation in words and days; None where no clock runs (praise)."""
    if not explanation:
        return None
    found = from_json(explanation)
    begun = _("Dibuka kembali {day}.") if reopened else _("Diterima {day}.")
    klass = found.limit.klass
    return WhyDate(
        begun=f"{begun.format(day=long_date(found.start))} "
        + _("Golongan: {klass}.").format(klass=word(CLASSES, klass if klass in CLASSES else None)),
        limit=_limit(found),
        basis=found.limit.basis,
        calendar=_calendar(found, today, reopened),
        skipped=tuple(_skipped(found)),
    )


def _limit(found: Deadline) -> str:
    if not found.limit.extension:
        return _("{n} hari kerja").format(n=found.limit.days)
    words = _("{n} hari kerja, diperpanjang {more} hari kerja")
    return words.format(n=found.limit.days, more=found.limit.extension)


def _calendar(found: Deadline, today: date, reopened: bool) -> Calendar:
    first = found.start - timedelta(days=found.start.weekday())
    days = {day.on: day for day in found.days}
    length = -(-((found.due - first).days + 1) // WEEK) * WEEK
    shown = [first + timedelta(days=step) for step in range(length)]
    cells = [_cell(on, days.get(on), found, today, reopened) for on in shown]
    return Calendar(
        title=_months(found.start, found.due),
        heads=tuple(short_weekday(MONDAY + timedelta(days=step)) for step in range(WEEK)),
        weeks=tuple(tuple(cells[at : at + WEEK]) for at in range(0, length, WEEK)),
    )


def _cell(on: date, day: Day | None, found: Deadline, today: date, reopened: bool) -> Cell:
    label = f"{on.day}/{on.month}" if on.day == 1 else str(on.day)
    is_weekend = on.weekday() >= found.days_a_week
    if on == found.start:
        return Cell(label, word=_("buka") if reopened else _("lapor"), is_off=is_weekend)
    if day is None:
        return Cell(label, is_off=is_weekend)
    said = {Why.HOLIDAY: _("libur"), Why.PAUSE: _("jeda")}.get(day.why, "")
    return Cell(
        label=label,
        number=day.number,
        word=_("kini") if on == today and not said else said,
        is_off=day.number is None,
        is_due=on == found.due,
    )


def _months(start: date, due: date) -> str:
    if (start.year, start.month) == (due.year, due.month):
        return month_name(due)
    if start.year == due.year:
        return f"{month_name(start).removesuffix(f' {start.year}')}–{month_name(due)}"
    return f"{month_name(start)} – {month_name(due)}"


def _skipped(found: Deadline) -> Iterator[str]:
    """Weekends as a number, holidays under their decree, rests with their reason."""
    weekends = sum(day.why is Why.WEEKEND for day in found.days)
    if weekends:
        words = _("Minggu: {n} hari") if found.days_a_week > 5 else _("Sabtu dan Minggu: {n} hari")
        yield words.format(n=weekends)
    holidays = sorted(
        (day for day in found.days if day.why is Why.HOLIDAY), key=lambda day: (day.decree, day.on)
    )
    for decree, days in groupby(holidays, key=lambda day: day.decree):
        named = "; ".join(f"{day_and_month(day.on)} {day.name}".strip() for day in days)
        yield f"{named} ({decree})" if decree else named
    for run in _rests(found.days):
        words = _("{days}: jeda, {reason}")
        yield words.format(days=_span(run[0].on, run[-1].on), reason=run[0].name)


def _rests(days: Sequence[Day]) -> Iterator[list[Day]]:
    """Days of rest that no counted day parts, by their reason."""
    run: list[Day] = []
    for day in days:
        ends = day.why is Why.COUNTED or (day.why is Why.PAUSE and run and run[0].name != day.name)
        if ends and run:
            yield run
            run = []
        if day.why is Why.PAUSE:
            run.append(day)
    if run:
        yield run


def _span(first: date, last: date) -> str:
    if first == last:
        return day_and_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_and_month(last)}"
    same_year = first.year == last.year
    return f"{day_and_month(first) if same_year else plain_date(first)} – {day_and_month(last)}"
