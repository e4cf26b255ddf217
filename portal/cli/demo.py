"""`portal demo`: build the demonstration, say where to look, and serve it."""

import os
import time

import click
from flask import Flask

from portal import migrate
from portal.cli.group import current_operator, main, opened
from portal.cli.operations import new_secrets, serve_forever
from portal.clock import today
from portal.complaints.rules.receipt import groups
from portal.config import PREFIX, Settings, instance_path
from portal.demo.address import base_url, demand_free_port, is_loopback, own_address
from portal.demo.build import Built, build
from portal.demo.counters import FAMOUS_CODE, OLD_CODE
from portal.demo.folder import prepare_folder, write_signins
from portal.demo.signins import PASSWORD
from portal.documents.qr import terminal
from portal.language import month_name, whole

STATE_WORDS = {
    "received": "diterima",
    "waiting": "petugas bertanya kepada pelapor",
    "answered": "sudah dijawab",
    "closed": "ditutup",
}
# White on black, said outright: the same on a dark and on a light terminal.
WHITE_ON_BLACK, PLAIN = "\x1b[97;40m", "\x1b[0m"
PAGES = (
    ("/", "Halaman depan"),
    (f"/l/{FAMOUS_CODE}", "Loket 3 Akta Kelahiran"),
    (f"/l/{OLD_CODE}", "Loket 4, kode poster lama"),
    (f"/l/{FAMOUS_CODE}/pengaduan", "Mengadu tentang loket itu"),
    ("/lacak", "Melihat pengaduan"),
    ("/skor", "Nilai pelayanan"),
    ("/cara-hitung", "Cara menghitung"),
    ("/masuk", "Masuk sebagai pegawai"),
    ("/api/v1/docs", "API untuk program"),
)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat yang didengarkan.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Nomor porta."
)
@click.option("--no-serve", is_flag=True, help="Bangun saja, tanpa menjalankan peladen.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Bangun peragaan Kabupaten Sungai Raya di instance/demo/ dan jalankan.

    Enam bulan penilaian dan pengaduan rekaan, lima bulan sudah ditutup. Menjalankannya lagi
    membuang peragaan yang lama.
    """
    if not no_serve:
        demand_free_port(host, port)
    started = time.monotonic()
    settings, renewed = prepare_folder(
        instance_path(), base_url=base_url(host, port), secrets=new_secrets()
    )
    click.echo(f"Peragaan di {settings.instance}" + (" (yang lama dibuang)." if renewed else "."))
    migrate.upgrade(settings.database_url)
    with opened(settings) as app:
        day = today(settings.timezone)
        built = build(current_operator(), settings=settings, today=day, say=click.echo)
        pages = [page for page in PAGES if _is_open(app, page[0])]
    write_signins(settings.instance, built.signins)
    click.echo(f"Siap dalam {time.monotonic() - started:.0f} detik.\n")
    _introduce(built, settings, pages)
    if not no_serve:
        _hint_for_phones(host, port)
        click.echo("Berhenti: Ctrl+C.")
        _forget_settings()
        serve_forever(settings, host, port)


def _is_open(app: Flask, path: str) -> bool:
    """True where this version of the portal has such a page."""
    return app.url_map.bind("").test(path)


def _introduce(built: Built, settings: Settings, pages: list[tuple[str, str]]) -> None:
    counts, first, last = built.counts, built.months[0], month_name(built.months[-1].first_day)
    click.echo(
        f"Kabupaten Sungai Raya (rekaan): {counts['unit']} unit, {counts['service']} layanan,"
        f" {counts['counter']} loket, {counts['officer']} petugas,"
        f" {whole(counts['rating'])} penilaian, {counts['comment']} saran, dan"
        f" {counts['complaint']} pengaduan, {month_name(first.first_day)} sampai {last};"
        f" {last} masih terbuka.\n"
    )
    for path, title in pages:
        click.echo(f"  {title:28}{settings.base_url}{path}")
    _introduce_people(built, settings)
    _introduce_receipts(built)
    click.echo("\nPindai untuk menilai Loket 3 Akta Kelahiran:\n")
    click.echo(drawn(f"{settings.base_url}/l/{FAMOUS_CODE}"))
    click.echo(f"{settings.base_url}/l/{FAMOUS_CODE}\n")


def _introduce_people(built: Built, settings: Settings) -> None:
    """One sign-in per role, and a program's key."""
    click.echo(f"\nNama masuk setiap peran; kata sandi semuanya “{PASSWORD}”:\n")
    for one in built.signins:
        click.echo(f"  {one.login:13}{one.role:26}{one.sentence}")
    click.echo("\nProgram membaca angka yang sama lewat API, misalnya:\n")
    click.echo(f"  curl -H 'Authorization: Bearer {built.token}' \\")
    click.echo(f"    {settings.base_url}/api/v1/indicators?month={built.months[-2]}")


def _introduce_receipts(built: Built) -> None:
    """What residents noted: the only key to their cases."""
    click.echo("\nKode tanda terima, untuk halaman Melihat pengaduan:\n")
    for state, code in built.receipts:
        click.echo(f"  {' '.join(groups(code))}  {STATE_WORDS[state]}")


def drawn(text: str) -> str:
    """A QR in half blocks that a phone reads from a dark and from a light terminal."""
    lines = terminal(text).split("\n")
    return "\n".join(f"  {WHITE_ON_BLACK}{line}{PLAIN}" for line in lines)


def _hint_for_phones(host: str, port: int) -> None:
    address = own_address()
    if is_loopback(host) and address:
        click.echo(
            "HP belum dapat membuka alamat ini. Agar HP di jaringan yang sama dapat memindai:"
            f" make demo HOST={address} PORT={port}"
        )
    elif host in ("0.0.0.0", "::"):  # noqa: S104
        click.echo(f"Alamat mesin ini di jaringan: {base_url(host, port)}")


def _forget_settings() -> None:
    """The server reads the demonstration's own settings, none of this shell's installation."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
