"""A step of a case in words: a title and a sentence, said to the reporter or to staff.

What a sentence tells stands in the step's facts; each may be missing. Days are ISO text.

| step | facts |
|---|---|
| filed | urgent (bool) |
| verified | klass |
| forwarded, appealed, escalated | unit (its name); forwarded also desk |
| asked | until |
| written | answers (bool) |
| resumed, reopened | due |
| extended | days, reason, due |
| closed | outcome, reason, silent (bool) |
| merged | is_main, is_undone (bool), reason, due |
| confirmed | solved (bool) |
| rated | mark (1–4) |
| recalculated | before, after, decree |
| identity_asked, identity_opened | reason |
| handed_over | number, status, own (bool: only noted there, handled here) |
| corrected, erased, masked | reason |
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from portal.complaints.cases import REPORTER
from portal.complaints.rules.words import Outcome, Step
from portal.language import gettext as _
from portal.language import long_date, plain_date
from portal.web.case_titles import ENDINGS, MARKED, MARKS, REPLIED, TITLES, UNSOLVED, WRITTEN
from portal.web.complaint_words import CLASSES, DESKS, OUTCOMES, actor_word, word

Facts = Mapping[str, Any]


class Taken(Protocol):
    """A step as any query tells it; templates also look at its notes and files."""

    @property
    def step(self) -> str: ...
    @property
    def on_date(self) -> date: ...
    @property
    def role(self) -> str: ...
    @property
    def facts(self) -> Facts: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A step as one reads it."""

    taken: Taken
    day: str
    role: str
    title: str
    sentence: str


def lines(steps: Sequence[Taken], *, to_reporter: bool) -> tuple[Line, ...]:
    """The steps in words, in their order."""
    return tuple(line(one, to_reporter=to_reporter) for one in steps)


def line(taken: Taken, *, to_reporter: bool) -> Line:
    """One step in words, in the language being spoken."""
    return Line(
        taken=taken,
        day=long_date(taken.on_date),
        role=_role(taken, to_reporter),
        title=step_title(taken, to_reporter=to_reporter),
        sentence=step_sentence(taken, to_reporter=to_reporter),
    )


def _role(taken: Taken, to_reporter: bool) -> str:
    if to_reporter and taken.role == REPORTER:
        return _("Anda")
    return actor_word(taken.role)


def step_title(taken: Taken, *, to_reporter: bool) -> str:
    """What happened, in a few words (microcopy.md 10)."""
    place = 0 if to_reporter else 1
    facts = taken.facts
    if taken.step == Step.FORWARDED:
        return _forwarded(facts)
    for (step, fact), title in MARKED.items():
        if taken.step == step and facts.get(fact):
            return _(title)
    ending = ENDINGS.get(facts.get("outcome", ""))
    if taken.step == Step.CLOSED and ending:
        return _(ending)
    if taken.step == Step.CONFIRMED and facts.get("solved") is False:
        return _(UNSOLVED[place])
    if taken.step == Step.WRITTEN and taken.role == REPORTER:
        return _((REPLIED if facts.get("answers") else WRITTEN)[place])
    return _(TITLES[Step(taken.step)][place])


def step_sentence(taken: Taken, *, to_reporter: bool) -> str:
    """What it means and what follows; empty where the title says it all."""
    if taken.step == Step.RATED:
        # No screen shows a mark to whoever stands behind the reporter (design.md §1).
        return "" if to_reporter else _mark(taken.facts)
    made = _SENTENCES.get(Step(taken.step))
    return made(taken.facts) if made else ""


def _forwarded(facts: Facts) -> str:
    desk = DESKS.get(facts.get("desk", ""))
    where = facts.get("unit") or (_(desk) if desk else "")
    return _("Diteruskan ke {unit}").format(unit=where) if where else _("Diteruskan")


def _filed(facts: Facts) -> str:
    return _("Ditandai mendesak, langsung dibaca.") if facts.get("urgent") else ""


def _verified(facts: Facts) -> str:
    if facts.get("klass") not in CLASSES:
        return ""
    return _("Golongan: {klass}.").format(klass=word(CLASSES, facts["klass"]))


def _asked(facts: Facts) -> str:
    until = _day(facts, "until")
    if until is None:
        return ""
    words = _("Menunggu keterangan sampai {day}. Hitungan waktu dijeda.")
    return words.format(day=plain_date(until))


def _resumed(facts: Facts) -> str:
    due = _day(facts, "due")
    return _("Batas jawaban sekarang {day}.").format(day=plain_date(due)) if due else ""


def _extended(facts: Facts) -> str:
    parts = []
    if facts.get("days"):
        parts.append(_("Ditambah {n} hari kerja.").format(n=facts["days"]))
    return _joined(*parts, _because(facts), _resumed(facts))


def _closed(facts: Facts) -> str:
    if facts.get("silent"):
        return _("Ditutup dengan sendirinya karena tidak ada tanggapan lagi.")
    outcome = facts.get("outcome")
    said = word(OUTCOMES, outcome) if outcome in OUTCOMES and outcome != Outcome.SELESAI else ""
    return _joined(f"{said}." if said else "", _because(facts))


def _reopened(facts: Facts) -> str:
    return _joined(_("Penanganan dimulai lagi."), _resumed(facts))


def _appealed(facts: Facts) -> str:
    if not facts.get("unit"):
        return _("Satu tingkat di atas unit penangan memeriksa ulang.")
    return _("{unit} memeriksa ulang penanganannya.").format(unit=facts["unit"])


def _escalated(facts: Facts) -> str:
    if not facts.get("unit"):
        return ""
    return _("Diberitahukan kepada {unit}.").format(unit=facts["unit"])


def _recalculated(facts: Facts) -> str:
    before, after = _day(facts, "before"), _day(facts, "after")
    parts = []
    if facts.get("decree"):
        parts.append(_("Kalender berubah: {decree}.").format(decree=facts["decree"]))
    if before and after:
        words = _("Batas jawaban dari {before} menjadi {after}.")
        parts.append(words.format(before=plain_date(before), after=plain_date(after)))
    return _joined(*parts)


def _merged(facts: Facts) -> str:
    if facts.get("is_undone"):
        return _parted(facts)
    if facts.get("is_main"):
        return _("Ada pengaduan lain tentang hal yang sama. Keduanya ditangani bersama.")
    return _("Sudah ada pengaduan tentang hal yang sama. Jawabannya tampil juga di sini.")


def _parted(facts: Facts) -> str:
    if facts.get("is_main"):
        return _("Pengaduan lain itu ditangani sendiri lagi.")
    return _joined(_("Pengaduan ini ditangani sendiri lagi."), _because(facts), _resumed(facts))


def _handed_over(facts: Facts) -> str:
    number, status = facts.get("number"), facts.get("status")
    return _joined(
        _("Nomor pelacakan {number}.").format(number=number) if number else "",
        _("Status di sana: {status}.").format(status=status) if status else "",
    )


def _mark(facts: Facts) -> str:
    mark = facts.get("mark")
    return f"{_(MARKS[mark])}." if mark in MARKS else ""


def _because(facts: Facts) -> str:
    reason = str(facts.get("reason") or "").strip()
    return _("Alasan: {reason}").format(reason=reason) if reason else ""


def _day(facts: Facts, name: str) -> date | None:
    return date.fromisoformat(facts[name]) if facts.get(name) else None


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


_SENTENCES: Mapping[Step, Callable[[Facts], str]] = {
    Step.FILED: _filed,
    Step.VERIFIED: _verified,
    Step.ASKED: _asked,
    Step.RESUMED: _resumed,
    Step.EXTENDED: _extended,
    Step.CLOSED: _closed,
    Step.REOPENED: _reopened,
    Step.APPEALED: _appealed,
    Step.ESCALATED: _escalated,
    Step.RECALCULATED: _recalculated,
    Step.MERGED: _merged,
    Step.IDENTITY_ASKED: _because,
    Step.IDENTITY_OPENED: _because,
    Step.HANDED_OVER: _handed_over,
    Step.CORRECTED: _because,
    Step.ERASED: _because,
    Step.MASKED: _because,
}
