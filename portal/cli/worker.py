"""`portal worker`: mails, the nightly release, and what else time brings."""

import os
import sys

import click

from portal.cli.group import main
from portal.cli.operations import check_start
from portal.config import load_settings


@main.command()
@click.option("--once", is_flag=True, help="Kerjakan sekali apa yang sudah waktunya, lalu selesai.")
def worker(once: bool) -> None:
    """Jalankan pekerja latar: surat keluar, rilis malam, pemberitahuan, pembersihan."""
    check_start(load_settings())
    command = [sys.executable, "-m", "portal.worker", *(["--once"] if once else [])]
    sys.stdout.flush()
    # A fresh process: this one has loaded what only the other commands need.
    os.execv(sys.executable, command)  # noqa: S606  # no shell, our own arguments
