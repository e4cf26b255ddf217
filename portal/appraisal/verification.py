"""Is a document genuine? Anybody with its extract id may ask; the answer names no person.

A seal covers a whole part of a closing (seals.py). A part that was found to be what its seal
says is remembered by the digests of its rows, so that the next question about it costs one row.
"""

import hashlib
import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from portal.appraisal.rows import Row
from portal.appraisal.seals import (
    CLOSE,
    COLUMNS,
    REVISE,
    TABLES,
    add_row,
    digest,
    part_name,
    part_rows,
    written_after,
)
from portal.audit.models import AuditEntry, AuditHead, AuditValue
from portal.audit.queries import ChainHead
from portal.audit.rules import Link, link_hash, values_digest
from portal.indicators.snapshot import snapshot

SHAPE = re.compile(r"[0-9a-f]{24,32}")
MOST_REMEMBERED = 24  # parts; one of 5,000 rows takes about a megabyte

_lock = threading.Lock()
_sound: dict[tuple[str, str], dict[str, str]] = {}


class Kind(StrEnum):
    """What a document was printed from."""

    APPRAISAL = "appraisal_record"
    CLOSING = "closing"
    FIGURE = "closed_figure"


@dataclass(frozen=True, slots=True)
class Verification:
    """What may be told about a document: nothing about whom or how much."""

    kind: Kind
    period: str
    revision: int
    newest: int
    is_genuine: bool


def verification(extract_id: str) -> Verification | None:
    """What the frozen row of this extract id is; None where there is none.

    All three tables are asked whatever the first ones answer.
    """
    if not SHAPE.fullmatch(extract_id):
        return None
    with snapshot() as connection:
        found = [(kind, _row(connection, kind, extract_id)) for kind in Kind]
        return next((_told(connection, kind, row) for kind, row in found if row), None)


def _row(connection: sa.Connection, kind: Kind, extract_id: str) -> Row | None:
    table = TABLES[kind]
    query = sa.select(*(table.c[name] for name in COLUMNS[kind]))
    row = connection.execute(query.where(table.c.extract_id == extract_id)).mappings().one_or_none()
    return None if row is None else dict(row)


def _told(connection: sa.Connection, kind: Kind, row: Row) -> Verification:
    return Verification(
        kind=kind,
        period=row["period"] if kind is Kind.FIGURE else row["month"],
        revision=row["revision"],
        newest=_newest(connection, kind, row),
        is_genuine=_is_sound(connection, kind, row),
    )


def _newest(connection: sa.Connection, kind: Kind, row: Row) -> int:
    """The newest revision of the same document; a closing's holds every record of its month."""
    is_figure = kind is Kind.FIGURE
    table = TABLES[kind if is_figure else Kind.CLOSING]
    of = ["period", "subject_type", "subject_id"] if is_figure else ["month"]
    same = (table.c[name] == row[name] for name in of)
    newest = connection.execute(sa.select(sa.func.max(table.c.revision)).where(*same)).scalar()
    return int(newest or row["revision"])


def _is_sound(connection: sa.Connection, kind: Kind, row: Row) -> bool:
    """Is the row, to the byte, what the closing sealed?"""
    name = part_name(kind, row)
    sealed_as = _sealed_digest(connection, name)
    if sealed_as is None:
        return False
    with _lock:
        rows = _sound.get((name, sealed_as)) or _sound_rows(connection, name, sealed_as)
    return rows.get(row["slot"]) == digest([[row[column] for column in COLUMNS[kind]]])


def _sound_rows(connection: sa.Connection, name: str, sealed_as: str) -> dict[str, str]:
    """The digest of each row by slot, if all together are what was sealed; else nothing."""
    whole, rows = hashlib.sha256(), {}
    for row in part_rows(connection, name):
        add_row(whole, row)
        rows[str(row[0])] = digest([row])
    if whole.hexdigest() != sealed_as:
        return {}
    while len(_sound) >= MOST_REMEMBERED:
        _sound.pop(next(iter(_sound)))
    _sound[name, sealed_as] = rows
    return rows


def sealing_entry(month: str, revision: int) -> ChainHead | None:
    """The audit entry of a closing, which holds its seal; to be printed with it."""
    with snapshot() as connection:
        entry = _sealing_entry(connection, f"closing/{month}/{revision}")
    return None if entry is None else ChainHead(entry.sequence, entry.hash)


def _sealed_digest(connection: sa.Connection, name: str) -> str | None:
    """What the first entry that seals this part wrote down, if that entry stands in its chain."""
    entry = _sealing_entry(connection, name)
    if entry is None or not _stands(connection, entry):
        return None
    found: str | None = written_after(entry.content).get("seal", {}).get(name)
    return found


def _sealing_entry(connection: sa.Connection, part: str) -> sa.Row[Any] | None:
    query = (
        sa.select(AuditEntry.__table__, AuditValue.salt, AuditValue.content)
        .join(AuditValue, AuditValue.sequence == AuditEntry.sequence)
        .where(AuditEntry.action.in_((CLOSE, REVISE)), _names(part))
        .order_by(AuditEntry.sequence)
        .limit(1)
    )
    return connection.execute(query).one_or_none()


def _names(part: str) -> sa.ColumnElement[bool]:
    return AuditValue.content.contains(f'"{part}":', autoescape=True)


def _stands(connection: sa.Connection, entry: sa.Row[Any]) -> bool:
    """The entry is what its own hash says, and whatever follows it continues from that hash."""
    facts = (entry.sequence, entry.at, entry.actor, entry.action, entry.subject)
    link = Link(*facts, entry.values_digest)
    found = (
        values_digest(entry.salt, entry.content),
        link_hash(entry.previous, link),
        _following(connection, entry.sequence),
    )
    return found == (entry.values_digest, entry.hash, entry.hash)


def _following(connection: sa.Connection, sequence: int) -> str | None:
    after = sa.select(AuditEntry.previous).where(AuditEntry.sequence == sequence + 1)
    head = sa.select(AuditHead.hash).where(AuditHead.sequence == sequence)
    found: str | None = connection.execute(after).scalar() or connection.execute(head).scalar()
    return found
