"""What the machine gives: SQLite, disk, time zone and clock, file modes."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from portal.clock import now
from portal.config import CONFIG_FILE, SECRETS_FILE, Settings
from portal.doctor.attachments import folder_findings
from portal.doctor.findings import Finding, good, masked, notice, wrong
from portal.sqlite_file import FIRST_SOUND_SQLITE, OWNER_ONLY, files_of, sqlite_module

MEBIBYTE = 1 << 20
TOO_LITTLE = 200 * MEBIBYTE  # under this the next backup or migration may fail half-way
LITTLE = 1024 * MEBIBYTE
UPLOADS = "uploads"  # sheets between their preview and their import: names and NIPs
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def machine_findings(settings: Settings) -> Iterator[Finding]:
    """Everything that can be seen without the database."""
    if settings.is_sqlite:
        yield sqlite_version()
    yield time_zone(settings)
    yield disk_space(settings.instance)
    if settings.files_url:
        yield disk_space(settings.files_folder)
    yield from file_modes(settings)
    yield from folder_findings(settings)


def sqlite_version() -> Finding:
    """Versions 3.7.0 to 3.51.2 can corrupt a WAL database when a checkpoint resets the log."""
    module = sqlite_module()
    said = f"{module.sqlite_version} ({module.__name__.split('.')[0]})"
    if module.sqlite_version_info >= FIRST_SOUND_SQLITE:
        return good("SQLite", said)
    sound = ".".join(str(part) for part in FIRST_SOUND_SQLITE)
    remedy = (
        f"Pasang pysqlite3 atau Python dengan SQLite {sound} ke atas, atau pakai PostgreSQL;"
        " sampai itu buat cadangan setiap hari."
    )
    return notice("SQLite", f"{said}: dapat merusak WAL pada keadaan yang jarang", remedy)


def time_zone(settings: Settings) -> Finding:
    """The local time as the portal sees it: which month an answer belongs to hangs on it."""
    local = now().astimezone(settings.timezone)
    return good("Jam dan zona waktu", f"{local:%Y-%m-%d %H:%M} {settings.timezone.key}")


def disk_space(folder: Path) -> Finding:
    """Room where the instance lies."""
    free = shutil.disk_usage(existing(folder)).free
    said = f"{free // MEBIBYTE} MiB kosong di {folder}"
    remedy = "Kosongkan ruang atau pindahkan PORTAL_INSTANCE ke disk yang lebih besar."
    if free < TOO_LITTLE:
        return wrong("Ruang disk", said, remedy)
    return notice("Ruang disk", said, remedy) if free < LITTLE else good("Ruang disk", said)


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def file_modes(settings: Settings) -> Iterator[Finding]:
    """Who else on this machine could read or write what is the portal's alone."""
    folder = settings.instance
    if not folder.is_dir():
        yield wrong("Folder instance", f"{folder} tidak ada", "Jalankan `portal init`.")
        return
    yield _writable(folder)
    ours = ((folder, 0o700), (folder / UPLOADS, 0o700), (folder / SECRETS_FILE, 0o600))
    for path, demanded in ours:
        if path.exists():
            yield _mode(path, demanded)
    for path in files_of(settings.database_url):
        yield _mode(path, OWNER_ONLY)
    if settings.secrets is None:
        yield wrong(
            "Kunci rahasia", f"{folder / SECRETS_FILE} tidak ada", "Jalankan `portal init`."
        )
    yield from _password_in_config(settings)


def _writable(folder: Path) -> Finding:
    if os.access(folder, os.W_OK | os.X_OK):
        return good("Folder instance", f"{folder} dapat ditulis")
    remedy = f"Berikan kepada pengguna yang menjalankan portal: chown -R portal {folder}"
    return wrong("Folder instance", f"{folder} tidak dapat ditulis", remedy)


def _mode(path: Path, demanded: int) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS == 0:
        return good(f"Hak baca {path.name}", f"{mode:04o}")
    said = f"{path} dapat dibuka pengguna lain ({mode:04o})"
    remedy = f"chmod {demanded:o} {path}"
    if path.is_dir():
        return notice(f"Hak baca {path.name}", said, remedy)
    return wrong(f"Hak baca {path.name}", said, remedy)


def _password_in_config(settings: Settings) -> Iterator[Finding]:
    path = settings.instance / CONFIG_FILE
    if not path.exists():
        return
    text = path.read_text("utf-8")
    if any(masked(line) != line for line in text.splitlines()):
        yield _mode(path, 0o600)
