"""What a record of the evidence is called, on pages and on paper alike."""

from portal.appraisal.rules.comparison import Compared
from portal.appraisal.rules.status import Status
from portal.language import gettext as _
from portal.language import month_name, short_month
from portal.month import Month


def status_words(status: str) -> str:
    """Where a record stands, and whether it may be used yet."""
    return {
        Status.PROVISIONAL: _("Sementara, belum untuk penilaian"),
        Status.OBJECTION_OPEN: _("Sanggahan data terbuka, belum untuk penilaian"),
        Status.FINAL: _("Final"),
        Status.INSUFFICIENT: _("Belum cukup data"),
    }[Status(status)]


def compared_words(compared: str | None) -> str:
    """Beside colleagues in the same work; never the words of the predicate."""
    if compared is None:
        return _("belum ada pembanding yang cukup")
    return {
        Compared.HIGHER: _("lebih tinggi"),
        Compared.UNCLEAR: _("belum dapat dibedakan"),
        Compared.LOWER: _("lebih rendah"),
    }[Compared(compared)]


def tier_words(tier: str) -> str:
    """How it is known that somebody was served."""
    return {
        "A": _("tiket sekali pakai"),
        "B": _("kode berganti di layar"),
        "C": _("poster di loket"),
        "D": _("tautan"),
    }[tier]


def record_period(month: str, block: tuple[str, ...]) -> str:
    """ "Oktober 2026", or with the months that were joined because one alone was too small."""
    name = month_name(Month.parse(month).first_day)
    if len(block) < 2:
        return name
    first, last = (short_month(Month.parse(m).first_day) for m in (block[0], block[-1]))
    return _("{month}, gabungan {first} sampai {last}").format(month=name, first=first, last=last)
