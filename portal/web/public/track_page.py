"""What `/lacak` shows: the field for the code, and the case behind it."""

import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import Response, make_response, render_template, request

from portal.clock import now
from portal.complaints.rules.reporting import Say
from portal.complaints.tracking import Tracked
from portal.language import gettext as _
from portal.language import long_date
from portal.masking import hide_contacts
from portal.organisation.queries import government_name
from portal.web.case_calendar import why_date
from portal.web.case_sentences import lines
from portal.web.case_titles import MARKS
from portal.web.complaint_words import actor_word
from portal.web.limits import secret_keys
from portal.web.public.tickets import TicketDesk
from portal.web.public.track_words import ahead, due_words, latest_words, status
from portal.web.templating import page_url

# Where the quick exit leads: a page that anybody may have open, asked for by a click alone.
VISIT = re.compile(r"[0-9a-f]{16}")
ELSEWHERE = "https://www.bmkg.go.id/"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case opened with its receipt.

    `note` is the id that this form's note has or would have; `visit` ties the pages together
    that one quick exit shuts.
    """

    code: str
    receipt: bytes
    case: Tracked
    at: datetime
    desk: TicketDesk
    note: int
    visit: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says besides the case: done, or refused with the typed text kept."""

    done: str = ""
    alert: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


NOTHING = Told()


def visit_of(sent: str = "") -> str:
    """The visit that a form belongs to; a fresh one for a page that begins it."""
    return sent if VISIT.fullmatch(sent) else secrets.token_hex(8)


def ticket_desk() -> TicketDesk:
    """The ticket of a form on the case's page; one of the rating form does not fit here."""
    root = bytes.fromhex(secret_keys().ticket_key)
    return TicketDesk(
        key=hmac.digest(root, b"suara-loket/lacak", "sha256"),
        counter_id=0,
        now=now(),
        sent=request.form.get("ticket"),
    )


def entry_page(
    typed: str = "", *, error: str = "", alert: str = "", kept: Sequence[tuple[str, str]] = ()
) -> str:
    """The field for the code; the same page for every code that opens nothing."""
    return render_template(
        "public/track.html",
        heading=_("Lacak pengaduan"),
        government=government_name(),
        typed=typed,
        error=error,
        alert=alert,
        kept=kept,
        visit=visit_of(),
    )


def leaving_page() -> Response:
    """Leads on to another site at once and leaves no entry of its own in the history.

    What the history keeps opens nothing any more: the visit is over (docs/tracking.md).
    """
    page = render_template("public/track_left.html", heading=_("Sebentar"), elsewhere=ELSEWHERE)
    response = make_response(page)
    # A browser may hold a page it left in memory, whatever the page says of being stored.
    response.headers["Clear-Site-Data"] = '"cache"'
    response.headers["Refresh"] = f"0; url={ELSEWHERE}"
    return response


def case_page(opened: Opened, told: Told = NOTHING) -> str:
    """The case as its reporter sees it, with what can be done now."""
    case, today = opened.case, opened.at.date()
    due = case.due
    return render_template(
        "public/track_case.html",
        heading=_("Pengaduan Anda"),
        line=_line(opened),
        government=government_name(),
        action=page_url("public.track"),
        code=opened.code,
        ticket=opened.desk.text(),
        visit=opened.visit,
        case=case,
        told=told,
        may={say.name.lower() for say in case.may},
        due=due_words(case, today),
        why=why_date(due.explanation, today=today, reopened=due.is_reopened) if due else None,
        latest=latest_words(case),
        steps=lines(case.steps, to_reporter=True),
        # Of somebody else's case: its reporter is not "Anda".
        main_steps=lines(case.main_steps, to_reporter=False),
        now=(long_date(today), status(case)) if status(case) else None,
        ahead=ahead(case),
        marks=[(str(mark), _(words)) for mark, words in MARKS.items()],
        reopen_until=long_date(case.reopen_until) if case.reopen_until else "",
        openings=[_opening(one.role, one.second_role, one.reason) for one in case.openings],
        opened_on=[long_date(one.on) for one in case.openings],
        story="" if case.erased_on else hide_contacts(case.story),
        wish=hide_contacts(case.wish),
        unsolved=Say.UNSOLVED in case.may,
    )


def _line(opened: Opened) -> str:
    where = opened.case.counter or opened.case.unit
    return _("{where}. Kode berakhiran {end}").format(where=where, end=opened.code[-4:])


def _opening(role: str, second: str, reason: str) -> str:
    if not second:  # a name given openly is seen without asking
        return _("Dilihat oleh {role}.").format(role=actor_word(role))
    words = _("Dibuka oleh {role}, disetujui {second}. Alasan: {reason}")
    return words.format(role=actor_word(role), second=actor_word(second), reason=reason)
