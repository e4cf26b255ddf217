"""The demonstration's own folder: marked, so that nothing else is ever emptied."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from portal.config import CONFIG_FILE, Secrets, Settings, load_settings, write_secrets
from portal.demo.signins import Signin
from portal.errors import RuleBroken

NAME = "demo"
SIGNINS = "demonstration.json"  # read by portal.web.demonstration
MARKER = "PERAGAAN.txt"
MARKED = """Folder ini dibuat oleh `portal demo` dan dihapus setiap kali perintah itu dijalankan.
Semua orang dan angka di dalamnya rekaan.
"""
# Nobody needs an authenticator to look around, the trial period is over, and objections may be
# filed for nearly a month, so that on any day somebody can.
CONFIG = """[portal]
base_url = {base_url}
contact = Bagian Organisasi, telepon 0000 123456 (rekaan)
second_factor = optional
trial_months = 0
objection_days = 1,19,20
digest_to = inspektorat@sungairaya.example
"""


def prepare_folder(instance: Path, *, base_url: str, secrets: Secrets) -> tuple[Settings, bool]:
    """An empty demonstration folder with its own secrets and settings.

    Tells whether an earlier demonstration was removed. Raises RuleBroken for a folder of
    that name which is not a demonstration: it may be somebody's data.
    """
    folder = instance / NAME
    renewed = _emptied(folder)
    # mkdir gives the mode to the last folder only: made at once, the instance would be open.
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    (folder / MARKER).write_text(MARKED, "utf-8")
    write_secrets(folder, secrets)
    (folder / CONFIG_FILE).write_text(CONFIG.format(base_url=base_url), "utf-8")
    # Nothing of this machine's own installation may leak in, least of all its database.
    return load_settings({}, instance=folder), renewed


def _emptied(folder: Path) -> bool:
    if not folder.exists() and not folder.is_symlink():
        return False
    if folder.is_symlink() or not (folder / MARKER).is_file():
        raise RuleBroken(
            f"{folder} sudah ada dan bukan peragaan (tidak ada {MARKER} di dalamnya), jadi tidak"
            " dihapus. Pindahkan folder itu, lalu jalankan `portal demo` lagi."
        )
    shutil.rmtree(folder)
    return True


def write_signins(folder: Path, signins: Sequence[Signin]) -> None:
    """Who can sign in, for the sign-in page of the demonstration; for its owner only."""
    text = json.dumps([asdict(one) for one in signins], indent=1, ensure_ascii=False)
    handle = os.open(folder / SIGNINS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
