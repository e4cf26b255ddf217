"""`/desk/complaints/<number>`: one case, its clock, what happened, and what can be done now."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.complaints.merging import likely_duplicates
from portal.complaints.reading import CaseView, case_view
from portal.complaints.rules.clock import day_number
from portal.complaints.rules.explaining import from_json
from portal.complaints.rules.words import Identity, Side, State
from portal.language import gettext as _
from portal.language import later, long_date, ngettext
from portal.web.actors import current_actor
from portal.web.case_calendar import why_date
from portal.web.case_sentences import lines
from portal.web.complaint_words import (
    ABOUTS,
    CHANNELS,
    CLASSES,
    DESKS,
    IDENTITIES,
    KINDS,
    OUTCOMES,
    STATES,
    word,
)
from portal.web.desk.acts import sorted_offers
from portal.web.desk.asking import asked_number, local_now
from portal.web.desk.door import desk
from portal.web.desk.presence import beside

TRIAGE = Permission.TRIAGE_CASES
SIDES = {
    Side.REPORTER: later("Pelapor"),
    Side.OFFICE: later("Kami"),
    Side.INTERNAL: later("Hanya di meja ini"),
}
# What steps for the desk alone are about: the `what` of their facts.
WHAT = {
    "held": later("Ditahan dari penghapusan."),
    "let_go": later("Dilepas: masa simpan berlaku lagi."),
    "concerned_added": later("Orang yang diadukan dicatat."),
    "concerned_removed": later("Orang yang diadukan dihapus dari catatan."),
    "public_text": later("Naskah untuk umum diubah."),
}


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: its label, the day, how near it is, and how that looks."""

    label: str
    day: str
    note: str = ""
    look: str = "hint"


@desk.page("/complaints/<number>", needs=TRIAGE)
def read_case(number: str) -> ResponseReturnValue:
    """Everything about one case, for whoever sees it."""
    actor, at = current_actor(), local_now()
    case = case_view(actor, asked_number(number), at.date())
    return render_template(
        "desk/case.html",
        case=case,
        words=case_words(case),
        due=due_words(case, at.date()),
        why=why_date(case.clock.explanation, today=at.date(), reopened=case.clock.number > 1),
        lines=lines(case.steps, to_reporter=False),
        offers=sorted_offers(case),
        duplicates=likely_duplicates(actor, case.number),
        beside=beside(case),
        local=lambda moment: moment.astimezone(at.tzinfo),
        has_name=case.identity != Identity.TANPA_NAMA,
        state_words=STATES,
        side_words=SIDES,
        what_words=WHAT,
    )


def case_words(case: CaseView) -> dict[str, str]:
    """The stored words of a case as they are said on screen."""
    return {
        "kind": word(KINDS, case.kind),
        "about": word(ABOUTS, case.about),
        "klass": word(CLASSES, case.klass) if case.klass else _("Belum digolongkan"),
        "identity": word(IDENTITIES, case.identity),
        "channel": word(CHANNELS, case.channel),
        "desk": word(DESKS, case.desk),
        "state": word(STATES, case.state),
        "outcome": word(OUTCOMES, case.outcome),
    }


def due_words(case: CaseView, today: date) -> Due:
    """What is due next, or what ended it."""
    due = case.clock.next_due_on
    if case.state == State.CLOSED:
        return Due(_("Ditutup"), _day(case.closed_on))
    if case.state == State.ANSWERED:
        return Due(_("Dijawab"), _day(case.answered_on))
    if case.state == State.WAITING:
        label = _("Menunggu pelapor paling lama sampai")
        return Due(label, _day(case.waits_until), _("Hitungan waktu dijeda."))
    if due is None:
        return Due(_("Tenggat"), _("Tanpa batas waktu"))
    label = _("Diperiksa paling lambat") if case.clock.verify_due else _("Dijawab paling lambat")
    return Due(label, long_date(due), *_nearness(case, due, today))


def _day(day: date | None) -> str:
    return long_date(day) if day else "–"


def _nearness(case: CaseView, due: date, today: date) -> tuple[str, str]:
    """As the list says it: late, today, or the working days that are left; and its look."""
    late = case.clock.days_late
    if late:
        words = ngettext("terlambat {n} hari kerja", "terlambat {n} hari kerja", late)
        return f"▲ {words.format(n=late)}", "late"
    if due == today:
        return f"● {_('hari ini')}", "today"
    found = from_json(case.clock.explanation)
    number, total = day_number(found, today), day_number(found, due)
    left = ngettext("sisa {n} hari kerja", "sisa {n} hari kerja", total - number)
    day = _("hari {x} dari {y}").format(x=number, y=total)
    return f"{left.format(n=total - number)}, {day}", "hint"
