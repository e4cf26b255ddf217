"""`/lacak`: follow a case with its receipt. The code travels in the body, the address stays."""

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.clock import now
from portal.complaints.reporting import note_id
from portal.complaints.rules.receipt import Mistyped, ReceiptKeys, digest, parse, receipt_keys
from portal.complaints.tracking import tracked
from portal.files.facts import LARGEST_POST
from portal.language import gettext as _
from portal.web.legible import readable
from portal.web.limits import secret_keys, settings
from portal.web.public.door import public
from portal.web.public.tickets import is_foreign
from portal.web.public.track_acts import EXIT, act_on
from portal.web.public.track_page import (
    Opened,
    entry_page,
    leaving_page,
    ticket_desk,
    visit_of,
)
from portal.web.receipt_limits import (
    count_wrong_receipt,
    has_left,
    leave_visit,
    receipt_minutes_to_wait,
    rehearse,
)
from portal.web.templating import page_url

LONGEST_CODE = 60  # characters that are shown again
NOBODYS = "x"  # what is looked up in place of a mistyped code: no receipt has this digest


@public.page(
    "/lacak", needs=ANYONE, methods=("GET", "POST"), largest=LARGEST_POST, posture="receipt"
)
def track() -> ResponseReturnValue:
    """GET shows the field; each POST brings the code along, and what is to be done."""
    if request.method == "GET":
        # Whatever somebody put into the address goes out of it, and out of the history.
        is_bare = not request.args.keys() - {"lang"}
        return entry_page() if is_bare else redirect(page_url("public.track"), 303)
    visit = visit_of(request.form.get("visit", ""))
    if request.form.get("act") == EXIT:
        leave_visit(visit)
        return leaving_page()
    if has_left(visit):
        return entry_page(alert=_("Halaman itu sudah Anda tinggalkan. Ketik kodenya lagi.")), 409
    if is_foreign(request, settings().base_url):
        return entry_page(alert=_("Formulir ini dikirim dari situs lain. Ketik kodenya lagi.")), 403
    typed = readable(request.form.get("kode", ""))[:LONGEST_CODE]
    try:
        code = parse(typed)
    except Mistyped as mistyped:
        _find(NOBODYS, visit)
        rehearse(digest(_keys(), NOBODYS))
        return entry_page(typed, error=_mistake(mistyped)), 422
    return _look(code, visit)


def _look(code: str, visit: str) -> ResponseReturnValue:
    keys = _keys()
    minutes = receipt_minutes_to_wait(digest(keys, code))
    if minutes:
        return _too_many(code, minutes)
    opened = _find(code, visit)
    if opened is None:
        count_wrong_receipt()
        return entry_page(code, error=_("Kode ini tidak kami kenal.")), 404
    return act_on(opened)


def _find(code: str, visit: str) -> Opened | None:
    """The case behind a code. A mistyped one costs the same question (threats.md T16)."""
    receipt, at = digest(_keys(), code), now().astimezone(settings().timezone)
    desk = ticket_desk()
    note = note_id(receipt, desk.read.nonce) if desk.read else 0
    found = tracked(receipt, today=at.date())
    return None if found is None else Opened(code, receipt, found, at, desk, note, visit)


def _keys() -> ReceiptKeys:
    return receipt_keys(secret_keys().vault_key)


def _mistake(mistyped: Mistyped) -> str:
    if mistyped.is_count:
        return _("Angkanya {n}, seharusnya 20.").format(n=mistyped.digits)
    return _("Ada angka yang salah ketik. Periksa kelompok demi kelompok.")


def _too_many(code: str, minutes: int) -> ResponseReturnValue:
    """What was typed goes back as it came; the next press sends it all again."""
    words = _("Terlalu banyak percobaan. Coba lagi {n} menit lagi. Tulisan Anda tetap ada.")
    kept = [one for one in request.form.items(multi=True) if one[0] not in ("kode", "visit")]
    response = make_response(entry_page(code, alert=words.format(n=minutes), kept=kept), 429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response
