"""What the complaint form shows: untouched, or as it was sent with what is to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, render_template

from portal.files.facts import LARGEST, MEBIBYTE, MOST_FILES
from portal.language import gettext as _
from portal.language import language, ngettext
from portal.web.public.complain_choices import (
    about_rows,
    complaint_services,
    identity_rows,
    kind_rows,
    officer_rows,
    publish_rows,
)
from portal.web.public.complain_files import Handed
from portal.web.public.complain_forms import UNTOUCHED
from portal.web.public.complain_places import ComplaintPlace
from portal.web.public.counters import counter_name
from portal.web.public.forms import TicketForm
from portal.web.public.moulds import cast
from portal.web.templating import page_url

# In the order of the page, so that the error summary reads from top to bottom.
FIELDS = (
    *("kind", "about", "service", "story", "happened_on", "place", "officer", "who", "wish"),
    *("files", "identity", "name", "phone", "email", "publish", "is_urgent", "address", "loss"),
)
NAMED = ("name", "phone", "email")
FORMAL = ("address", "loss")


@dataclass(frozen=True, slots=True)
class SentComplaint:
    """A form that comes back: what was given, why it was not stored, files that need no more."""

    given: Mapping[str, str] = field(default_factory=lambda: dict(UNTOUCHED))
    errors: Mapping[str, str] = field(default_factory=dict)
    alert: str = ""
    handed: Handed = field(default_factory=Handed)
    kept: str = ""
    asks_to_hide: bool = False
    is_trial: bool = False


FRESH = SentComplaint()
TRIAL = SentComplaint(is_trial=True)


def complaint_page(
    place: ComplaintPlace, form: TicketForm, sent: SentComplaint = FRESH
) -> Response | str:
    """The form as HTML; an untouched one comes out of a mould."""
    ticket = form["ticket"].current_token
    if sent is not FRESH:
        return _render(place, sent, ticket)
    return cast(("complaint", place), lambda slot: _render(place, sent, slot), ticket)


def complaint_trial(place: ComplaintPlace) -> str:
    """The form to look at while staff are signed in; nothing can be stored from it."""
    return _render(place, TRIAL, "")


def refused_complaint(
    errors: Mapping[str, str], given: Mapping[str, str], handed: Handed, kept: str
) -> SentComplaint:
    """A form with something to mend; what was typed is kept, and what was handed over too."""
    sentence = ngettext("Satu hal masih kurang.", "{n} hal masih kurang.", len(errors))
    words = _("Tulisan Anda tetap tersimpan di halaman ini.")
    alert = f"{sentence.format(n=len(errors))} {words}"
    return SentComplaint(given, errors, alert, handed, kept)


def _render(place: ComplaintPlace, sent: SentComplaint, ticket: str) -> str:
    return render_template(
        "public/complain.html",
        place=place,
        **sign_of(place),
        action=action_of(place),
        ticket=ticket,
        sent=sent,
        problems=[(name, sent.errors[name]) for name in FIELDS if name in sent.errors],
        kinds=kind_rows(),
        abouts=about_rows(place.limits),
        identities=identity_rows(),
        publishing=publish_rows(),
        officers=officer_rows(place.officers),
        services=complaint_services(place.services, language()),
        most_files=MOST_FILES,
        most_megabytes=LARGEST // MEBIBYTE,
        opens_named=_has_any(sent, NAMED) or sent.given.get("identity") != UNTOUCHED["identity"],
        opens_formal=_has_any(sent, FORMAL),
        government=place.government_name,
    )


def sign_of(place: ComplaintPlace) -> dict[str, object]:
    """What stands on the band: the counter's plate and name, or the unit."""
    if place.counter is None:
        return {"number": "", "lines": [place.unit_name, place.government_name]}
    number, name = place.counter.number, counter_name(place.counter)
    named = f"{_('Loket')} {number} {name}" if number else name
    return {"number": number, "lines": [named, place.unit_name]}


def action_of(place: ComplaintPlace) -> str:
    """Where the form goes: another address than the page's, for the back button's sake."""
    if place.counter is None:
        return page_url("public.complain_to_unit", unit=place.unit_code, kirim="")
    return page_url("public.complain", code=place.counter.code, kirim="")


def _has_any(sent: SentComplaint, names: tuple[str, ...]) -> bool:
    return any(sent.given.get(name) or name in sent.errors for name in names)
