"""When the newest backup was made, and whether it is still where it was put."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from portal.clock import now
from portal.doctor.findings import Finding, good, notice, wrong

NOTE = "last-backup.json"
OLD = timedelta(hours=36)  # a night was missed
TOO_OLD = timedelta(days=7)
WHAT = "Cadangan"
REMEDY = "Jalankan `portal backup FILE`, dan nyalakan timer malamnya: suara-loket-nightly.timer."


def note_backup(instance: Path, file: Path, at: datetime) -> None:
    """Remember beside the installation that this backup was made."""
    facts = {"made_at": at.isoformat(), "file": str(file.resolve()), "size": file.stat().st_size}
    (instance / NOTE).write_text(json.dumps(facts) + "\n", "utf-8")


def backup_finding(instance: Path) -> Finding:
    """Is there a backup, is it fresh, is it still there and as long as it was?"""
    try:
        noted = json.loads((instance / NOTE).read_text("utf-8"))
        made_at, file = datetime.fromisoformat(noted["made_at"]), Path(noted["file"])
    except FileNotFoundError:
        return notice(WHAT, "belum pernah dibuat dari pemasangan ini", REMEDY)
    except (OSError, ValueError, KeyError, TypeError):
        return notice(WHAT, f"{NOTE} tidak terbaca", REMEDY)
    said = f"terakhir {made_at:%Y-%m-%d %H:%M} UTC, {file}"
    age = now() - made_at
    if age > TOO_OLD:
        return wrong(WHAT, said, REMEDY)
    if age > OLD:
        return notice(WHAT, said, REMEDY)
    if file.exists() and file.stat().st_size != noted["size"]:
        return wrong(WHAT, f"{said}: panjangnya berubah", "Periksa: `portal restore --check FILE`.")
    return good(WHAT, said)
