"""The complaint form: what may be written and chosen, and what is still to be mended."""

import re
from collections.abc import Mapping
from typing import Any

from portal.complaints.accused import Told
from portal.complaints.rules.words import About, Identity, Kind
from portal.complaints.vault import Reporter
from portal.language import gettext as _
from portal.masking import has_contact, hide_contacts
from portal.web.public.complain_places import ComplaintPlace
from portal.web.public.forms import HIDE, KEEP, Button, Picks, TicketForm, Words, mistakes

YES, NO = "ya", "tidak"
OTHER = "lain"
# Characters; the columns of the database are as long.
LONGEST: Mapping[str, int] = {
    "story": 10_000,
    "happened_on": 80,
    "place": 200,
    "who": 200,
    "wish": 2_000,
    "loss": 2_000,
    "name": 120,
    "phone": 40,
    "email": 254,
    "address": 300,
}
OPEN_TEXTS = ("story", "happened_on", "place", "who", "wish", "loss")
UNTOUCHED = {"kind": Kind.PENGADUAN, "identity": Identity.TANPA_NAMA, "publish": NO}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


class ComplaintForm(TicketForm):
    """A complaint; the ticket belongs to the counter, or to no counter."""

    choices = Picks(
        {
            "kind": list(Kind),
            "about": list(About),
            "identity": list(Identity),
            "publish": [YES, NO],
            "is_urgent": [YES],
            "officer": (),
            "service": (),
        }
    )
    numbers = Button([HIDE, KEEP])
    story = Words(LONGEST["story"])
    happened_on = Words(LONGEST["happened_on"])
    place = Words(LONGEST["place"])
    who = Words(LONGEST["who"])
    wish = Words(LONGEST["wish"])
    loss = Words(LONGEST["loss"])
    name = Words(LONGEST["name"])
    phone = Words(LONGEST["phone"])
    email = Words(LONGEST["email"])
    address = Words(LONGEST["address"])


def offer_on(form: TicketForm, place: ComplaintPlace) -> None:
    """Tell the form which officers and services stood on it."""
    allowed = form["choices"].allowed
    allowed["officer"] = {*(one.handle for one in place.officers), OTHER}
    allowed["service"] = {one.code for one in place.services}


def complaint_mistakes(form: TicketForm) -> dict[str, str]:
    """What is to be mended, by the name of the control; the ticket's under "ticket"."""
    found = mistakes(form)
    if not _text(form, "story"):
        found["story"] = _("Tulis dulu apa yang terjadi.")
    if _identity(form) != Identity.TANPA_NAMA and not reporter_of(form):
        found["name"] = _("Tulis nama atau nomor Anda, atau pilih “Tanpa nama”.")
    email = _text(form, "email")
    if email and "email" not in found and not _ADDRESS.fullmatch(email):
        found["email"] = _("Alamat surel ini tidak lengkap. Contoh: siti@contoh.id")
    return found


def asks_to_hide(form: TicketForm) -> bool:
    """Do the texts hold somebody's number, and was it not yet decided what to do with it?"""
    if form["numbers"].data is not None:
        return False
    return any(has_contact(_text(form, name)) for name in OPEN_TEXTS)


def texts_of(form: TicketForm) -> dict[str, str]:
    """The open texts as they are stored: as typed, or without numbers where that was chosen."""
    texts = {name: _text(form, name) for name in OPEN_TEXTS}
    if form["numbers"].data == HIDE:
        # The words that stand instead of a number may be longer than the number was.
        texts = {name: hide_contacts(text)[: LONGEST[name]] for name, text in texts.items()}
    return texts


def told_of(form: TicketForm, place: ComplaintPlace) -> Told:
    """What of the form decides who reads it."""
    picked = _picked(form)
    service = place.service(picked["service"])
    return Told(
        kind=Kind(picked["kind"] or Kind.PENGADUAN),
        about=About(picked["about"] or About.BELUM_JELAS),
        unit_id=place.unit_of(service),
        officer_id=place.officer_id(picked["officer"]),
        description=texts_of(form)["who"],
        is_free=place.is_free(service),
    )


def facts_of(form: TicketForm, place: ComplaintPlace) -> dict[str, Any]:
    """All else that is stored of a valid form."""
    picked, texts = _picked(form), texts_of(form)
    texts.pop("who")
    service = place.service(picked["service"])
    return {
        **texts,
        "identity": _identity(form),
        "reporter": reporter_of(form),
        "may_publish": picked["publish"] == YES,
        "is_urgent": picked["is_urgent"] == YES,
        "service_id": service.id if service else None,
    }


def reporter_of(form: TicketForm) -> Reporter:
    """What the reporter gave of themselves, if anything."""
    return Reporter(**{name: _text(form, name) for name in ("name", "address", "phone", "email")})


def _identity(form: TicketForm) -> Identity:
    """Anything that is no choice of ours is the safe one."""
    chosen = _picked(form)["identity"]
    return Identity(chosen) if chosen in tuple(Identity) else Identity.TANPA_NAMA


def _picked(form: TicketForm) -> Mapping[str, str | None]:
    picked: Mapping[str, str | None] = form["choices"].data
    return picked


def _text(form: TicketForm, name: str) -> str:
    return str(form[name].data or "").strip()
