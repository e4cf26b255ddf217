"""`portal export …`: what goes out as files."""

from pathlib import Path

import click

from portal.cli.group import current_operator, main, opened
from portal.documents.organisation_sheets import organisation_tables
from portal.month import Month
from portal.organisation.layouts import LAYOUTS
from portal.organisation.listings import EVERY_DAY, Days
from portal.sheets import Format, save

_BY_DAY = ("roster", "served")


@main.group("export")
def exports() -> None:
    """Keluarkan data sebagai CSV (untuk program) atau XLSX (untuk orang)."""


def _sheet(name: str) -> None:
    """Register the export of one sheet of the organisation."""
    title = LAYOUTS[name].title

    @exports.command(name, help=f"{title}, dalam susunan yang dibaca `portal import {name}`.")
    @click.option(
        "--format",
        "kind",
        type=click.Choice([kind.value for kind in Format]),
        required=True,
        help="csv atau xlsx.",
    )
    @click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        help="Berkas yang ditulis; hanya dapat dibaca pemiliknya.",
    )
    def _export(kind: str, out: Path, month: str | None = None) -> None:
        days = _days_of(month) if month else EVERY_DAY
        with opened():
            tables = organisation_tables(
                current_operator(), sheet=name, kind=Format(kind), days=days
            )
            save(out, tables, Format(kind))
        click.echo(f"{title}: {out}")

    if name in _BY_DAY:
        month_option = click.Option(["--month"], help="Bulan, seperti 2026-10. Tanpa ini: semua.")
        _export.params.append(month_option)


def _days_of(text: str) -> Days:
    month = Month.parse(text)
    return Days(month.first_day, month.last_day)


for _name in LAYOUTS:
    _sheet(_name)
