"""`portal release`, `close`, `revise`: the figures of a month."""

import click

from portal.appraisal.commands import Closed, close_month, revise_month
from portal.appraisal.digesting import Telling
from portal.cli.group import current_operator, inside, main
from portal.clock import today
from portal.config import Settings, load_settings
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month


def weight_of(settings: Settings) -> Weight:
    """The weight of one element, as the installation chose it."""
    return Weight.parse(settings.weight)


@main.command()
@click.argument("month", required=False)
@inside
def release(month: str | None) -> None:
    """Rilis angka berjalan satu bulan terbuka (bulan ini kalau tidak disebut)."""
    settings = load_settings()
    day = today(settings.timezone)
    released = release_month(
        current_operator(),
        month=Month.parse(month) if month else Month.of(day),
        today=day,
        weight=weight_of(settings),
    )
    click.echo(
        f"Bulan {released.month}: {released.shown} angka dirilis, {released.waiting} menunggu"
        " sampai bertambah 10 jawaban atau lebih."
    )


@main.command()
@click.argument("month")
@click.option("--reviewed", default="", help="Hasil pemeriksaan atas jawaban yang ditahan.")
@inside
def close(month: str, reviewed: str) -> None:
    """Tutup satu bulan (YYYY-MM): indikator dan bukti dukung dibekukan."""
    settings = load_settings()
    closed = close_month(
        current_operator(),
        month=Month.parse(month),
        today=today(settings.timezone),
        weight=weight_of(settings),
        reviewed=reviewed,
        telling=Telling.of(settings),
    )
    click.echo(f"Bulan {closed.month} ditutup, revisi {closed.revision}.")
    _tell(closed)


@main.command()
@click.argument("month")
@click.option("--reason", required=True, help="Apa yang salah, dan dari mana diketahui.")
@inside
def revise(month: str, reason: str) -> None:
    """Hitung ulang bulan tertutup sebagai revisi baru; revisi lama tetap tersimpan."""
    settings = load_settings()
    closed = revise_month(
        current_operator(),
        month=Month.parse(month),
        today=today(settings.timezone),
        reason=reason,
        weight=weight_of(settings),
        telling=Telling.of(settings),
    )
    click.echo(f"Bulan {closed.month} direvisi menjadi revisi {closed.revision}.")
    click.echo(f"{closed.changes} angka berubah; nilai lama dan baru tersimpan.")
    _tell(closed)


def _tell(closed: Closed) -> None:
    received = ", ".join(f"{n} {STATUS_WORDS[status]}" for status, n in closed.received.items())
    click.echo(f"Jawaban: {received or 'tidak ada'}.")
    click.echo(f"{closed.figures} indikator dan {closed.records} bukti dukung kinerja dibekukan.")
    for line in closed.needs_review:
        click.echo(f"Diperiksa: {line}")
    click.echo(f"Nomor kutipan: {closed.extract_id}")


STATUS_WORDS = {"counts": "dihitung", "quarantined": "ditahan", "struck": "dicoret"}
