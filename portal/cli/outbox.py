"""`portal outbox`: mails that were given up, and what becomes of them."""

import click

from portal.accounts.dead_letters import dead_letters, drop_mail, retry_mail
from portal.cli.group import current_operator, inside, main
from portal.clock import now


@main.group("outbox")
def outbox_group() -> None:
    """Surat keluar yang tidak terkirim."""


@outbox_group.command("list")
@inside
def show() -> None:
    """Tampilkan surat yang dilepas: nomor, jenis, hari, sebabnya; tanpa isi dan alamat lengkap."""
    found = dead_letters(current_operator())
    for letter in found.letters:
        where = f"@{letter.where}" if letter.where else "tersegel"
        note = "" if letter.can_go_again else "\ttidak dapat dikirim lagi"
        day = letter.given_up_at.date()
        click.echo(f"{letter.handle}\t{letter.kind}\t{where}\t{day}\t{letter.failure}{note}")
    click.echo(f"{found.total} surat dilepas.", err=True)


@outbox_group.command("retry")
@click.argument("handle")
@inside
def retry(handle: str) -> None:
    """Kirim lagi surat bernomor HANDLE."""
    retry_mail(current_operator(), handle=handle, at=now())
    click.echo("Masuk antrean lagi.")


@outbox_group.command("drop")
@click.argument("handle")
@inside
def drop(handle: str) -> None:
    """Buang surat bernomor HANDLE."""
    drop_mail(current_operator(), handle=handle)
    click.echo("Dibuang.")
