"""`portal retention`: what is over goes; first said, then done."""

import click
from flask import current_app

from portal.cli.group import current_operator, inside, main, refuse
from portal.clock import today
from portal.complaints.retention import Retained, remove_what_is_over, what_is_over
from portal.config import Settings
from portal.files.store import FileStore

WHY_KEPT = {
    "open": "dibuka kembali",
    "held": "ditahan",
    "unread": "ada keterangan pelapor yang belum dijawab",
    "contested": "masih dipersoalkan",
}


@main.command()
@click.option("--apply", "is_real", is_flag=True, help="Hapus; tanpa ini hanya dihitung.")
@inside
def retention(is_real: bool) -> None:
    """Hapus isi pengaduan yang masa simpannya lewat; angkanya tetap."""
    settings: Settings = current_app.config["PORTAL"]
    if not settings.retention:
        refuse("Belum ada masa simpan. Atur PORTAL_RETENTION, contoh pengaduan=60, aspirasi=24.")
    act = remove_what_is_over if is_real else what_is_over
    found = act(current_operator(), months=settings.retention, today=today(settings.timezone))
    store = FileStore(settings.files_folder)
    for name in found.files:
        store.remove(name)
    _tell(found, is_real=is_real)


def _tell(found: Retained, *, is_real: bool) -> None:
    word = "Dihapus" if is_real else "Akan dihapus"
    for kind, count in found.removed.items():
        click.echo(f"{word}: {kind} {count}")
    if not found.removed:
        click.echo(f"{word}: tidak ada")
    for why, count in found.kept.items():
        click.echo(f"Tetap disimpan karena {WHY_KEPT[why]}: {count}")
    if is_real:
        click.echo(f"Berkas dihapus: {len(found.files)}")
    else:
        click.echo("Belum ada yang dihapus. Jalankan lagi dengan --apply.")
