"""`/admin/trail`: who did what, when and why; one entry; a file; is the chain whole?"""

from datetime import date, datetime

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import trail as knowledge
from portal.accounts.trail import MOST_EXPORTED, note_trail_exported
from portal.audit.search import Sought, TrailEntry
from portal.authority import Permission
from portal.language import clock_time, short_date
from portal.sheets import Table, csv_bytes
from portal.web.actors import current_actor
from portal.web.admin.asking import today
from portal.web.admin.door import admin
from portal.web.admin.files import attached
from portal.web.admin.trail_words import action_name, actor_name
from portal.web.limits import settings
from portal.web.paging import asked_for, search_text

READ = Permission.READ_TRAIL
HEADS = ("nomor", "waktu", "siapa", "tindakan", "hal", "alasan", "sebelum", "sesudah")
CSV = "text/csv; charset=utf-8"
LARGEST_SEQUENCE = 2**31 - 1


@admin.page("/trail", needs=READ)
def trail() -> ResponseReturnValue:
    return _page(None)


@admin.page("/trail/check", needs=READ, methods=("POST",))
def check_trail() -> ResponseReturnValue:
    """Walk the whole chain now; it changes nothing, and is a POST because it takes a while."""
    return _page(knowledge.verified_trail(current_actor()))


def _page(verification: object) -> ResponseReturnValue:
    actor, sought = current_actor(), _sought()
    return render_template(
        "admin/trail.html",
        listed=knowledge.read_trail(actor, sought, asked_for(), settings().timezone),
        sought=sought,
        actions=[(action, action_name(action)) for action in knowledge.read_actions(actor)],
        reads_everything=knowledge.reads_everything(actor),
        verification=verification,
        **_words(),
    )


@admin.page("/trail/<int:sequence>", needs=READ)
def trail_entry(sequence: int) -> ResponseReturnValue:
    entry = knowledge.read_entry(current_actor(), min(sequence, LARGEST_SEQUENCE))
    return render_template("admin/trail_entry.html", entry=entry, line=entry.line, **_words())


@admin.page("/trail.csv", needs=READ)
def export_trail() -> Response:
    """All that was found, at most MOST_EXPORTED entries; taking the file is recorded."""
    actor, sought = current_actor(), _sought()
    found = knowledge.read_whole(actor, sought, settings().timezone)
    content = csv_bytes(Table("Jejak audit", HEADS, (_row(entry) for entry in found)))
    note_trail_exported(actor, sought=sought, today=today())
    return attached(content, CSV, f"jejak-audit-{today()}.csv")


def _row(entry: TrailEntry) -> list[str | int]:
    line = entry.line
    was = "; ".join(f"{one.name}: {one.before}" for one in entry.differences if one.before)
    now = "; ".join(f"{one.name}: {one.after}" for one in entry.differences if one.after)
    at = line.at.astimezone(settings().timezone).isoformat(timespec="seconds")
    return [line.sequence, at, line.actor, line.action, line.subject, line.reason, was, now]


def _sought() -> Sought:
    """What the address asks for; a day that cannot be read narrows nothing."""
    return Sought(
        actor=search_text(request.args.get("siapa", "")),
        action=search_text(request.args.get("tindakan", "")),
        subject=search_text(request.args.get("hal", "")),
        reason=search_text(request.args.get("alasan", "")),
        since=_day("sejak"),
        until=_day("sampai"),
    )


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2199 else None


def _spoken(moment: datetime) -> str:
    local = moment.astimezone(settings().timezone)
    return f"{short_date(local.date())} {clock_time(local)}"


def _words() -> dict[str, object]:
    return {
        "spoken": _spoken,
        "action_name": action_name,
        "actor_name": actor_name,
        "most": MOST_EXPORTED,
    }
