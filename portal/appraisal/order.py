"""Which month may be closed, and when: in words where it may not."""

from datetime import date, timedelta

from portal.errors import NotFound, PortalError, RuleBroken
from portal.feedback.queries import last_closed_month, months_with_ratings
from portal.language import gettext as _
from portal.month import Month

DAYS_TO_WAIT = 2  # the first of the next month is the day on which the last tickets still live


def earliest_closing(month: Month) -> date:
    """The first local day on which a month may be closed: a whole day after its end."""
    return month.last_day + timedelta(days=DAYS_TO_WAIT)


def refuse_early(month: Month, today: date) -> None:
    """A month is closed a whole day after its end."""
    earliest = earliest_closing(month)
    if today < earliest:
        raise RuleBroken(
            _(
                "Bulan {month} baru dapat ditutup mulai {day}, sehari setelah berakhir:"
                " kode formulir berlaku 24 jam."
            ).format(month=month, day=f"{earliest:%d/%m/%Y}")
        )


def refuse_out_of_order(month: Month) -> None:
    """Months are closed once, one after the other, beginning with the first that has answers."""
    last = last_closed_month()
    if last is not None and str(month) <= last:
        raise RuleBroken(
            _(
                "Bulan {month} sudah ditutup. Kalau ada kesalahan, buat revisi dengan alasannya."
            ).format(month=month)
        )
    filled = months_with_ratings(after=last)
    if last is not None and month != Month.parse(last).next():
        words = _("Tutup {month} dahulu: bulan ditutup berurutan.")
        raise RuleBroken(words.format(month=Month.parse(last).next()))
    if last is None and str(month) not in filled:
        words = _("Tidak ada jawaban dalam bulan {month}. Periksa tahun dan bulannya.")
        raise NotFound(words.format(month=month))
    if filled and filled[0] < str(month):
        words = _("Tutup {month} dahulu: bulan itu terbuka dan berisi jawaban.")
        raise RuleBroken(words.format(month=filled[0]))


def month_to_close() -> Month | None:
    """The month whose turn it is; None where nothing was answered yet."""
    last = last_closed_month()
    if last is not None:
        return Month.parse(last).next()
    filled = months_with_ratings()
    return Month.parse(filled[0]) if filled else None


def closing_refusals(month: Month, today: date) -> tuple[PortalError, ...]:
    """Why this month cannot be closed today, in words; empty when it can."""
    found: list[PortalError] = []
    try:
        refuse_early(month, today)
    except RuleBroken as error:
        found.append(error)
    try:
        refuse_out_of_order(month)
    except (RuleBroken, NotFound) as error:
        found.append(error)
    return tuple(found)
