"""A complaint that was sent: checked, its files taken in, stored, answered with the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from portal.authority import RESIDENT
from portal.complaints.filed import Filed, known_filing, note_receipt
from portal.complaints.filing import Filing, OutsideAuthority, file_complaint, refuse_outside
from portal.complaints.rules.words import Channel
from portal.errors import Unavailable
from portal.language import gettext as _
from portal.language import language
from portal.web.filing import filing_keys
from portal.web.limits import minutes_to_wait, settings
from portal.web.public.complain_ends import noted_page, outside_page, receipt_page
from portal.web.public.complain_files import Handed, had_files, handed_over
from portal.web.public.complain_forms import (
    ComplaintForm,
    asks_to_hide,
    complaint_mistakes,
    facts_of,
    offer_on,
    told_of,
)
from portal.web.public.complain_page import SentComplaint, complaint_page, refused_complaint
from portal.web.public.complain_places import ComplaintPlace
from portal.web.public.forms import TicketForm, open_form
from portal.web.public.tickets import TicketDesk


@dataclass(frozen=True, slots=True)
class Arrival:
    """One sending of one form."""

    place: ComplaintPlace
    desk: TicketDesk
    channel: Channel
    form: TicketForm
    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def nonce(self) -> bytes:
        return self.desk.read.nonce if self.desk.read else b""

    @property
    def at(self) -> datetime:
        return self.desk.now.astimezone(settings().timezone)

    def page(
        self, status: int, alert: str, handed: Handed | None = None, wait: int = 0
    ) -> Response:
        """The form as it was sent, with why it was not stored."""
        handed = handed or Handed()
        # Files that nobody looked at are not kept: it is said, so that none is missing unnoticed.
        if had_files() and not handed.files:
            alert = f"{alert} {_('Pilih lagi foto atau berkasnya.')}"
        sent = SentComplaint(self.given, alert=alert, handed=handed, kept=handed.kept(self.nonce))
        response = make_response(complaint_page(self.place, self.form, sent), status)
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response


def note(place: ComplaintPlace, desk: TicketDesk) -> ResponseReturnValue:
    """ "Sudah saya catat": the code is not shown any more, to nobody."""
    if desk.read is not None and not desk.foreign:
        note_receipt(RESIDENT, nonce=desk.read.nonce)
    return noted_page(place)


def receive(place: ComplaintPlace, desk: TicketDesk, channel: Channel) -> ResponseReturnValue:
    """Store what was sent, or say what is to be mended; a form stored before gets its receipt."""
    form = open_form(ComplaintForm, desk)
    offer_on(form, place)
    minutes, errors = minutes_to_wait(), complaint_mistakes(form)
    ticket_error = errors.pop("ticket", "")
    arrival = Arrival(place, desk, channel, form, request.form.to_dict(), errors)
    known = _known(desk)
    if known is not None and (minutes or ticket_error):
        return receipt_page(place, desk.sent or "", known)
    if minutes:
        words = _(
            "Terlalu banyak kiriman dari jaringan ini. Coba lagi {n} menit lagi."
            " Tulisan Anda tetap ada."
        )
        return arrival.page(429, words.format(n=minutes), wait=minutes * 60)
    if ticket_error:
        return arrival.page(403 if desk.foreign else 422, ticket_error)
    return _take(arrival, is_known=known is not None)


def _known(desk: TicketDesk) -> Filed | None:
    """What became of this form, if it was stored before; nothing is told to another site."""
    if desk.read is None or desk.foreign:
        return None
    return known_filing(desk.read.nonce, filing_keys().receipts)


def _take(arrival: Arrival, *, is_known: bool) -> ResponseReturnValue:
    handed = Handed()
    try:
        if not arrival.errors:
            refuse_outside(told_of(arrival.form, arrival.place), arrival.at.date())
        # A form that is stored already brings nothing new.
        if not is_known:
            handed = handed_over(arrival.nonce, arrival.at.date())
        unfinished = _unfinished(arrival, handed)
        if unfinished is not None and not is_known:
            return unfinished
        filed = file_complaint(RESIDENT, filing=_filing(arrival, handed), keys=filing_keys())
        return receipt_page(arrival.place, arrival.desk.sent or "", filed)
    except OutsideAuthority:
        return outside_page(arrival.place, arrival.given)
    except Unavailable as error:
        return arrival.page(503, _(error.message), handed, wait=30)


def _unfinished(arrival: Arrival, handed: Handed) -> ResponseReturnValue | None:
    """The form again where something is to be mended, or numbers of people stand in it."""
    errors, kept = dict(arrival.errors), handed.kept(arrival.nonce)
    if handed.refused:
        errors["files"] = " ".join(handed.refused)
    if errors:
        sent = refused_complaint(errors, arrival.given, handed, kept)
        return make_response(complaint_page(arrival.place, arrival.form, sent), 422)
    if asks_to_hide(arrival.form):
        sent = SentComplaint(arrival.given, handed=handed, kept=kept, asks_to_hide=True)
        return make_response(complaint_page(arrival.place, arrival.form, sent))
    return None


def _filing(arrival: Arrival, handed: Handed) -> Filing:
    return Filing(
        told=told_of(arrival.form, arrival.place),
        **facts_of(arrival.form, arrival.place),
        nonce=arrival.nonce,
        at=arrival.at,
        channel=arrival.channel,
        language=language(),
        counter_id=arrival.place.counter_id,
        files=handed.files,
    )
