"""What `portal worker` becomes: `python -m portal.worker [--once]`."""

import sys

from portal.config import load_settings
from portal.worker.consuming import consume
from portal.worker.duties import Workplace
from portal.worker.office import worker_app
from portal.worker.running import run_due_lines


def work(*, once: bool) -> int:
    """Work until SIGTERM, or once; the exit status."""
    settings = load_settings()
    if settings.secrets is None:
        return 1
    app = worker_app(settings)
    workplace = Workplace(settings, settings.secrets.vault_key)
    if not once:
        consume(workplace, app.app_context)
        return 0
    with app.app_context():
        failed = run_due_lines(workplace)
    if failed:
        sys.stderr.write(f"{failed} pekerjaan gagal. Lihat `portal doctor`.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(work(once="--once" in sys.argv[1:]))
