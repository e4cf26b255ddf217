"""Complaints filed through the command, as the form does it."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from portal.authority import RESIDENT, Actor
from portal.complaints.accused import Told
from portal.complaints.filed import Filed
from portal.complaints.filing import Filing, FilingKeys, file_complaint
from portal.complaints.keys import KeyPlace
from portal.complaints.rules.receipt import receipt_keys
from portal.complaints.rules.words import About, Channel, Kind
from portal.organisation.models import Unit
from tests.conftest import SECRETS

AT = datetime(2026, 11, 4, 2, 30, tzinfo=UTC).astimezone(ZoneInfo("Asia/Jakarta"))
KEYS = FilingKeys(
    receipt_keys(SECRETS.vault_key), KeyPlace(Path("/nonexistent"), SECRETS.vault_key)
)
STORY = "Akta belum jadi. Sudah tiga kali datang."
TOLD = ("kind", "about", "officer_id", "description", "is_free")
_nonces = count(1)


def make_filing(unit: Unit, **facts: Any) -> Filing:
    """A complaint about the unit's service, sent from the counter."""
    told = {name: facts.pop(name) for name in TOLD if name in facts}
    told = {"kind": Kind.PENGADUAN, "about": About.LAYANAN, **told}
    facts = {
        "story": STORY,
        "nonce": next(_nonces).to_bytes(16),
        "at": AT,
        "channel": Channel.QR,
        **facts,
    }
    return Filing(told=Told(unit_id=unit.id, **told), **facts)


def file(unit: Unit, *, actor: Actor = RESIDENT, **facts: Any) -> Filed:
    return file_complaint(actor, filing=make_filing(unit, **facts), keys=KEYS)
