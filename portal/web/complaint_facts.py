"""What a unit's complaints are said to be, in words and numbers, for residents and staff alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.complaints.rules.tallying import BANDS
from portal.language import decimal, whole
from portal.language import gettext as _

# A median of one or two answers is the time of one case: it is written from three on.
LEAST_FOR_MEDIAN = 3
HOURS_A_DAY = 24
LONGEST_IN_HOURS = 72


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: its label, its value, and the small line below it."""

    label: str
    value: str
    note: str = ""


def complaint_facts(figures: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Counts and times of a period, in the order in which they happen to a case."""
    return (
        Fact(_("Pengaduan masuk"), whole(figures["filed"]), _praise(figures["praise"])),
        Fact(_("Dijawab pertama kali"), whole(figures["answered"]), _in_time(figures)),
        Fact(_("Waktu sampai dijawab"), *_median(figures)),
        Fact(_("Menurut pelapor"), _said(figures)),
        Fact(_("Dibuka kembali"), whole(figures["reopened"])),
        Fact(_("Minta ditinjau atasan"), whole(figures["appeals"])),
    )


def bands_sentence(figures: Mapping[str, Any]) -> str:
    """How many of the answers took no longer than each band of PEKPPP; empty without answers."""
    if not figures["answered"]:
        return ""
    parts = [
        f"{time_words(limit)}: {whole(figures['within_hours'][str(limit)])}" for limit in BANDS
    ]
    return _("Dijawab dalam {bands}.").format(bands="; ".join(parts))


def time_words(hours: float) -> str:
    """Up to three days in hours, longer in days."""
    if hours <= LONGEST_IN_HOURS:
        return _("{n} jam").format(n=_short(hours))
    return _("{n} hari").format(n=_short(hours / HOURS_A_DAY))


def _short(number: float) -> str:
    return whole(int(number)) if number == int(number) else decimal(number, 1)


def _praise(number: int) -> str:
    return _("dan {n} apresiasi").format(n=whole(number)) if number else ""


def _in_time(figures: Mapping[str, Any]) -> str:
    if not figures["answered"]:
        return ""
    return _("{n} tepat waktu menurut aturan").format(n=whole(figures["answered_in_time"]))


def _median(figures: Mapping[str, Any]) -> tuple[str, str]:
    """Value and note; of a longer period the median is not known from its months."""
    if figures["median_hours"] is None:
        return "–", _("ditulis per bulan") if figures["answered"] else _("belum ada jawaban")
    if figures["answered"] < LEAST_FOR_MEDIAN:
        return "–", _("ditulis mulai {n} jawaban").format(n=LEAST_FOR_MEDIAN)
    return time_words(figures["median_hours"]), _("separuhnya lebih cepat (median)")


def _said(figures: Mapping[str, Any]) -> str:
    if not figures["solved"] and not figures["unsolved"]:
        return _("belum ada yang menyatakan")
    words = _("{yes} selesai, {no} belum selesai")
    return words.format(yes=whole(figures["solved"]), no=whole(figures["unsolved"]))
