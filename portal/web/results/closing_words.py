"""A preview in words: its checks, the note beside each unit, what a revision changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.appraisal.preview import Preview, UnitLine
from portal.appraisal.rules.readiness import Check, Finding, Movement
from portal.language import decimal, percent, whole
from portal.language import gettext as _
from portal.month import Month
from portal.web.figures import (
    block_words,
    letter_words,
    withheld_words,
)
from portal.web.templating import page_url


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the preview as the table shows it."""

    name: str
    depth: int
    answers: str
    served: str
    index: str
    letter: str
    with_held: str
    held: str
    note: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One check: passed or not, its sentence, and where to look."""

    is_passed: bool
    words: str
    text: str = ""
    href: str = ""
    label: str = ""


def sum_words(received: Mapping[str, int]) -> str:
    """ "3.486 dihitung + 85 ditahan + 4 dicoret = 3.575 diterima"."""
    counted, held, struck = (received.get(s, 0) for s in ("counts", "quarantined", "struck"))
    return _("{counted} dihitung + {held} ditahan + {struck} dicoret = {total} diterima").format(
        counted=whole(counted),
        held=whole(held),
        struck=whole(struck),
        total=whole(counted + held + struck),
    )


def unit_rows(preview: Preview) -> list[UnitRow]:
    return [_unit_row(line) for line in preview.units]


def _unit_row(line: UnitLine) -> UnitRow:
    figure = line.figure
    return UnitRow(
        name=line.name,
        depth=min(line.depth, 3),
        answers=whole(figure.answers),
        served="–" if figure.served is None else whole(figure.served),
        index="–" if figure.index is None else decimal(figure.index),
        letter=letter_words(figure),
        with_held=_with_held(line),
        held=whole(line.held),
        note=_note(line),
        is_bad=line.must_review,
    )


def _with_held(line: UnitLine) -> str:
    """Of this month alone: where months were joined, nothing can be set beside it."""
    figure, both = line.figure, line.movement.with_held
    if figure.index is None or not line.held:
        return "–" if figure.index is None else decimal(figure.index)
    return "–" if figure.block or both is None else decimal(both)


def _note(line: UnitLine) -> str:
    said = [
        withheld_words(line.figure.withheld),
        block_words(line.figure),
        _held_words(line),
        _("{n} sanggahan terbuka").format(n=whole(line.objections)) if line.objections else "",
    ]
    return "; ".join(words for words in said if words) or _("siap")


def _held_words(line: UnitLine) -> str:
    if not line.held:
        return ""
    if not line.must_review:
        return _("{n} ditahan").format(n=whole(line.held))
    return _("{n} jawaban ditahan {effect}").format(
        n=whole(line.held), effect=effect_words(line.movement)
    )


def effect_words(movement: Movement) -> str:
    """What the held answers would do: change the grade, or move the index by so much."""
    if movement.changes_grade:
        return _("mengubah mutu {before} → {after}").format(
            before=movement.grade_without, after=movement.grade_with
        )
    if movement.points is None:
        return _("belum dapat dihitung pengaruhnya")
    return _("mengubah IKM {points} poin").format(points=signed(movement.points))


def signed(points: Decimal) -> str:
    """ "+1,25", "−0,40", "0,00"."""
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return sign + decimal(abs(points))


def check_words(preview: Preview) -> list[CheckWords]:
    """All checks, what needs attention last and where to go for it."""
    return [_check(finding, preview.month) for finding in preview.findings]


def _check(finding: Finding, month: Month) -> CheckWords:
    makers = {
        Check.TURN: _turn,
        Check.ROSTER: _roster,
        Check.ATTRIBUTION: _attribution,
        Check.SERVED: _served,
        Check.OBJECTIONS: _objections,
        Check.QUARANTINE: _quarantine,
    }
    return makers[finding.check](finding, month)


def _turn(finding: Finding, _month: Month) -> CheckWords:
    if finding.is_passed:
        return CheckWords(True, _("Bulan ini selesai dan gilirannya"))
    return CheckWords(False, _("Belum dapat ditutup."), " ".join(_(w) for w in finding.names))


def _roster(finding: Finding, _month: Month) -> CheckWords:
    words = _("Jadwal jaga lengkap di {have} dari {all} loket").format(
        have=whole(finding.have), all=whole(finding.all)
    )
    return _counted(finding, words, _named(finding))


def _attribution(finding: Finding, _month: Month) -> CheckWords:
    share = Decimal(finding.have) / finding.all if finding.all else Decimal(0)
    words = _("Petugas diketahui pasti pada {share} jawaban").format(share=percent(share))
    text = _("Hanya jawaban itu yang menjadi bukti dukung.")
    return _counted(finding, words, text)


def _served(finding: Finding, _month: Month) -> CheckWords:
    words = _("Jumlah yang dilayani tercatat di {have} dari {all} loket").format(
        have=whole(finding.have), all=whole(finding.all)
    )
    return _counted(finding, words, _named(finding))


def _counted(finding: Finding, words: str, text: str) -> CheckWords:
    """A share that is complete needs no more words."""
    return CheckWords(True, words) if finding.is_passed else CheckWords(False, f"{words}.", text)


def _named(finding: Finding) -> str:
    lacking = finding.all - finding.have
    if finding.is_passed or not finding.names:
        return ""
    names = ", ".join(finding.names)
    more = lacking - len(finding.names)
    if more > 0:
        return _("Belum: {names}, dan {more} lagi.").format(names=names, more=whole(more))
    return _("Belum: {names}.").format(names=names)


def _objections(finding: Finding, month: Month) -> CheckWords:
    if finding.is_passed:
        return CheckWords(True, _("Tidak ada sanggahan yang menunggu"))
    words = _("{n} sanggahan belum diputus.").format(n=whole(finding.have))
    text = _("Bisa ditutup; yang dikabulkan sesudahnya menjadi revisi.")
    href = page_url("results.objections", bulan=str(month))
    return CheckWords(False, words, text, href, _("Lihat sanggahan"))


def _quarantine(finding: Finding, month: Month) -> CheckWords:
    if finding.is_passed:
        return CheckWords(True, _("Tidak ada jawaban yang ditahan"))
    words = _("{n} jawaban ditahan.").format(n=whole(finding.have))
    text = _("Tidak mengubah mutu dan tidak lebih dari satu poin.")
    if finding.names:
        text = _("Mengubah hasil di {units}. Putuskan dulu, atau tutup dengan catatan.").format(
            units=", ".join(finding.names)
        )
    href = page_url("results.review", bulan=str(month))
    return CheckWords(not finding.names, words, text, href, _("Lihat sinyal"))
