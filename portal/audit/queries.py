"""Reading the trail back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, AuditHead, AuditValue
from portal.audit.rules import Link, StoredEntry, faults
from portal.database import db

PAGE = 1000


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Number and hash of the last entry; printed on every closing document."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `portal audit verify` found: the head, and every fault in words."""

    head: ChainHead
    faults: tuple[str, ...]


def chain_head(session: Session | None = None) -> ChainHead:
    """The trail's head as it stands now."""
    row = (session or db.session()).execute(sa.select(AuditHead.sequence, AuditHead.hash)).one()
    return ChainHead(row.sequence, row.hash)


def verify_chain(
    session: Session | None = None, *, noted: Mapping[int, str] | None = None
) -> Verification:
    """Walk the whole trail; memory stays flat. A restore brings its own `session`.

    `noted` are heads known from elsewhere, hash by sequence: of a printed document, of a mail.
    """
    session = session or db.session()
    head = chain_head(session)
    found = faults(_entries(session), (head.sequence, head.hash), noted)
    return Verification(head, tuple(found))


def _entries(session: Session) -> Iterator[StoredEntry]:
    query = (
        sa.select(AuditEntry, AuditValue)
        .outerjoin(AuditValue, AuditValue.sequence == AuditEntry.sequence)
        .order_by(AuditEntry.sequence)
        .execution_options(yield_per=PAGE)
    )
    for entry, value in session.execute(query):
        yield _stored(entry, value)


def _stored(entry: AuditEntry, value: AuditValue | None) -> StoredEntry:
    link = Link(
        entry.sequence, entry.at, entry.actor, entry.action, entry.subject, entry.values_digest
    )
    return StoredEntry(
        link=link,
        previous=entry.previous,
        hash=entry.hash,
        salt=value.salt if value else "",
        values=value.content if value else None,
        erased=bool(value and value.erased_at),
    )
