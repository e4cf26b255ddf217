"""What the pages of the own results say in words."""

from collections.abc import Sequence
from datetime import date

from portal.appraisal.calendar import Terms, holiday_names
from portal.appraisal.own import OwnFigure, OwnResults, Windows
from portal.appraisal.records_queries import Record
from portal.appraisal.rules.calendar import ObjectionWindow, Skipped
from portal.appraisal.rules.status import Status
from portal.complaints.praising import Praise
from portal.feedback.rules.batches import Batch
from portal.feedback.rules.themes import Theme
from portal.language import decimal, long_date, month_name, plain_date, short_date, whole
from portal.language import gettext as _
from portal.web.figures import period_name
from portal.web.limits import settings


def terms() -> Terms:
    return Terms.of(settings())


def standing(figure: OwnFigure | None) -> str:
    """Whether the month is closed, and as of which night an open one is told."""
    if figure is None:
        return _("Belum ada angka bulan ini. Angka pertama muncul setelah sepuluh jawaban.")
    if figure.released_on is None:
        return _("Ditutup, revisi {number}.").format(number=figure.revision)
    return _("Sementara, diperbarui malam {date}.").format(date=plain_date(figure.released_on))


def thanks_sentence(results: OwnResults) -> str:
    """How many took the trouble to answer; a number, and no praise of ours."""
    figure = results.shown
    if figure is None or not figure.answers:
        return _("Belum ada jawaban warga tentang pelayanan Anda yang dapat disebut bulan ini.")
    return _("{n} warga menjawab tentang pelayanan Anda pada {month}.").format(
        n=whole(figure.answers), month=period_name(str(figure.month))
    )


def overall_sentence(figure: OwnFigure) -> str:
    """The overall mark: context, not about the officer alone."""
    overall = figure.overall
    if overall.score is None:
        return _("belum cukup data ({n} jawaban)").format(n=whole(overall.answers))
    return _("{score} dari {n} jawaban").format(
        score=decimal(overall.score), n=whole(overall.answers)
    )


def held_sentence(figure: OwnFigure) -> str:
    """What was held back, so that nothing is kept from the officer."""
    if not figure.flagged:
        return ""
    return _("{n} jawaban lain ditahan untuk diperiksa dan tidak ikut dihitung.").format(
        n=whole(figure.flagged)
    )


def trial_sentence(results: OwnResults) -> str:
    """In the first months of an installation nobody else sees these figures."""
    if results.trial_until is None:
        return ""
    return _(
        "Sampai {month} hanya Anda yang melihat hasil ini. Belum dipakai untuk apa pun."
    ).format(month=month_name(results.trial_until.first_day))


def month_note(figure: OwnFigure) -> str:
    """One month in the list: closed, or as of a night."""
    return _("sementara") if figure.released_on else _("revisi {n}").format(n=figure.revision)


def record_note(record: Record) -> str:
    """Which months the evidence speaks of, and from how many answers on."""
    if record.appraisal.block:
        return _("Satu bulan belum cukup, jadi digabung dengan bulan sebelumnya.")
    if record.appraisal.status == Status.INSUFFICIENT:
        return _(
            "Perlu 30 jawaban pada 10 hari. Bulan yang kurang digabung pada akhir triwulan atau"
            " semester."
        )
    return _("Untuk penilaian perlu 30 jawaban pada 10 hari, lebih banyak daripada di atas.")


def window_days(window: ObjectionWindow) -> str:
    """ "Oktober 2026: sanggahan 2 Nov sampai 6 Nov, final 11 Nov."."""
    days = _("{month}: sanggahan {opens} sampai {closes}, final {final}.")
    return days.format(
        month=period_name(str(window.month)),
        opens=short_date(window.opens),
        closes=short_date(window.closes),
        final=short_date(window.final),
    )


def why_days(window: ObjectionWindow) -> list[str]:
    """Why these days: how they were counted, and which days did not count."""
    first, last, final = window.days
    counted = _("Dihitung hari kerja ke-{first}, ke-{last} dan ke-{final} sejak {day}.").format(
        first=first, last=last, final=final, day=short_date(window.counted_from)
    )
    holidays = tuple(day.on for day in window.skipped if day.why is Skipped.HOLIDAY)
    names = holiday_names(holidays)
    week = _("Sabtu dan Minggu tidak dihitung.")
    if window.work_days > 5:
        week = _("Minggu tidak dihitung.")
    return [counted, week, *(_holiday(names.get(day, ""), short_date(day)) for day in holidays)]


def _holiday(name: str, day: str) -> str:
    return _("{day} tidak dihitung: {name}.").format(day=day, name=name)


def window_sentence(windows: Windows) -> str:
    """Until when it is open; else when it opens next."""
    if windows.open:
        newest = windows.open[0]
        return _("Sanggahan data {month} terbuka sampai {closes}.").format(
            month=period_name(str(newest.month)), closes=long_date(newest.closes)
        )
    following = windows.following
    return _(
        "Sanggahan data sedang tidak dibuka. Berikutnya {month}: {opens} sampai {closes}."
    ).format(
        month=period_name(str(following.month)),
        opens=long_date(following.opens),
        closes=long_date(following.closes),
    )


def kind_words(kind: str) -> str:
    words = {"attribution": _("Bukan saya yang melayani"), "answer": _("Jawabannya keliru")}
    return words[kind]


def state_words(state: str) -> str:
    words = {
        "open": _("menunggu putusan"),
        "upheld": _("dikabulkan"),
        "rejected": _("ditolak"),
        "withdrawn": _("ditarik"),
    }
    return words[state]


def theme_words(theme: Theme) -> str:
    words = {
        Theme.THANKS: _("Ucapan terima kasih"),
        Theme.FRIENDLINESS: _("Keramahan"),
        Theme.SPEED: _("Kecepatan"),
        Theme.CLARITY: _("Kejelasan penjelasan"),
        Theme.SKILL: _("Kecakapan"),
    }
    return words[theme]


def batch_words(batch: Batch) -> str:
    """The weeks of a batch; never a day."""
    if batch.first == batch.last:
        return week_words(batch.first)
    return _("Pekan {first} sampai pekan {last}").format(
        first=plain_date(batch.first), last=plain_date(batch.last)
    )


def week_words(monday: date) -> str:
    """A week by its first day; never a day."""
    return _("Pekan {date}").format(date=plain_date(monday))


def praise_lines(letters: Sequence[Praise]) -> list[tuple[str, str]]:
    """The week and the words of each."""
    return [(week_words(one.week), one.text) for one in letters]
