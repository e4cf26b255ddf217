"""The form of a clerk who writes down somebody else's complaint."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.clock import now
from portal.complaints.accused import Told
from portal.complaints.attaching import NewFile
from portal.complaints.entering import Choice, EntryPlace
from portal.complaints.filing import Filing
from portal.complaints.rules.words import About, Channel, Identity, Kind
from portal.complaints.vault import Reporter
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.masking import hide_contacts
from portal.ticket import NONCE_BYTES, TicketRefused, is_stale, issue, read
from portal.web.complaint_words import ABOUTS, CHANNELS, IDENTITIES, KINDS
from portal.web.fields import StaffForm
from portal.web.limits import secret_keys

NO_COUNTER = 0
BY_CLERK = (Channel.LOKET, Channel.TELEPON, Channel.SURAT)
TEXTS: Mapping[str, int] = {
    "story": 10_000,
    "happened_on": 80,
    "place": 200,
    "who": 200,
    "wish": 2_000,
    "loss": 2_000,
}


def _length(name: str) -> Length:
    return Length(max=TEXTS[name])


class EnterCaseForm(StaffForm):
    """As the resident's form, with the channel and everybody of the unit's roster."""

    ticket = HiddenField()
    channel = RadioField(later("Datang lewat"), [InputRequired()], default=Channel.LOKET)
    kind = RadioField(later("Jenis laporan"), [InputRequired()], default=Kind.PENGADUAN)
    about = RadioField(later("Ini tentang"), [InputRequired()], default=About.LAYANAN)
    counter = SelectField(later("Loket"))
    service = SelectField(later("Layanan"))
    story = TextAreaField(later("Apa yang terjadi?"), [InputRequired(), _length("story")])
    happened_on = StringField(later("Kapan?"), [_length("happened_on")])
    place = StringField(later("Di mana?"), [_length("place")])
    officer = SelectField(later("Petugas yang dimaksud"))
    who = StringField(later("Ciri petugasnya"), [_length("who")])
    wish = TextAreaField(later("Apa yang diharapkan?"), [_length("wish")])
    files = MultipleFileField(later("Foto atau berkas"))
    hides_numbers = BooleanField(
        later("Sembunyikan NIK, nomor telepon, dan surel di dalam tulisan"), default=True
    )
    identity = RadioField(later("Nama pelapor"), [InputRequired()], default=Identity.TANPA_NAMA)
    name = StringField(later("Nama"), [Length(max=120)])
    phone = StringField(later("Nomor telepon"), [Length(max=40)])
    email = StringField(later("Surel"), [Optional(), Length(max=254)])
    address = StringField(later("Alamat"), [Length(max=300)])
    loss = TextAreaField(later("Kerugian"), [_length("loss")])
    may_publish = BooleanField(
        later("Pelapor setuju isinya ditampilkan kepada publik tanpa data diri")
    )
    is_urgent = BooleanField(later("Mendesak: teruskan sekarang juga"))

    def offer(self, place: EntryPlace) -> None:
        """What can be chosen in this unit, in the language being spoken."""
        self.channel.choices = [(one, _(CHANNELS[one])) for one in BY_CLERK]
        self.kind.choices = [(one, _(KINDS[one])) for one in Kind]
        self.about.choices = [(one, _(ABOUTS[one])) for one in About]
        self.identity.choices = [(one, _(IDENTITIES[one])) for one in Identity]
        self.counter.choices = _options(place.counters, _("Tidak dicatat"))
        self.service.choices = _options(place.services, _("Tidak dicatat"))
        self.officer.choices = _options(place.officers, _("Tidak ada, atau tidak tahu"))

    def demand_ticket(self) -> None:
        """A form that is too old, or none of ours, gets a fresh ticket and is sent again."""
        if nonce_of(self.ticket.data or "") is None:
            self.ticket.data = fresh_ticket()
            raise RuleBroken(
                _("Halaman ini terlalu lama terbuka. Periksa isinya, lalu kirim lagi.")
            )

    def filing(self, place: EntryPlace, files: Sequence[NewFile], *, at: datetime) -> Filing:
        """What is stored; RuleBroken where a name is to be kept and none was given."""
        identity, reporter = Identity(self.identity.data), self._reporter()
        if identity is not Identity.TANPA_NAMA and not reporter:
            raise RuleBroken(_("Tulis nama atau nomor pelapor, atau pilih “Tanpa nama”."))
        texts = {name: self._text(name) for name in TEXTS}
        description, service_id = texts.pop("who"), _chosen(self.service.data)
        return Filing(
            told=Told(
                kind=Kind(self.kind.data),
                about=About(self.about.data),
                unit_id=place.unit_id,
                officer_id=_chosen(self.officer.data),
                description=description,
                is_free=place.is_free(service_id),
            ),
            **texts,
            nonce=nonce_of(self.ticket.data) or b"",
            at=at,
            channel=Channel(self.channel.data),
            identity=identity,
            reporter=reporter,
            may_publish=self.may_publish.data,
            is_urgent=self.is_urgent.data,
            counter_id=_chosen(self.counter.data),
            service_id=service_id,
            files=files,
        )

    def _reporter(self) -> Reporter:
        names = ("name", "address", "phone", "email")
        return Reporter(**{name: self[name].data or "" for name in names})

    def _text(self, name: str) -> str:
        text = self[name].data or ""
        # The words that stand instead of a number may be longer than the number was.
        return hide_contacts(text)[: TEXTS[name]] if self.hides_numbers.data else text


def fresh_ticket() -> str:
    """A ticket of no counter: the same form sent twice is one case."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return issue(_key(), counter_id=NO_COUNTER, at=now(), nonce=nonce)


def nonce_of(text: str) -> bytes | None:
    """The nonce of a ticket of ours that is not too old."""
    try:
        found = read(_key(), text, counter_id=NO_COUNTER)
    except TicketRefused:
        return None
    return None if is_stale(found, now=now()) else found.nonce


def _key() -> bytes:
    return bytes.fromhex(secret_keys().ticket_key)


def _options(choices: Iterable[Choice], none: str) -> list[tuple[str, str]]:
    return [("", none), *((str(one.id), one.label) for one in choices)]


def _chosen(text: str | None) -> int | None:
    return int(text) if text else None
