"""Attachments: can the folder be written, is it ours alone, is every named file there?"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from portal.config import Settings
from portal.doctor.findings import Finding, good, notice, wrong
from portal.files.store import FileStore

WHAT = "Lampiran"
FOLDER = "Folder lampiran"
TABLE = sa.table("attachment", sa.column("name", sa.String))


def folder_findings(settings: Settings) -> Iterator[Finding]:
    """The folder as the system has it; before the first attachment, the one it will be made in."""
    folder = settings.files_folder
    if folder.exists() and not folder.is_dir():
        yield wrong(
            FOLDER, f"{folder} bukan folder", "Pindahkan berkas itu, atau pilih folder lain."
        )
        return
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    if os.access(there, os.W_OK | os.X_OK):
        yield good(FOLDER, f"{folder} dapat ditulis")
    else:
        remedy = f"Berikan kepada pengguna yang menjalankan portal: chown -R portal {folder}"
        yield wrong(FOLDER, f"{folder} tidak dapat ditulis", remedy)
    yield from _open_to_others(folder)


def _open_to_others(folder: Path) -> Iterator[Finding]:
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        said = f"{folder} dapat dibuka pengguna lain di mesin ini"
        yield wrong(FOLDER, said, f"chmod 700 {folder}")


def stored_files(connection: sa.Connection, settings: Settings) -> Finding:
    """Whether every attachment that a case names lies in the folder, and can be read."""
    store = FileStore(settings.files_folder)
    named = frozenset(connection.scalars(sa.select(TABLE.c.name)))
    lying = store.names()
    lost = named - lying
    if lost:
        said = f"{len(lost)} dari {len(named)} tidak ada di {store.folder}"
        remedy = "Pulihkan dari cadangan; sampai itu pengaduannya terbaca tanpa lampiran."
        return wrong(WHAT, said, remedy)
    closed = sum(not os.access(store.folder / name, os.R_OK) for name in named)
    if closed:
        said = f"{closed} dari {len(named)} tidak terbaca oleh pengguna ini"
        return wrong(WHAT, said, f"chown -R portal {store.folder}")
    orphans = len(lying - named)
    if orphans:
        said = f"{len(named)}, semuanya ada; {orphans} berkas tanpa pengaduan"
        return notice(
            WHAT, said, "Tidak perlu apa-apa: pekerja latar membuangnya setelah dua hari."
        )
    return good(WHAT, f"{len(named)}, semuanya ada")
