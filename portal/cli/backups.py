"""`portal backup` and `portal restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from portal.backup.dump import Progress, write_backup
from portal.backup.manifest import Manifest, read_backup
from portal.backup.restore import restore_backup
from portal.cli.group import current_operator, main
from portal.clock import now
from portal.config import load_settings
from portal.doctor.backups import note_backup

FILE = click.Path(dir_okay=False, path_type=Path)
KEEP_APART = (
    "Kunci rahasia (secrets.json) dan portal.cfg TIDAK ada di dalamnya: simpan keduanya di tempat"
    " lain yang aman."
)


@main.command()
@click.argument("file", type=FILE)
@click.option("--overwrite", is_flag=True, help="Ganti FILE bila sudah ada.")
def backup(file: Path, overwrite: bool) -> None:
    """Tulis cadangan seluruh basis data dan lampiran ke FILE, juga selagi portal melayani."""
    settings = load_settings()
    with progress_bar("Mencadangkan") as progress:
        manifest = write_backup(
            settings.database_url,
            file,
            files=settings.files_folder,
            overwrite=overwrite,
            progress=progress,
        )
    note_backup(settings.instance, file, now())
    size = file.stat().st_size
    click.echo(f"{file}: {_contents(manifest)}, {size / 1e6:.1f} MB, hanya dapat dibaca Anda.")
    click.echo(KEEP_APART)
    if manifest.files and manifest.files.missing:
        lost = f"{manifest.files.missing} lampiran tidak ada di {settings.files_folder}"
        click.echo(f"PERHATIAN: {lost}; tidak ikut dicadangkan.", err=True)


@main.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Ganti basis data yang sudah berisi.")
@click.option("--check", is_flag=True, help="Periksa FILE saja, tanpa memulihkan.")
@click.option(
    "--despite-trail",
    metavar="ALASAN",
    default="",
    help="Pulihkan juga bila jejak audit di dalamnya tidak utuh; alasannya dicatat.",
)
def restore(file: Path, replace: bool, check: bool, despite_trail: str) -> None:
    """Pulihkan basis data dan lampiran dari FILE (SQLite atau PostgreSQL, ke yang mana pun)."""
    if check:
        click.echo(f"{file} utuh: {_contents(read_backup(file))}.")
        return
    settings = load_settings()
    with progress_bar("Memulihkan") as progress:
        done = restore_backup(
            current_operator(),
            settings.database_url,
            file,
            files=settings.files_folder,
            replace=replace,
            despite=despite_trail,
            progress=progress,
        )
    click.echo(f"Dipulihkan: {_contents(done.manifest)}. Sekarang pada revisi {done.revision}.")
    if done.kept is not None:
        click.echo(f"Basis data lama disimpan di {done.kept}; hapus bila tidak diperlukan lagi.")
    if settings.secrets is None:
        click.echo("Letakkan secrets.json lama di instance, atau jalankan `portal init`.", err=True)


def _contents(manifest: Manifest) -> str:
    files = f" dan {manifest.files.count} lampiran" if manifest.files else ""
    return (
        f"{manifest.rows} baris dalam {len(manifest.tables)} tabel{files}, revisi"
        f" {manifest.revision}, dibuat {manifest.made_at} dari {manifest.engine}"
    )


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar over rows where somebody sits at a terminal, and silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield advance
