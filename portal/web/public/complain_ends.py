"""What follows a complaint: the receipt, "sudah dicatat", or whom to turn to instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from portal.complaints.filed import Filed
from portal.complaints.rules.receipt import groups
from portal.complaints.rules.words import Desk
from portal.documents.receipt import receipt_code
from portal.files.words import too_large_words
from portal.language import gettext as _
from portal.organisation.queries import government_name
from portal.web.complaint_words import DESKS, word
from portal.web.legible import readable
from portal.web.limits import settings
from portal.web.public.complain_forms import OPEN_TEXTS
from portal.web.public.complain_page import action_of, sign_of
from portal.web.public.complain_places import ComplaintPlace


@dataclass(frozen=True, slots=True)
class Address:
    """An office outside: what it is for, and how it is reached."""

    name: str
    purpose: str
    ways: tuple[str, ...]
    href: str


def receipt_page(place: ComplaintPlace, ticket: str, filed: Filed) -> str:
    """The code until it is noted, what was received, who reads it, both dates."""
    code = () if filed.is_noted else groups(filed.receipt)
    return render_template(
        "public/complain_receipt.html",
        **sign_of(place),
        action=action_of(place),
        ticket=ticket,
        filed=filed,
        code=code,
        qr_code=receipt_code(code) if code else None,
        reader=_reader(filed, place),
        tracking=tracking_address(),
        government=place.government_name,
    )


def _reader(filed: Filed, place: ComplaintPlace) -> str:
    """Who reads it first; the unit's own name only where the unit reads it."""
    return place.unit_name if filed.desk is Desk.UNIT else word(DESKS, filed.desk)


def tracking_address() -> str:
    """Where the code is typed in, as it is written by hand."""
    parts = urlsplit(settings().base_url)
    return f"{parts.netloc}{parts.path}/lacak"


def noted_page(place: ComplaintPlace) -> str:
    """The code is not shown any more."""
    return render_template(
        "public/complain_noted.html",
        **sign_of(place),
        tracking=tracking_address(),
        government=place.government_name,
    )


def outside_page(place: ComplaintPlace, given: Mapping[str, str]) -> ResponseReturnValue:
    """Nothing was stored; what was typed stays on the page, to be copied."""
    typed = "\n\n".join(given[name] for name in OPEN_TEXTS if given.get(name, "").strip())
    facts = {**outside_facts(), "government": place.government_name, "typed": readable(typed)}
    return make_response(outside_words(facts), 422)


def outside_facts() -> dict[str, object]:
    """The offices that judge whom this portal cannot."""
    return {"government": government_name(), "addresses": _addresses(), "typed": ""}


def outside_words(facts: Mapping[str, object]) -> str:
    """The page of words and addresses."""
    return render_template("public/outside.html", **facts)


def _addresses() -> tuple[Address, ...]:
    return (
        Address(
            "Ombudsman Republik Indonesia",
            _("Mengawasi pelayanan publik, juga kepala daerah. Gratis."),
            (
                _("Telepon 137"),
                _("WhatsApp 0821-3737-3737"),
                "pengaduan@ombudsman.go.id",
                "Jl. H.R. Rasuna Said Kav. C-19, Jakarta Selatan 12920",
            ),
            "https://ombudsman.go.id",
        ),
        Address(
            "SP4N-LAPOR!",
            _("Aplikasi nasional. Laporannya dibaca di luar kabupaten dan kota ini."),
            (_("SMS 1708"), "www.lapor.go.id"),
            "https://www.lapor.go.id",
        ),
    )


def too_large_page(government: str) -> ResponseReturnValue:
    """Refused by its announced length, before a word of it was read."""
    page = render_template(
        "public/complain_too_large.html", words=too_large_words(), government=government
    )
    return make_response(page, 413)
