"""The words in which complaints are stored (domain.md §3). On screen stand `portal.web` words."""

from enum import StrEnum


class Kind(StrEnum):
    """What the reporter calls it; the office classifies it itself (`Klass`)."""

    PENGADUAN = "pengaduan"
    ASPIRASI = "aspirasi"
    INFORMASI = "informasi"
    APRESIASI = "apresiasi"


class About(StrEnum):
    """ "Ini tentang"; it alone decides who reads first (rules/routing.py)."""

    LAYANAN = "layanan"
    PETUGAS = "petugas"
    PIMPINAN = "pimpinan"
    UANG = "uang"
    BELUM_JELAS = "belum_jelas"


class Klass(StrEnum):
    """The class that sets the time limit; praise has none."""

    INFORMASI = "informasi"
    ASPIRASI = "aspirasi"
    PENGADUAN = "pengaduan"
    PENGAWASAN = "pengawasan"
    APRESIASI = "apresiasi"


class Identity(StrEnum):
    """What is kept of the reporter: nothing, a sealed name, or a name that handlers see."""

    TANPA_NAMA = "tanpa_nama"
    DIRAHASIAKAN = "dirahasiakan"
    TERBUKA = "terbuka"


class Channel(StrEnum):
    """By which way it came; all but the first two are typed by a clerk."""

    QR = "qr"
    LINK = "link"
    LOKET = "loket"
    SURAT = "surat"
    TELEPON = "telepon"
    LAPOR = "lapor"


class Desk(StrEnum):
    """Whose table a case lies on: that and its unit say who can see it at all."""

    COORDINATOR = "coordinator"
    UNIT = "unit"
    INSPECTOR = "inspector"


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    VERIFIED = "verified"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN_STATES = (State.RECEIVED, State.VERIFIED, State.IN_PROGRESS, State.WAITING)


class Outcome(StrEnum):
    """How a case ended for the office; whether it is solved says the reporter."""

    SELESAI = "selesai"
    DITOLAK = "ditolak"
    BUKAN_KEWENANGAN = "bukan_kewenangan"
    TIDAK_LENGKAP = "tidak_lengkap"
    DUPLIKAT = "duplikat"
    ARSIP = "arsip"


class Step(StrEnum):
    """What can happen to a case; one event each."""

    FILED = "filed"
    RELEASED = "released"
    VERIFIED = "verified"
    FORWARDED = "forwarded"
    ASSIGNED = "assigned"
    ASKED = "asked"
    WRITTEN = "written"
    RESUMED = "resumed"
    EXTENDED = "extended"
    NOTED = "noted"
    ANSWERED = "answered"
    CLOSED = "closed"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    RATED = "rated"
    APPEALED = "appealed"
    ESCALATED = "escalated"
    RECALCULATED = "recalculated"
    MERGED = "merged"
    MASKED = "masked"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_OPENED = "identity_opened"
    AFTERMATH = "aftermath"
    HANDED_OVER = "handed_over"
    CORRECTED = "corrected"
    ERASED = "erased"


class Side(StrEnum):
    """Who wrote a message; an internal note never leaves the desk."""

    REPORTER = "reporter"
    OFFICE = "office"
    INTERNAL = "internal"
