"""`portal init`, `portal serve`, `portal db`, `portal audit`: the life of an installation."""

import errno
import os
import re
import secrets
import socket
import sys
from dataclasses import fields
from pathlib import Path

import click

from portal import migrate
from portal.accounts.operators import has_units
from portal.appraisal.seals import seal_faults
from portal.audit.queries import verify_chain
from portal.authority import Role
from portal.cli.group import current_operator, demand_secrets, inside, main, opened, refuse
from portal.cli.people import invitation
from portal.clock import today
from portal.config import ROOT, Secrets, Settings, instance_path, load_settings, write_secrets
from portal.errors import PortalError
from portal.organisation.commands import seed_calendar

SECRET_BYTES = 32
THREADS = 8
PORT = click.IntRange(1, 65535)


@main.command()
@click.option("--admin", default=None, help="Nama masuk administrator pertama.")
@click.option("--name", default=None, help="Nama lengkapnya.")
@click.option("--email", default=None, help="Surelnya; boleh tidak ada.")
@click.option("--government", default=None, help="Nama pemerintah daerah: akar susunan unit.")
@click.option(
    "--unit-code", default="PEMDA", show_default=True, help="Kode akar itu, juga di lembar unit."
)
def init(
    admin: str | None, name: str | None, email: str | None, government: str | None, unit_code: str
) -> None:
    """Siapkan pemasangan baru: kunci rahasia, basis data, dan administrator pertama."""
    folder = prepared_folder(instance_path())
    settings = load_settings()
    if settings.secrets is None:
        write_secrets(folder, new_secrets())
        click.echo(f"Kunci rahasia dibuat di {folder} (hanya dapat dibaca pemiliknya).")
    else:
        click.echo("Kunci rahasia sudah ada dan tidak diubah.")
    migrate.upgrade(settings.database_url)
    click.echo(f"Basis data siap pada revisi {migrate.head()}.")
    _fill_calendar()
    if admin is not None:
        _invite_first(admin, name, email, government, unit_code)
    click.echo("Berikutnya: `portal import units FILE`, lalu `portal serve`.")


def _fill_calendar() -> None:
    """Holidays of this year and the next; days that are there already keep what they say."""
    settings = load_settings()
    year = today(settings.timezone).year
    with opened(settings):
        added = seed_calendar(current_operator(), years=(year, year + 1))
    click.echo(
        f"Kalender: {added} hari libur dan cuti bersama ditambahkan untuk {year}–{year + 1}."
    )


def _invite_first(
    login: str, name: str | None, email: str | None, government: str | None, unit_code: str
) -> None:
    """The first administrator, and the root of the tree in which the role is held."""
    full_name = name or click.prompt("Nama lengkap administrator")
    settings = load_settings()
    with opened(settings):
        if government is None and not has_units():
            government = click.prompt("Nama pemerintah daerah")
        role = Role.ADMINISTRATOR
        words = invitation(settings, login, full_name, email, role, unit_code, government or "")
        click.echo(words)


def prepared_folder(folder: Path) -> Path:
    """The instance folder, made for its owner only; PortalError where it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        words = f"Folder {folder} tidak dapat dibuat: {error.strerror}."
        raise PortalError(f"{words} Pilih folder lain dengan PORTAL_INSTANCE.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PortalError(
            f"Folder {folder} tidak dapat ditulis oleh pengguna ini. Ganti pemiliknya (chown),"
            " atau pilih folder lain dengan PORTAL_INSTANCE."
        )
    return folder


def new_secrets() -> Secrets:
    """Fresh random secrets for one installation."""
    return Secrets(*(secrets.token_hex(SECRET_BYTES) for _ in fields(Secrets)))


@main.group()
def db() -> None:
    """Basis data."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Jalankan migrasi sampai revisi terbaru."""
    settings = load_settings()
    before = migrate.current(settings.database_url)
    if before is not None and before not in migrate.revisions():
        raise PortalError(newer_database(before))
    migrate.upgrade(settings.database_url)
    click.echo(f"Dari revisi {before or 'kosong'} ke {migrate.head()}.")


@main.group()
def audit() -> None:
    """Jejak audit."""


def _noted(
    _context: click.Context, _option: click.Parameter, written: tuple[str, ...]
) -> dict[int, str]:
    """Heads as they are printed, hash by number of the row."""
    found = {}
    for head in written:
        number, _colon, digest = head.strip().partition(":")
        if not number.isdecimal() or not re.fullmatch("[0-9a-f]{64}", digest.lower()):
            raise click.BadParameter(
                f"{head!r}: tulis nomor baris, titik dua, lalu 64 huruf heksadesimal."
            )
        found[int(number)] = digest.lower()
    return found


@audit.command("verify")
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="NOMOR:HASH",
    callback=_noted,
    help="Kepala rantai dari dokumen penutupan atau surat; boleh diulang.",
)
@inside
def audit_verify(heads: dict[int, str]) -> None:
    """Periksa seluruh jejak audit dan segel bulan tertutup; keluar 1 bila ada yang berubah."""
    found = verify_chain(noted=heads)
    faults = (*found.faults, *seal_faults())
    if faults:
        refuse("\n".join(faults))
    click.echo(f"Utuh: {found.head.sequence} baris, kepala {found.head.hash}")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat yang didengarkan.")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="Nomor porta yang didengarkan."
)
def serve(host: str, port: int) -> None:
    """Jalankan peladen web (gunicorn)."""
    settings = load_settings()
    check_start(settings)
    check_port(host, port)
    serve_forever(settings, host, port)


def check_start(settings: Settings) -> None:
    """Refuse, in words, to serve without secrets or on a database that is not up to date."""
    demand_secrets(settings)
    revision = migrate.current(settings.database_url)
    if revision is not None and revision not in migrate.revisions():
        raise PortalError(newer_database(revision))
    if revision != migrate.head():
        raise PortalError(
            f"Basis data pada revisi {revision or 'kosong'}, program ini perlu {migrate.head()}."
            " Jalankan `portal db upgrade`."
        )


def newer_database(revision: str) -> str:
    """What to say of a database that a newer program has been at."""
    return (
        f"Basis data pada revisi {revision}, yang tidak dikenal program ini (sampai"
        f" {migrate.head()}). Pasang program yang lebih baru; basis data tidak diubah."
    )


def check_port(host: str, port: int) -> None:
    """Refuse, in words, an address that cannot be listened on."""
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            remedy = f"Hentikan program itu, atau pilih porta lain: --port {port + 1}."
            raise PortalError(f"Porta {port} sedang dipakai program lain. {remedy}") from error
        raise PortalError(
            f"Tidak dapat mendengarkan di {host}:{port}: {error.strerror or error}."
            " Pakai --host 127.0.0.1 atau alamat mesin ini, dan porta di atas 1023."
        ) from error


def serve_forever(settings: Settings, host: str, port: int) -> None:
    """Become gunicorn: one worker with 8 threads on SQLite, a worker per core on PostgreSQL.

    One process on SQLite, because its write lock and its limits live in the process.
    """
    workers = 1 if settings.is_sqlite else (os.cpu_count() or 1)
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(ROOT), "--bind", f"{host}:{port}"]
    command += ["--worker-class", "portal.serving.PlainWorker"]
    command += ["--logger-class", "portal.serving.PrivateLogger"]
    command += ["--workers", str(workers), "--threads", str(THREADS)]
    command += ["--log-level", "warning", "--graceful-timeout", "20", "wsgi:app"]
    environ = {**os.environ, "PORTAL_INSTANCE": str(settings.instance)}
    if workers > 1:
        environ["PROMETHEUS_MULTIPROC_DIR"] = str(shared_counts(settings.instance))
    sys.stdout.flush()
    os.execve(sys.executable, command, environ)  # noqa: S606  # no shell, our own arguments


def shared_counts(instance: Path) -> Path:
    """An empty folder in which several web processes count together for `/metrics`."""
    folder = instance / "metrics"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    return folder
