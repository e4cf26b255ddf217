"""The words of complaints on screen, for residents and staff alike: one word for one thing."""

from collections.abc import Mapping

from portal.authority import Role
from portal.complaints.cases import REPORTER, SYSTEM
from portal.complaints.rules.words import (
    About,
    Channel,
    Desk,
    Identity,
    Kind,
    Klass,
    Outcome,
    State,
)
from portal.language import gettext as _
from portal.language import later
from portal.web.navigation import ROLE_NAMES

KINDS: Mapping[str, str] = {
    Kind.PENGADUAN: later("Pengaduan"),
    Kind.ASPIRASI: later("Aspirasi"),
    Kind.INFORMASI: later("Permintaan informasi"),
    Kind.APRESIASI: later("Apresiasi"),
}
ABOUTS: Mapping[str, str] = {
    About.LAYANAN: later("Layanan"),
    About.PETUGAS: later("Petugas"),
    About.PIMPINAN: later("Pimpinan kantor ini"),
    About.UANG: later("Permintaan uang"),
    About.BELUM_JELAS: later("Belum jelas"),
}
CLASSES: Mapping[str, str] = {
    Klass.INFORMASI: later("Permintaan informasi"),
    Klass.ASPIRASI: later("Aspirasi"),
    Klass.PENGADUAN: later("Pengaduan tidak berkadar pengawasan"),
    Klass.PENGAWASAN: later("Pengaduan berkadar pengawasan"),
    Klass.APRESIASI: later("Apresiasi"),
}
IDENTITIES: Mapping[str, str] = {
    Identity.TANPA_NAMA: later("Tanpa nama"),
    Identity.DIRAHASIAKAN: later("Nama dirahasiakan"),
    Identity.TERBUKA: later("Dengan nama"),
}
CHANNELS: Mapping[str, str] = {
    Channel.QR: later("QR di loket"),
    Channel.LINK: later("Tautan"),
    Channel.LOKET: later("Datang ke loket"),
    Channel.SURAT: later("Surat"),
    Channel.TELEPON: later("Telepon"),
    Channel.LAPOR: later("SP4N-LAPOR!"),
}
DESKS: Mapping[str, str] = {
    Desk.COORDINATOR: later("Koordinator Pengaduan"),
    Desk.UNIT: later("Unit"),
    Desk.INSPECTOR: later("Inspektorat"),
}
STATES: Mapping[str, str] = {
    State.RECEIVED: later("Diterima"),
    State.VERIFIED: later("Diperiksa"),
    State.IN_PROGRESS: later("Ditangani"),
    State.WAITING: later("Menunggu keterangan pelapor"),
    State.ANSWERED: later("Dijawab"),
    State.CLOSED: later("Selesai"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.SELESAI: later("Selesai, dijawab tuntas"),
    Outcome.DITOLAK: later("Ditolak"),
    Outcome.BUKAN_KEWENANGAN: later("Bukan kewenangan kami"),
    Outcome.TIDAK_LENGKAP: later("Tidak lengkap"),
    Outcome.DUPLIKAT: later("Sudah dilaporkan, digabung"),
    Outcome.ARSIP: later("Diarsipkan"),
}
ACTORS: Mapping[str, str] = {
    REPORTER: later("Pelapor"),
    SYSTEM: later("Portal ini"),
}


def word(words: Mapping[str, str], key: str | None) -> str:
    """The word in the language being spoken; a dash where there is none yet."""
    return _(words[key]) if key else "–"


def actor_word(role: str) -> str:
    """Who did a step: the role, never a name."""
    return _(ACTORS[role]) if role in ACTORS else _(ROLE_NAMES[Role(role)])
