"""Complaints: the form of a counter or of a unit, and whom this portal cannot judge.

The POST itself answers with the receipt: no secret ever stands in an address, and a reload
sends the same ticket and shows the same receipt (product.md §3).
"""

from datetime import datetime

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from portal.authority import ANYONE
from portal.clock import now
from portal.complaints.rules.words import Channel
from portal.files.facts import LARGEST_POST
from portal.organisation.places import unit_sign
from portal.web.limits import secret_keys, settings
from portal.web.public.complain_ends import outside_facts, outside_words, too_large_page
from portal.web.public.complain_page import complaint_page, complaint_trial
from portal.web.public.complain_places import ComplaintPlace, at_counter, in_unit
from portal.web.public.complain_receiving import note, receive
from portal.web.public.complain_units import choose_unit
from portal.web.public.counters import find_counter, no_such_counter
from portal.web.public.door import public
from portal.web.public.forms import TicketForm, open_form
from portal.web.public.tickets import TicketDesk, is_foreign
from portal.web.public.trial import is_trial
from portal.web.templating import page_url

NO_COUNTER = 0  # in the ticket of a form without a counter


@public.page("/l/<code>/pengaduan", needs=ANYONE, methods=("GET", "POST"), largest=LARGEST_POST)
def complain(code: str) -> ResponseReturnValue:
    """The complaint form of a counter."""
    counter = find_counter(code)
    if counter is None:
        return no_such_counter(code)
    # A form handed out before the counter closed may still come in.
    if request.method == "GET" and counter.is_closed:
        return redirect(page_url("public.complain_to_unit", unit=counter.unit_code), 303)
    try:
        desk = _desk(counter.id)
    except RequestEntityTooLarge:
        return too_large_page(counter.government_name)
    return _answer(at_counter(counter, _shown_at(desk)), desk, Channel.QR)


@public.page("/pengaduan", needs=ANYONE, methods=("GET", "POST"), largest=LARGEST_POST)
def complain_to_unit() -> ResponseReturnValue:
    """The same without a counter: first the unit is chosen."""
    asked = request.args.get("unit")
    unit = unit_sign(asked.strip().upper()) if asked else None
    if unit is None:
        return choose_unit(request.args.get("cari", ""), is_unknown=asked is not None)
    try:
        desk = _desk(NO_COUNTER)
    except RequestEntityTooLarge:
        return too_large_page(unit.government_name)
    return _answer(in_unit(unit, _shown_at(desk)), desk, Channel.LINK)


@public.page("/pengaduan/di-luar-wewenang", needs=ANYONE)
def outside_authority() -> ResponseReturnValue:
    """Whom this portal cannot judge, and who can."""
    return outside_words(outside_facts())


def _desk(counter_id: int) -> TicketDesk:
    posted = request.method == "POST"
    return TicketDesk(
        key=bytes.fromhex(secret_keys().ticket_key),
        counter_id=counter_id,
        now=now(),
        sent=request.form.get("ticket") if posted else None,
        foreign=posted and is_foreign(request, settings().base_url),
    )


def _shown_at(desk: TicketDesk) -> datetime:
    """When the form was handed out, in local time: who was on duty then stood on it."""
    return (desk.read.issued_at if desk.read else desk.now).astimezone(settings().timezone)


def _answer(place: ComplaintPlace, desk: TicketDesk, channel: Channel) -> ResponseReturnValue:
    if is_trial():
        return complaint_trial(place)
    if request.method == "GET":
        return complaint_page(place, open_form(TicketForm, desk))
    return note(place, desk) if "noted" in request.form else receive(place, desk, channel)
