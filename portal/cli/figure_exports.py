"""`portal export indicators|appraisals|complaints|ratings`: figures go out as files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from portal.appraisal.calendar import Terms
from portal.cli.exports import exports
from portal.cli.group import current_operator, opened
from portal.clock import today
from portal.complaints.listed import Wanted
from portal.config import load_settings
from portal.documents.case_tables import case_export
from portal.documents.exports import (
    SUBJECTS,
    Kind,
    appraisal_export,
    indicator_export,
    rating_export,
    write_export,
)
from portal.month import Month

Command = Callable[..., Any]

OPTIONS = (
    click.option("--month", required=True, help="Bulan seperti 2026-10."),
    click.option(
        "--format",
        "kind",
        type=click.Choice([kind.value for kind in Kind]),
        required=True,
        help="csv dan json untuk program, xlsx untuk orang.",
    ),
    click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        help="Berkas yang ditulis; hanya dapat dibaca pemiliknya.",
    ),
)


def _with_options(function: Command) -> Command:
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@exports.command("indicators")
@_with_options
@click.option(
    "--subject",
    "subjects",
    type=click.Choice([*SUBJECTS, "officer"]),
    multiple=True,
    help="Hanya jenis ini; boleh diulang. Tanpa ini: semua kecuali petugas.",
)
def export_indicators(month: str, kind: str, out: Path, subjects: tuple[str, ...]) -> None:
    """Indikator satu bulan atau periode (2026-TW4 atau 2026-Q4, 2026-S2, 2026).

    Kolom: docs/exports.md.
    """
    with opened():
        found = indicator_export(current_operator(), month, subjects or SUBJECTS)
        write_export(found, Kind(kind), out)
    click.echo(f"Indikator {month}: {out}")


@exports.command("appraisals")
@_with_options
def export_appraisals(month: str, kind: str, out: Path) -> None:
    """Bukti dukung kinerja per petugas dari bulan tertutup. Kolom: docs/exports.md."""
    settings = load_settings()
    with opened(settings):
        day, terms = today(settings.timezone), Terms.of(settings)
        found = appraisal_export(current_operator(), month, today=day, terms=terms)
        write_export(found, Kind(kind), out)
    click.echo(f"Bukti dukung {month}: {out}")


@exports.command("complaints")
@_with_options
def export_complaints(month: str, kind: str, out: Path) -> None:
    """Pengaduan yang masuk dalam satu bulan, tanpa isi dan tanpa nama. Kolom: docs/exports.md."""
    with opened():
        found = case_export(current_operator(), Wanted(Month.parse(month)), Kind(kind))
        write_export(found, Kind(kind), out)
    click.echo(f"Pengaduan {month}: {out}")


@exports.command("ratings")
@_with_options
def export_ratings(month: str, kind: str, out: Path) -> None:
    """Semua jawaban satu bulan, diacak, tanpa saran dan tanpa data responden."""
    with opened():
        write_export(rating_export(current_operator(), month), Kind(kind), out)
    click.echo(f"Penilaian {month}: {out}")
