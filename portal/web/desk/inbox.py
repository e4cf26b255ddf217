"""`/desk`: what is to be done, in the order of its days."""

from dataclasses import dataclass
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import Permission
from portal.complaints import inbox as listing
from portal.complaints.inbox import CaseLine, Inbox, unit_asked
from portal.complaints.queues import Chosen, Queue
from portal.complaints.saving import saved_filters
from portal.language import gettext as _
from portal.language import long_date
from portal.web.actors import current_actor
from portal.web.desk.asking import local_today
from portal.web.desk.door import desk
from portal.web.desk.inbox_words import (
    CLASSES,
    GROUPS,
    QUEUES,
    Clock,
    class_word,
    clock_words,
    day_words,
    state_word,
)
from portal.web.desk.saved_filters import this_filter
from portal.web.filters import Filter
from portal.web.navigation import is_open
from portal.web.paging import asked_for

TRIAGE = Permission.TRIAGE_CASES
QUEUE, CLASS, UNIT = "antrean", "golongan", "unit"
LONGEST_CODE = 40
ONE_SHEET = 100  # rows on the page that is printed


@dataclass(frozen=True, slots=True)
class Row:
    """One case in words."""

    case: CaseLine
    clock: Clock
    klass: str
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the cases under it; `number` counts those of the other pages too."""

    title: str
    number: int
    rows: tuple[Row, ...]


@desk.page("", needs=TRIAGE)
def inbox() -> ResponseReturnValue:
    """The list, and left of it the queues with their numbers."""
    actor, today = current_actor(), local_today()
    asked = asked_for(filters=(_queues(), _classes()), size=ONE_SHEET if is_printed() else 50)
    chosen = Chosen(
        queue=Queue(asked.chose(QUEUE) or Queue.OPEN),
        klass=asked.chose(CLASS),
        unit_id=unit_asked(request.args.get(UNIT, "")[:LONGEST_CODE]),
    )
    found = listing.inbox(actor, asked, chosen, today)
    return render_template(
        "desk/inbox.html",
        found=found,
        parts=_parts(found, chosen, searched=asked.search),
        chosen=chosen,
        searched=asked.search,
        today=long_date(today),
        day=day_words(found.day),
        queues=[(queue, _(words), found.queues.get(queue)) for queue, words in QUEUES.items()],
        classes=[(name, _(words), found.classes.get(name)) for name, words in CLASSES.items()],
        saved=saved_filters(actor),
        this_filter=this_filter(),
        bulk=[(name, words) for name, words in _bulk() if is_open(name)],
        may_export=is_open("desk.export_cases"),
        is_printed=is_printed(),
        counts={"desk.inbox": found.day.open_work},
    )


def is_printed() -> bool:
    """Was the page for paper asked for?"""
    return request.args.get("cetak") == "1"


def _queues() -> Filter:
    return Filter(QUEUE, _("Antrean"), [(queue.value, words) for queue, words in QUEUES.items()])


def _classes() -> Filter:
    return Filter(CLASS, _("Golongan"), list(CLASSES.items()))


def _bulk() -> list[tuple[str, str]]:
    return [
        ("desk.assign_cases_page", _("Tugaskan yang dipilih")),
        ("desk.archive_cases_page", _("Arsipkan yang dipilih")),
    ]


def _parts(found: Inbox, chosen: Chosen, *, searched: str) -> list[Part]:
    """Open cases under the heading of their day; finds and finished ones under one."""
    rows = tuple(_row(line) for line in found.listed.rows)
    if searched:
        title = _("Hasil untuk “{words}”").format(words=searched)
        return [Part(title, found.listed.total, rows)] if rows else []
    if chosen.queue is Queue.ALL:
        return [Part(_("Terbaru dahulu"), found.listed.total, rows)] if rows else []
    grouped = groupby(rows, key=lambda row: row.case.group)
    return [Part(_(GROUPS[name]), found.groups[name], tuple(part)) for name, part in grouped]


def _row(line: CaseLine) -> Row:
    return Row(line, clock_words(line), class_word(line.klass), state_word(line))
