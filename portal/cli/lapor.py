"""`portal export lapor` and `portal import lapor`: the exchange with SP4N-LAPOR! by file."""

from pathlib import Path

import click

from portal.cli.exports import exports
from portal.cli.group import current_operator, opened
from portal.cli.imports import file_argument, imports, nothing_stored, progress, trial_option
from portal.clock import now
from portal.complaints.exchange_file import Handing, Which, export_lapor
from portal.complaints.exchange_import import LAYOUT, import_lapor, plan_lapor
from portal.complaints.keys import KeyPlace
from portal.config import load_settings
from portal.sheets import Format, read_sheet, save


@exports.command("lapor")
@click.option(
    "--format",
    "kind",
    type=click.Choice([kind.value for kind in Format]),
    required=True,
    help="csv atau xlsx.",
)
@click.option("--all", "is_all", is_flag=True, help="Semua; tanpa ini hanya yang belum di sana.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Berkas yang ditulis; hanya dapat dibaca pemiliknya.",
)
def export_for_lapor(kind: str, is_all: bool, out: Path) -> None:
    """Pengaduan yang sudah diperiksa, untuk SP4N-LAPOR!.

    Dengan PORTAL_LAPOR_MODE=hand_over setiap pengaduan di dalamnya tercatat diserahkan.
    """
    settings = load_settings()
    with opened(settings):
        assert settings.secrets is not None  # noqa: S101  # `opened` refuses to start without
        handing = Handing(
            hands_over=settings.lapor_mode == "hand_over",
            place=KeyPlace(settings.instance, settings.secrets.vault_key),
        )
        table = export_lapor(
            current_operator(),
            which=Which.ALL if is_all else Which.NEW,
            handing=handing,
            at=now().astimezone(settings.timezone),
        )
        save(out, [table], Format(kind))
    click.echo(f"SP4N-LAPOR!: {out}")


@imports.command("lapor")
@file_argument
@trial_option
def import_from_lapor(file: Path, is_trial: bool) -> None:
    """Nomor dan status dari SP4N-LAPOR!, menurut nomor pengaduan. Kolomnya: docs/imports.md."""
    settings = load_settings()
    with opened(settings), nothing_stored(file):
        sheet = read_sheet(file, titles=LAYOUT.titles, known=LAYOUT.knows)
        actor, at = current_operator(), now().astimezone(settings.timezone)
        is_own = settings.lapor_mode == "own"
        if is_trial:
            plan = plan_lapor(actor, sheet, progress)
        else:
            plan = import_lapor(actor, sheet=sheet, at=at, is_own=is_own, progress=progress)
    trial = " (percobaan: tidak ada yang disimpan)" if is_trial else ""
    click.echo(f"SP4N-LAPOR!: {len(plan.changed)} berubah, {plan.unchanged} tetap.{trial}")
