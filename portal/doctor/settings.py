"""Settings that are valid each by itself and do not fit together, or not a server's life."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from portal.config import Settings
from portal.doctor.findings import Finding, good, notice, wrong

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """What a person who installs the portal is likely to have forgotten."""
    yield _address(settings)
    if not settings.contact:
        said = "kosong: warga tidak tahu ke mana bertanya"
        yield notice("Kontak", said, "Atur PORTAL_CONTACT.")
    if settings.smtp_url and not settings.mail_from:
        yield wrong("Pengirim surat", "belum diatur", "Atur PORTAL_MAIL_FROM.")


def _address(settings: Settings) -> Finding:
    """Without https, cookies and passwords can be read on the way."""
    parts = urlsplit(settings.base_url)
    if parts.hostname in LOOPBACK:
        remedy = "Atur PORTAL_BASE_URL ke alamat yang dicetak di poster."
        return notice("Alamat portal", f"{settings.base_url}: hanya mesin ini sendiri", remedy)
    if parts.scheme != "https":
        said = f"{settings.base_url}: kata sandi dan sesi terbaca di jalan"
        return wrong("Alamat portal", said, "Pasang TLS di proksi, lalu https:// di situ.")
    if settings.trusted_proxies == 0:
        said = "https, tetapi tidak ada proksi yang dipercaya: semua pengunjung tampak satu alamat"
        return notice("Alamat portal", said, "Atur PORTAL_TRUSTED_PROXIES=1 di belakang proksi.")
    return good("Alamat portal", settings.base_url)
