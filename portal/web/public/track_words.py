"""Where a case stands, in the words of its reporter's page (microcopy.md 10, 11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.complaints.rules.words import OPEN_STATES, Outcome, State, Step
from portal.complaints.timeline import Said
from portal.complaints.tracking import DueDate, Tracked
from portal.language import gettext as _
from portal.language import later, long_date, plain_date
from portal.web.complaint_words import OUTCOMES, word

_STATUS: Mapping[str, str] = {
    State.RECEIVED: later("Sedang diperiksa"),
    State.VERIFIED: later("Sudah diperiksa"),
    State.IN_PROGRESS: later("Sedang ditangani"),
    State.WAITING: later("Menunggu jawaban Anda"),
    State.ANSWERED: later("Menunggu penilaian Anda"),
}


@dataclass(frozen=True, slots=True)
class DueWords:
    """The large date of the page, and what stands around it.

    `why` asks for the explanation of the legal date, where the large one is another.
    """

    label: str
    day: str
    note: str
    why: str = ""


def status(case: Tracked) -> str:
    """What happens now; empty once nothing does."""
    if case.erased_on or case.main_state:
        return ""
    if case.state == State.RECEIVED and not case.is_released:
        return _("Menunggu dibaca mulai hari berikutnya")
    if case.state == State.ANSWERED and case.due is None:
        return ""
    return _(_STATUS[case.state]) if case.state in _STATUS else ""


def ahead(case: Tracked) -> list[str]:
    """What is still to come."""
    if case.due is None or case.erased_on or case.main_state or case.state not in OPEN_STATES:
        return []
    return [_("Jawaban"), _("Anda menilai: sudah selesai atau belum")]


def latest_words(case: Tracked) -> tuple[Said, ...]:
    """What the reporter has to read before doing anything: the question, or the answer."""
    wanted = {
        State.WAITING: (Step.ASKED,),
        State.ANSWERED: (Step.ANSWERED,),
        State.CLOSED: (Step.ANSWERED, Step.CLOSED),
    }.get(State(case.state), ())
    found = [one.notes for one in case.steps if one.step in wanted and one.notes]
    return found[-1] if found else ()


def due_words(case: Tracked, today: date) -> DueWords:
    """The one date that counts now."""
    if case.erased_on:
        day = long_date(case.erased_on)
        return DueWords(_("Isi pengaduan ini sudah dihapus"), day, _("Masa simpannya selesai."))
    if case.main_state:
        return _of_merged(case, today)
    if case.state == State.CLOSED:
        day = long_date(case.closed_on or case.filed_on)
        return DueWords(_("Ditutup"), day, _ending(case), _why(case))
    if case.state == State.ANSWERED:
        day = long_date(case.answered_on or today)
        return DueWords(_("Dijawab"), day, _say_verdict(case), _why(case))
    if case.due is None:
        return DueWords(
            _("Diterima"),
            long_date(case.filed_on),
            _("Terima kasih. Apresiasi disampaikan kepada petugas dan tidak memerlukan jawaban."),
        )
    return DueWords(_("Dijawab paling lambat"), long_date(case.due.due), _running(case, case.due))


def _running(case: Tracked, due: DueDate) -> str:
    if case.state == State.WAITING and case.waits_until:
        words = _("Menunggu keterangan Anda sampai {day}. Selama itu hitungan dijeda.")
        return words.format(day=plain_date(case.waits_until))
    return _counted(due, f"{status(case)}.")


def _counted(due: DueDate, doing: str = "") -> str:
    if due.late:
        said = _("Sudah lewat {n} hari kerja.").format(n=due.late)
    elif due.day == 0:
        said = _("Hitungan mulai hari kerja berikutnya.")
    else:
        said = _("Hari ini hari kerja ke-{x} dari {y}.").format(x=due.day, y=due.total)
    check = ""
    if due.verify_due:
        check = _("Diperiksa paling lambat {day}.").format(day=plain_date(due.verify_due))
    return " ".join(part for part in (said, doing, check) if part)


def _of_merged(case: Tracked, today: date) -> DueWords:
    label = _("Digabung dengan pengaduan lain tentang hal yang sama")
    if case.due is None or case.main_state not in OPEN_STATES:
        note = _("Yang digabung ditangani {unit}. Jawabannya ada di bawah.")
        day = long_date(case.closed_on or today)
        return DueWords(label, day, note.format(unit=case.handled_by), _why(case))
    note = _("Tanggal ini batas jawabannya, dari {unit}.").format(unit=case.handled_by)
    return DueWords(label, long_date(case.due.due), f"{note} {_counted(case.due)}")


def _why(case: Tracked) -> str:
    if case.due is None:
        return ""
    return _("Batasnya {day}. Mengapa tanggal itu?").format(day=plain_date(case.due.due))


def _ending(case: Tracked) -> str:
    said = word(OUTCOMES, case.outcome) if case.outcome else ""
    solved = ""
    if case.is_solved:
        solved = _("Menurut Anda sudah selesai.")
    elif case.outcome == Outcome.SELESAI and case.is_solved is None:
        solved = _("Anda belum mengatakan apakah sudah selesai.")
    return " ".join(part for part in (f"{said}." if said else "", solved) if part)


def _say_verdict(case: Tracked) -> str:
    if case.due is None:
        return ""
    return _("Baca jawabannya, lalu katakan apakah sudah selesai.")
