"""A new key for the vault while the portal runs: every identity sealed anew, none lost.

The new key is written to disk first, so that every row can be opened at each moment; killed
half-way, the next run goes on where this one stopped.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.complaints.keys import KeyPlace, read_keys, with_new_key, write_keys
from portal.complaints.models import SealedIdentity
from portal.complaints.vault import Keyring, opened, seal
from portal.database import command, db

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many identities were sealed anew, and under which key they lie now."""

    rows: int
    key: str


def rotate_keys(actor: Actor, *, place: KeyPlace) -> Rotated:
    """Make a new key (unless a rotation is unfinished), seal all rows under it, note it once.

    The key before stays in the file: a process that had read the file a moment ago may still
    seal under it, and the last backup needs it. Older ones go when no row lies under them.
    """
    actor.demand(Permission.OPERATE)
    ring = read_keys(place)
    if not _waiting(ring):
        ring = with_new_key(ring)
        write_keys(place, ring)
    rows = 0
    while batch := reseal_batch(actor, ring=ring):
        rows += batch
    kept = _kept(ring)
    write_keys(place, kept)
    note_rotation(actor, rows=rows, key=ring.current)
    return Rotated(rows, ring.current)


def _waiting(ring: Keyring) -> bool:
    query = sa.select(SealedIdentity.complaint_id).where(SealedIdentity.key_id != ring.current)
    return len(ring.keys) > 1 and db.session.execute(query.limit(1)).first() is not None


@command
def reseal_batch(actor: Actor, *, ring: Keyring) -> int:
    """Seal some rows under the current key; how many. 0: none is left."""
    actor.demand(Permission.OPERATE)
    query = (
        sa.select(SealedIdentity)
        .where(SealedIdentity.key_id != ring.current)
        .order_by(SealedIdentity.complaint_id)
        .limit(BATCH)
        .with_for_update()
    )
    rows = db.session.execute(query).scalars().all()
    for row in rows:
        row.sealed = seal(ring, row.complaint_id, opened(ring, row))
        row.key_id = ring.current
    return len(rows)


def _kept(ring: Keyring) -> Keyring:
    used = set(db.session.execute(sa.select(SealedIdentity.key_id).distinct()).scalars())
    before = str(max((int(name) for name in ring.keys if name != ring.current), default=0))
    names = used | {ring.current, before}
    return Keyring(ring.current, {name: key for name, key in ring.keys.items() if name in names})


@command
def note_rotation(actor: Actor, *, rows: int, key: str) -> None:
    """The one entry in the trail."""
    actor.demand(Permission.OPERATE)
    after = {"rows": rows, "key": key}
    record(actor, action="rotate_identity_keys", subject="identity_vault", after=after)
