"""`/verifikasi/<extract>`: is this document genuine, and which revision is it?

Reached by the QR on each document. It names no person and no figure: whoever finds a sheet on
the street learns nothing here that is not on it.
"""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.appraisal.verification import Kind, Verification, verification
from portal.authority import ANYONE
from portal.clock import today
from portal.language import gettext as _
from portal.organisation.queries import government_name
from portal.web.figures import period_name
from portal.web.limits import settings
from portal.web.public.door import public

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """What the page says: a heading, a sentence, and what to do with the paper in hand."""

    heading: str
    sentence: str
    advice: str


@public.page("/verifikasi/<extract>", needs=ANYONE)
def verify_document(extract: str) -> ResponseReturnValue:
    """Genuine, altered or unknown; typed by hand it may have capitals and hyphens."""
    typed = extract[:LONGEST].replace("-", "").replace(" ", "").lower()
    found = verification(typed)
    page = render_template(
        "public/verification.html",
        government=government_name(),
        finding=_unknown() if found is None else _finding(found),
        found=found,
        kind="" if found is None else _kind(found.kind),
        period="" if found is None else period_name(found.period),
        extract=typed,
        today=today(settings().timezone),
    )
    return page, 404 if found is None else 200


def _kind(kind: Kind) -> str:
    return {
        Kind.APPRAISAL: _("Bukti dukung kinerja seorang petugas"),
        Kind.CLOSING: _("Penutupan bulan"),
        Kind.FIGURE: _("Indikator yang dibekukan"),
    }[kind]


def _finding(found: Verification) -> Finding:
    if not found.is_genuine:
        return _altered()
    genuine = _("Asli, tidak berubah, revisi\u00a0{number}").format(number=found.revision)
    if found.revision < found.newest:
        newer = _("Dokumen ini sudah diganti. Yang berlaku sekarang revisi {number}.")
        return Finding(genuine, newer.format(number=found.newest), _("Minta cetakan revisi itu."))
    return Finding(
        genuine,
        _("Isi yang dibekukan saat bulan ditutup masih sama sampai huruf terakhir."),
        _("Cocokkan jenis, bulan, dan revisi di bawah dengan yang tercetak."),
    )


def _altered() -> Finding:
    return Finding(
        _("Berubah sejak dibekukan"),
        _("Catatan di balik dokumen ini tidak sama lagi dengan saat bulan ditutup."),
        _("Jangan dipakai sebagai bukti. Laporkan kepada pengelola portal ini."),
    )


def _unknown() -> Finding:
    return Finding(
        _("Dokumen ini tidak dikenal"),
        _("Tidak ada dokumen dengan kode ini di portal ini."),
        _("Periksa 32 huruf dan angka di bawah QR, satu per satu."),
    )
