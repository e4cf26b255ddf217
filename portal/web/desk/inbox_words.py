"""The desk's list in words: the sentence of the day, each clock, each heading."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.complaints.inbox import CaseLine, Day
from portal.complaints.queues import UNCLASSIFIED, Queue
from portal.complaints.rules.countdown import Countdown, Group, Phase
from portal.complaints.rules.words import Klass, State
from portal.language import gettext as _
from portal.language import later, ngettext, short_date, short_weekday, whole
from portal.web.complaint_words import STATES, word

QUEUES: Mapping[Queue, str] = {
    Queue.OPEN: later("Semua terbuka"),
    Queue.NEW: later("Baru"),
    Queue.TODAY: later("Hari ini"),
    Queue.RISK: later("Berisiko"),
    Queue.LATE: later("Terlambat"),
    Queue.MINE: later("Tugas saya"),
    Queue.WAITING: later("Menunggu pelapor"),
    Queue.APPEAL: later("Minta banding"),
    Queue.ALL: later("Semua, juga yang selesai"),
}
GROUPS: Mapping[Group, str] = {
    Group.LATE: later("Terlambat"),
    Group.TODAY: later("Hari ini"),
    Group.WEEK: later("Pekan ini"),
    Group.LATER: later("Berjalan"),
}
# Shorter than on the case page: they stand in a column.
CLASSES: Mapping[str, str] = {
    Klass.PENGADUAN: later("Pengaduan"),
    Klass.PENGAWASAN: later("Berkadar pengawasan"),
    Klass.INFORMASI: later("Permintaan informasi"),
    Klass.ASPIRASI: later("Aspirasi"),
    Klass.APRESIASI: later("Apresiasi"),
    UNCLASSIFIED: later("Belum digolongkan"),
}
SPELLED = (
    *(later("nol"), later("satu"), later("dua"), later("tiga"), later("empat"), later("lima")),
    *(later("enam"), later("tujuh"), later("delapan"), later("sembilan"), later("sepuluh")),
)
WIDTH = 112  # of a clock's cells
GAP = 2
NARROWEST = 3  # a cell; where they would be narrower, one bar stands for all


@dataclass(frozen=True, slots=True)
class Cell:
    """One working day of the limit, as a rectangle."""

    x: float
    width: float
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """What the list says of one clock; `look` is "late", "today", "paused" or nothing."""

    look: str
    words: str
    day: str
    progress: str
    cells: tuple[Cell, ...]


def day_words(day: Day) -> str:
    """ "Dua terlambat, satu jatuh tempo hari ini." Counts, neither praise nor blame."""
    said = []
    if day.late:
        said.append(_("{n} terlambat").format(n=spelled(day.late)))
    if day.due_today:
        said.append(_("{n} jatuh tempo hari ini").format(n=spelled(day.due_today)))
    if not said:
        return _("Tidak ada yang terlambat atau jatuh tempo hari ini.")
    sentence = ", ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def spelled(number: int) -> str:
    """Small numbers as words, the others as figures."""
    return _(SPELLED[number]) if number < len(SPELLED) else whole(number)


def class_word(klass: str | None) -> str:
    return _(CLASSES[klass or UNCLASSIFIED])


def state_word(line: CaseLine) -> str:
    """Where the case stands; an appeal says so."""
    words = word(STATES, line.state)
    return _("{state}, banding").format(state=words) if line.is_appeal else words


def clock_words(line: CaseLine) -> Clock:
    """The clock of one case."""
    clock = line.clock
    day = f"{short_weekday(clock.due)} {short_date(clock.due)}" if clock.due else ""
    progress = ""
    if clock.total:
        progress = _("hari {gone} dari {total}").format(gone=clock.gone, total=clock.total)
    look = clock.phase if clock.phase in (Phase.LATE, Phase.TODAY, Phase.PAUSED) else ""
    return Clock(look, _phase_words(line), day, progress, cells(clock))


def _phase_words(line: CaseLine) -> str:
    clock = line.clock
    if clock.phase is Phase.LATE:
        late = ngettext("terlambat {n} hari kerja", "terlambat {n} hari kerja", clock.days)
        return late.format(n=clock.days) if clock.days else _("terlambat")
    if clock.phase is Phase.RUNNING:
        left = ngettext("sisa {n} hari kerja", "sisa {n} hari kerja", clock.days)
        return left.format(n=clock.days)
    words = {
        Phase.TODAY: _("hari ini"),
        Phase.PAUSED: _("jeda, menunggu pelapor"),
        Phase.NONE: _("tanpa batas waktu"),
        Phase.ENDED: _("ditutup") if line.state == State.CLOSED else _("dijawab"),
    }
    return words[clock.phase]


def cells(clock: Countdown) -> tuple[Cell, ...]:
    """One cell per working day of the limit; of a long limit one bar, filled as far as it is."""
    if not clock.total:
        return ()
    width = (WIDTH - GAP * (clock.total - 1)) / clock.total
    if width >= NARROWEST:
        places = range(clock.total)
        step = width + GAP
        return tuple(Cell(round(n * step, 2), round(width, 2), n < clock.gone) for n in places)
    gone = round(WIDTH * clock.gone / clock.total, 2)
    parts = (Cell(0, gone, is_gone=True), Cell(gone, round(WIDTH - gone, 2), is_gone=False))
    return tuple(part for part in parts if part.width)
