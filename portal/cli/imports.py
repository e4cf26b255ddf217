"""`portal import …`: the organisation's sheets come in, all rows or none."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from portal.cli.group import current_operator, main, opened, refuse
from portal.clock import today
from portal.config import load_settings
from portal.errors import Problems
from portal.organisation import commands
from portal.organisation.imports.plan import ImportResult
from portal.organisation.layouts import ACTING, LAYOUTS
from portal.sheets import RowReader, Sheet, read_book, read_sheet

_SHORT = 2_000  # rows that are read before anybody looks at a progress bar
_LARGE = 500_000  # bytes that take a moment to read

file_argument = click.argument("file", type=click.Path(path_type=Path))
trial_option = click.option(
    "--dry-run", "is_trial", is_flag=True, help="Periksa saja; tidak ada yang disimpan."
)


@main.group("import")
def imports() -> None:
    """Masukkan data dari CSV atau XLSX: semua baris atau tidak satu pun."""


def progress(rows: Sequence[RowReader]) -> Iterable[RowReader]:
    """Show a bar for a long sheet where somebody sits at a terminal."""
    if len(rows) < _SHORT or not sys.stderr.isatty():
        yield from rows
        return
    with click.progressbar(rows, label="Memeriksa baris", file=sys.stderr) as shown:
        yield from shown


def tell(result: ImportResult) -> None:
    """Say what was added, changed, removed and left, and what the reader noticed."""
    removed = f", {result.removed} dihapus" if result.removed else ""
    counts = f"{result.added} baru, {result.changed} berubah{removed}, {result.unchanged} tetap."
    trial = " (percobaan: tidak ada yang disimpan)" if result.is_trial else ""
    for note in result.notes:
        click.echo(note, err=True)
    click.echo(f"{LAYOUTS[result.sheet].title}: {counts}{trial}")
    if result.beside:
        tell(result.beside)


def sheet_of(file: Path, name: str, *, beside: Sequence[str] = ()) -> Sheet:
    """The sheet of a file that has this layout; those named in `beside` are read as well."""
    layout = LAYOUTS[name]
    if sys.stderr.isatty() and file.is_file() and file.stat().st_size > _LARGE:
        click.echo(f"Membaca {file} …", err=True)
    return read_sheet(file, titles=layout.titles, beside=beside, known=layout.knows)


@contextmanager
def nothing_stored(file: Path) -> Iterator[None]:
    """Head the list of what is wrong with the one thing that matters first."""
    try:
        yield
    except Problems as error:
        count = len(error.problems)
        refuse(f"{file}: belum ada yang disimpan, {count} hal perlu diperbaiki.\n{error.message}")


def _plain(name: str, run: Callable[..., ImportResult], meaning: str) -> None:
    """Register the import of one sheet that needs nothing but the sheet."""

    @imports.command(name, help=f"{meaning} Kolomnya: docs/imports.md.")
    @file_argument
    @trial_option
    def _import(file: Path, is_trial: bool) -> None:
        with opened(), nothing_stored(file):
            sheet = sheet_of(file, name)
            tell(run(current_operator(), sheet=sheet, is_trial=is_trial, progress=progress))


_plain("units", commands.import_units, "Unit kerja, menurut kode.")
_plain("locations", commands.import_locations, "Lokasi, menurut kode.")
_plain("services", commands.import_services, "Jenis layanan, menurut kode.")
_plain("counters", commands.import_counters, "Loket, menurut kode unit dan nomor.")
_plain("acting", commands.import_acting, "Penugasan Plt. dan Plh., menurut NIP, unit, dan SK.")
_plain("roster", commands.import_roster, "Jadwal jaga, menurut NIP, loket, tanggal, dan mulai.")


@imports.command("officers")
@file_argument
@trial_option
def import_officers(file: Path, is_trial: bool) -> None:
    """Petugas, menurut NIP atau id internal; lembar Plt & Plh ikut dibaca.

    Kolomnya: docs/imports.md.
    """
    with opened(), nothing_stored(file):
        result = commands.import_officers(
            current_operator(),
            sheet=sheet_of(file, "officers", beside=ACTING.titles),
            acting=_acting_sheet(file),
            is_trial=is_trial,
            progress=progress,
        )
        tell(result)


def _acting_sheet(file: Path) -> Sheet | None:
    """The worksheet of acting appointments beside the officers, if the workbook has one."""
    sheets = read_book(file, known=ACTING.knows)
    titles = {title.casefold() for title in ACTING.titles}
    return next((sheet for sheet in sheets if sheet.name.casefold() in titles), None)


@imports.command("served")
@file_argument
@trial_option
def import_served(file: Path, is_trial: bool) -> None:
    """Jumlah orang terlayani, menurut loket dan tanggal. Kolomnya: docs/imports.md."""
    settings = load_settings()
    with opened(settings), nothing_stored(file):
        result = commands.import_served(
            current_operator(),
            sheet=sheet_of(file, "served"),
            today=today(settings.timezone),
            is_trial=is_trial,
            progress=progress,
        )
        tell(result)
