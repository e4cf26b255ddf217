"""`portal worker`: mails, the nightly release, and what else time brings."""

import click

from portal.cli.group import main, opened, refuse
from portal.cli.operations import check_start
from portal.config import load_settings
from portal.worker.consuming import consume
from portal.worker.duties import Workplace
from portal.worker.running import run_due_lines


@main.command()
@click.option("--once", is_flag=True, help="Kerjakan sekali apa yang sudah waktunya, lalu selesai.")
def worker(once: bool) -> None:
    """Jalankan pekerja latar: surat keluar, rilis malam, pemberitahuan, pembersihan."""
    settings = load_settings()
    check_start(settings)
    with opened(settings) as app:
        vault_key = settings.secrets.vault_key if settings.secrets else ""
        workplace = Workplace(settings, vault_key)
        if not once:
            consume(workplace, app.app_context)
        elif failed := run_due_lines(workplace):
            refuse(f"{failed} pekerjaan gagal. Lihat `portal doctor`.")
