"""`portal announce`: notices for residents."""

from datetime import datetime
from pathlib import Path

import click

from portal.cli.group import current_operator, inside, main
from portal.clock import today
from portal.config import load_settings
from portal.organisation.announcements import announce, announcements, withdraw_announcement

DAY = click.DateTime(formats=["%Y-%m-%d"])


@main.group("announce")
def announce_group() -> None:
    """Pengumuman untuk warga di halaman depan, halaman terima kasih dan halaman nilai."""


@announce_group.command("add")
@click.option(
    "--unit", "unit_code", required=True, help="Kode unit; berlaku juga untuk bawahannya."
)
@click.option("--until", "shows_until", required=True, type=DAY, help="Hari terakhir, YYYY-MM-DD.")
@click.option("--from", "shows_from", type=DAY, help="Hari pertama; hari ini bila kosong.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@inside
def add(unit_code: str, shows_until: datetime, shows_from: datetime | None, file: Path) -> None:
    """Pasang isi FILE (teks berformat: p, strong, em, ul, ol, li, a) sebagai pengumuman."""
    start = shows_from.date() if shows_from else today(load_settings().timezone)
    number = announce(
        current_operator(),
        unit_code=unit_code,
        text=file.read_text("utf-8", errors="replace"),
        shows_from=start,
        shows_until=shows_until.date(),
    )
    click.echo(f"Pengumuman {number} dipasang untuk {unit_code}.")


@announce_group.command("list")
@inside
def show() -> None:
    """Tampilkan pengumuman yang berlaku sekarang atau nanti."""
    for notice in announcements(today(load_settings().timezone)):
        span = f"{notice.shows_from} sampai {notice.shows_until}"
        click.echo(f"{notice.id}\t{notice.unit_code}\t{span}\t{notice.text}")


@announce_group.command("withdraw")
@click.argument("number", type=int)
@inside
def withdraw(number: int) -> None:
    """Turunkan pengumuman bernomor NUMBER."""
    day = today(load_settings().timezone)
    withdraw_announcement(current_operator(), announcement_id=number, on=day)
    click.echo(f"Pengumuman {number} diturunkan.")
