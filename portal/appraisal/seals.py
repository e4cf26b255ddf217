"""The seal of a closing: digests of everything it froze, kept in its audit entry.

Triggers stop whoever goes through the program. Against somebody with the database in hand there
is the audit chain, whose head is kept elsewhere; the seal ties the frozen rows to that chain.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from portal.appraisal.models import AppraisalRecord, Closing
from portal.appraisal.rows import Row
from portal.audit.models import AuditEntry, AuditValue
from portal.indicators.models import ClosedFigure
from portal.indicators.snapshot import snapshot

CLOSE, REVISE = "close_month", "revise_month"
PAGE = 200

# Written out, so that a column which a later migration adds does not break older seals.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "closed_figure": (
        "slot",
        "extract_id",
        "period",
        "revision",
        "subject_type",
        "subject_id",
        "unit_id",
        "schema",
        "content",
        "public",
        "sums",
    ),
    "appraisal_record": (
        "slot",
        "extract_id",
        "month",
        "revision",
        "officer_id",
        "unit_id",
        "schema",
        "content",
    ),
    "closing": (
        "slot",
        "month",
        "revision",
        "extract_id",
        "closed_on",
        "closed_by",
        "reason",
        "reviewed",
        "definition",
        "weight",
        "audit_sequence",
        "audit_hash",
        "schema",
        "content",
    ),
}
PARTS: Mapping[str, tuple[str, ...]] = {
    "closed_figure": ("period", "revision", "subject_type"),
    "appraisal_record": ("month", "revision"),
    "closing": ("month", "revision"),
}
WORDS = {
    "closed_figure": "indikator {2} {0} revisi {1}",
    "appraisal_record": "bukti dukung {0} revisi {1}",
    "closing": "penutupan {0} revisi {1}",
}
TABLES: Mapping[str, sa.FromClause] = {
    "closed_figure": sa.inspect(ClosedFigure).local_table,
    "appraisal_record": sa.inspect(AppraisalRecord).local_table,
    "closing": sa.inspect(Closing).local_table,
}


def seal_of(rows: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """SHA-256 in hex of each part of a closing, by table/period/revision(/kind of subject).

    `rows` are all rows of the closing by table. A part has its rows by slot, whatever order
    they come in.
    """
    parts: dict[str, list[Row]] = {}
    for table, of_table in rows.items():
        for row in of_table:
            parts.setdefault(part_name(table, row), []).append(row)
    return {name: _digest_of(name, parts[name]) for name in sorted(parts)}


def part_name(table: str, row: Mapping[str, Any]) -> str:
    return "/".join([table, *(str(row[column]) for column in PARTS[table])])


def _digest_of(name: str, rows: list[Row]) -> str:
    columns = COLUMNS[name.split("/")[0]]
    by_slot = sorted(rows, key=lambda row: str(row["slot"]))
    return digest([row[column] for column in columns] for row in by_slot)


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """Each value with its length before it, so that nothing moves from one column to the next."""
    whole = hashlib.sha256()
    for row in rows:
        add_row(whole, row)
    return whole.hexdigest()


def add_row(whole: "hashlib._Hash", row: Sequence[Any]) -> None:
    """Feed one row to a digest in the making."""
    for value in row:
        text = b"" if value is None else str(value).encode()
        whole.update(b"-" if value is None else b"%d:" % len(text))
        whole.update(text)


def seal_faults() -> tuple[str, ...]:
    """Every part of every closing that is not what its seal says, in words."""
    with snapshot() as connection:
        return tuple(broken_seals(connection))


def broken_seals(connection: sa.Connection) -> Iterator[str]:
    """As `seal_faults`, in the one unchanging view of `connection`; memory stays flat."""
    sealed = _sealed(connection)
    for name in _part_names(connection):
        words = _words(name)
        if name not in sealed:
            yield f"{words} tidak tercatat dalam segel penutupan mana pun"
            continue
        closing, sealed_as = sealed.pop(name)
        if digest(part_rows(connection, name)) != sealed_as:
            yield f"{closing}: {words} tidak sama lagi dengan saat dibekukan"
    for name, (closing, _) in sealed.items():
        yield f"{closing}: {_words(name)} hilang"


def _sealed(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """The closing and digest of each part. The first entry holds: a later one may be forged."""
    query = (
        sa.select(AuditEntry.subject, AuditValue.content)
        .join(AuditValue, AuditValue.sequence == AuditEntry.sequence)
        .where(AuditEntry.action.in_((CLOSE, REVISE)), AuditValue.content.is_not(None))
        .order_by(AuditEntry.sequence)
    )
    found: dict[str, tuple[str, str]] = {}
    for subject, text in connection.execute(query):
        after = written_after(text)
        closing = f"{subject.removeprefix('month:')} revisi {after.get('revision')}"
        for name, sealed_as in after.get("seal", {}).items():
            found.setdefault(name, (closing, sealed_as))
    return found


def written_after(text: str) -> Mapping[str, Any]:
    """What an entry wrote down; nothing of a text that the chain's own check complains of."""
    try:
        return dict(json.loads(text)["after"])
    except (ValueError, KeyError, TypeError):
        return {}


def _part_names(connection: sa.Connection) -> Iterator[str]:
    for table, columns in PARTS.items():
        of_table = [TABLES[table].c[column] for column in columns]
        for row in connection.execute(sa.select(*of_table).distinct().order_by(*of_table)).all():
            yield part_name(table, dict(zip(columns, row, strict=True)))


def part_rows(connection: sa.Connection, name: str) -> Iterator[Sequence[Any]]:
    """The stored rows of a part by slot, each with the values that its seal covers."""
    table, *facts = name.split("/")
    part = dict(zip(PARTS[table], facts, strict=True)) | {"revision": int(facts[1])}
    slot = TABLES[table].c.slot
    wanted = [TABLES[table].c[column] == value for column, value in part.items()]
    # Sorted here: the two databases sort text by different rules.
    slots = sorted(connection.execute(sa.select(slot).where(*wanted)).scalars())
    return _rows(connection, table, slots)


def _rows(connection: sa.Connection, table: str, slots: Sequence[str]) -> Iterator[Sequence[Any]]:
    columns = [TABLES[table].c[column] for column in COLUMNS[table]]
    for start in range(0, len(slots), PAGE):
        page = slots[start : start + PAGE]
        query = sa.select(*columns).where(TABLES[table].c.slot.in_(page))
        yield from sorted(connection.execute(query), key=lambda row: str(row[0]))


def _words(name: str) -> str:
    table, *facts = name.split("/")
    return WORDS[table].format(*facts)
