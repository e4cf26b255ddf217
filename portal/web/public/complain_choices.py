"""The questions of the complaint form with the sentence that stands under each answer."""

from collections.abc import Sequence

from portal.complaints.rules.words import About, Identity, Kind
from portal.language import Language
from portal.language import gettext as _
from portal.organisation.queries import OfficerOnDuty, ServiceOffered
from portal.organisation.rule_sets import TimeLimits
from portal.web.complaint_words import ABOUTS, IDENTITIES, KINDS, word
from portal.web.public.choices import Rows, service_name
from portal.web.public.complain_forms import NO, OTHER, YES


def kind_rows() -> Rows:
    """What somebody wants to say."""
    details = {
        Kind.PENGADUAN: _("Ada yang salah dan perlu dijawab."),
        Kind.ASPIRASI: _("Usul supaya pelayanan lebih baik."),
        Kind.INFORMASI: _("Bertanya tentang layanan."),
        Kind.APRESIASI: _("Terima kasih, disampaikan kepada petugasnya."),
    }
    return tuple((kind, word(KINDS, kind), detail, "") for kind, detail in details.items())


def about_rows(limits: TimeLimits) -> Rows:
    """What it is about, and who reads it therefore."""
    inspector = _("Layanan gratis: langsung ke Inspektorat, paling lambat {m} hari kerja.")
    first = _("Dibaca dulu oleh Koordinator Pengaduan, bukan kantor ini.")
    details = {
        About.LAYANAN: _("Dibaca dan dijawab kantor ini."),
        About.PETUGAS: first,
        About.PIMPINAN: _("Ditangani satu tingkat di atas kantor ini."),
        About.UANG: inspector.format(m=limits.oversight_days),
    }
    rows = tuple((about, word(ABOUTS, about), detail, "") for about, detail in details.items())
    return (*rows, (About.BELUM_JELAS, _("Lainnya, atau belum yakin"), first, ""))


def identity_rows() -> Rows:
    """Who will see what; the safe one first (microcopy 8)."""
    details = {
        Identity.TANPA_NAMA: _("Data diri tidak disimpan sama sekali (disarankan)."),
        Identity.DIRAHASIAKAN: _(
            "Hanya dibuka dengan dua persetujuan, dan Anda melihat catatannya."
        ),
        Identity.TERBUKA: _("Dilihat unit penangan, tidak oleh publik."),
    }
    return tuple((key, word(IDENTITIES, key), detail, "") for key, detail in details.items())


def publish_rows() -> Rows:
    """May the text be shown; the safe one first (microcopy 9)."""
    return (
        (NO, _("Tidak (disarankan)"), _("Hanya yang menangani yang membacanya."), ""),
        (YES, _("Boleh"), _("Supaya warga lain tahu jawabannya."), ""),
    )


def officer_rows(officers: Sequence[OfficerOnDuty]) -> Rows:
    """Who was at the counter; an officer may have chosen the desk's number alone."""
    rows = tuple((one.handle, _called(one), "", "") for one in officers)
    return (*rows, (OTHER, _("Orang lain, atau tidak tahu"), "", "")) if rows else ()


def _called(officer: OfficerOnDuty) -> str:
    desk = _("meja {desk}").format(desk=officer.desk) if officer.desk else ""
    if officer.name is None:
        return _("Petugas {desk}").format(desk=desk) if desk else _("Petugas loket")
    return f"{officer.name}, {desk}" if desk else officer.name


def complaint_services(services: Sequence[ServiceOffered], language: Language) -> Rows:
    """The services to choose from; where there is one alone nobody is asked."""
    if len(services) < 2:
        return ()
    return tuple((one.code, service_name(one, language), "", "") for one in services)
